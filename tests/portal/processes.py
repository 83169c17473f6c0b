"""Processes of our own, with nothing of the tester's environment in them."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
OURS = (
    "TERAKOYA_",
    "DJANGO_",
    "DATABASE_",
    "REDIS_",
    "ELASTICSEARCH_",
    "SEARCH_",
    "EMAIL_",
    "SECRET_",
    "LOG_",
    "DEBUG",
    "BASE_URL",
    "ALLOWED_HOSTS",
    "OIDC_",
)


def environment(data: Path, **variables: str) -> dict[str, str]:
    """The tester's environment without any variable of ours, and then these."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return kept | {"TERAKOYA_DATA": str(data)} | variables


def run(*arguments: str, data: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run our Python with these arguments in the checkout, and wait for it."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment(data, **variables),
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=120,
        check=False,
    )
