"""What a test may need beside Python, whether it is here, and how to get it.

A test marked `needs_postgres` and the like is skipped where its service is absent, with one line at the end that says
how to run it. `TERAKOYA_REQUIRE=all` (or a list: `nginx,shared_data`) makes an absence a failure: CI sets it.
"""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def shared_data_folder() -> Path:
    return Path(os.environ.get("SHARED_DATA") or ROOT.parent / "shared" / "data")


def chromium() -> str | None:
    """The browser of the system: Debian's Chromium, or what CHROMIUM names."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@dataclass(frozen=True)
class Need:
    name: str
    title: str
    here: Callable[[], bool]
    how: str

    @property
    def required(self) -> bool:
        wanted = os.environ.get("TERAKOYA_REQUIRE", "").split(",")
        return "all" in wanted or self.name in wanted


NEEDS = {
    need.name: need
    for need in (
        Need(
            "postgres",
            "PostgreSQL",
            lambda: os.environ.get("DATABASE_URL", "").startswith("postgres"),
            "make services test-services",
        ),
        Need("redis", "Redis", lambda: bool(os.environ.get("REDIS_URL")), "make services test-services"),
        Need(
            "elasticsearch",
            "Elasticsearch",
            lambda: bool(os.environ.get("ELASTICSEARCH_URL")),
            "make services test-services",
        ),
        Need("browser", "a browser", lambda: chromium() is not None, "apt-get install chromium; make e2e"),
        Need(
            "nginx",
            "nginx",
            lambda: bool(shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")),
            "apt-get install nginx; make test",
        ),
        Need(
            "shared_data",
            "the real inputs",
            lambda: shared_data_folder().is_dir(),
            "put them at ../shared/data or name their folder in SHARED_DATA; make test",
        ),
    )
}
