"""The promises of the house's own tools."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")


def test_the_locks_hold_what_is_asked_for() -> None:
    run = subprocess.run([sys.executable, "scripts/check_locks.py"], capture_output=True, text=True, check=False)

    assert (run.stdout, run.returncode) == ("", 0)


@pytest.mark.parametrize("page", ["README.md", "docs/operations.md", "docs/development.md"])
def test_what_the_documents_link_to_is_there(page: str) -> None:
    links = LINK.findall((ROOT / page).read_text())

    assert [link for link in links if not (ROOT / page).parent.joinpath(link).exists()] == []
