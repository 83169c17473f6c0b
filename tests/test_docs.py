"""What the documentation points at exists."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    text = CODE.sub("", page.read_text(encoding="utf-8"))
    dead = [target for target in LINK.findall(text) if not (page.parent / target).exists()]
    assert dead == []


def test_the_guides_for_users_exist_in_both_languages() -> None:
    for name in ("readers.md", "authors.md", "editing.md", "authoring-materials.md", "importing.md"):
        assert [(ROOT / "docs" / name).exists(), (ROOT / "docs" / "ja" / name).exists()] == [True, True], name
