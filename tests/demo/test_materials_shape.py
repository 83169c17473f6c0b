"""What a reader may count on in every demo material: its shape, its honest minutes, its two languages."""

import re
from datetime import date
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from tests.demo.materials import LANGUAGES, ROOT, Page, material_folders, pages_of, read_page
from tests.demo.newcomer import AT_LEAST, AT_MOST, needed_minutes, stated_minutes

PAGES = [page for language in LANGUAGES for folder in material_folders(language) for page in pages_of(folder)]
LESSONS = [page for page in PAGES if page.steps]
LINK = re.compile(r"!?\[[^\]]*\]\(([^)#\s]+)")
JAPANESE = re.compile(r"[぀-ヿ㐀-鿿]")


def name(value: object) -> str:
    return str(value.path.relative_to(ROOT)) if isinstance(value, Page) else str(value)


def test_there_are_a_dozen_materials_in_both_languages() -> None:
    lessons = {
        language: sorted(
            {page.path.parent.relative_to(ROOT / language) for page in LESSONS if language in name(page)[:2]}
        )
        for language in LANGUAGES
    }
    assert lessons["ja"] == lessons["en"]
    assert len(lessons["ja"]) == 12


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_a_page_carries_its_front_matter(page: Page) -> None:
    needed = {"title", "description", "updated", "authors", "license"}
    needed |= {"time", "prior_knowledge"} if page.steps else set()
    assert needed - page.meta.keys() == set()
    assert page.meta["license"] == "CC BY 4.0"
    assert isinstance(page.meta["updated"], date)


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_its_authors_are_listed_in_the_language_of_the_page(page: Page) -> None:
    listed = (ROOT / "AUTHORS.md").read_text(encoding="utf-8")
    column = 1 if name(page).startswith("ja") else 3
    names = {row.split("|")[column].strip() for row in listed.splitlines() if row.startswith("|")}
    authors = page.meta["authors"]
    assert isinstance(authors, list)
    assert set(authors) - names == set()


@pytest.mark.parametrize("page", LESSONS, ids=name)
def test_a_lesson_has_one_title_and_four_to_eight_steps(page: Page) -> None:
    assert [text for level, text in page.headings if level == 1] == [page.meta["title"]]
    assert 4 <= len(page.steps) <= 8
    assert len(set(page.steps)) == len(page.steps)
    assert page.indented_code == 0


@pytest.mark.parametrize("page", LESSONS, ids=name)
def test_a_lesson_teaches_with_exercises_warnings_and_an_ending(page: Page) -> None:
    japanese = name(page).startswith("ja")
    assert page.answers >= 1
    assert re.search(r"^::: ?(warning|danger)", page.body, re.MULTILINE)
    assert "**ゴール**" in page.body if japanese else "**Goal**" in page.body
    assert "**なぜ大切か**" in page.body if japanese else "**Why it matters**" in page.body
    assert page.headings[-1] == (3, "できるようになったこと" if japanese else "What you can do now")


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_no_stars_are_left_in_the_text(page: Page) -> None:
    """Bold that ends after 。 or 」 and goes on without a space is no bold in CommonMark."""
    inlines = (token for token in MarkdownIt("commonmark").enable("table").parse(page.body) if token.type == "inline")
    texts = [child.content for token in inlines for child in token.children or [] if child.type == "text"]
    assert [text for text in texts if "**" in text] == []


@pytest.mark.parametrize("page", LESSONS, ids=name)
def test_a_newcomer_keeps_to_the_stated_minutes(page: Page) -> None:
    """The rates and the rule are those of tests/demo/newcomer.py."""
    stated, needed = stated_minutes(page), needed_minutes(page)
    assert stated % 5 == 0
    assert 20 <= stated <= 60
    assert stated * AT_LEAST <= needed <= stated * AT_MOST, f"stated {stated}, a newcomer needs {needed:.0f} minutes"


@pytest.mark.parametrize("page", [page for page in PAGES if name(page).startswith("ja")], ids=name)
def test_both_languages_say_the_same(page: Page) -> None:
    other = read_page(ROOT / "en" / page.path.relative_to(ROOT / "ja"))
    assert [level for level, _ in other.headings] == [level for level, _ in page.headings]
    assert [block.kind for block in other.blocks] == [block.kind for block in page.blocks]
    assert [block.title for block in other.blocks] == [block.title for block in page.blocks]
    assert [block.commands for block in other.blocks] == [block.commands for block in page.blocks]
    assert other.answers == page.answers
    assert other.body.count("\n:::") == page.body.count("\n:::")
    assert {key: other.meta.get(key) for key in ("time", "updated", "license")} == {
        key: page.meta.get(key) for key in ("time", "updated", "license")
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_link_and_no_picture_leads_nowhere(language: str) -> None:
    dead = [
        f"{path.relative_to(ROOT)}: {target}"
        for path in (ROOT / language).rglob("*.md")
        for target in LINK.findall(path.read_text(encoding="utf-8"))
        if "://" not in target and not (path.parent / target).exists()
    ]
    assert dead == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_curriculum_links_every_material_once(language: str) -> None:
    home = ROOT / language / "README.md"
    linked = [home.parent / target for target in LINK.findall(home.read_text(encoding="utf-8"))]
    assert sorted(linked) == sorted(folder / "README.md" for folder in material_folders(language))


@pytest.mark.parametrize("picture", sorted(ROOT.rglob("*.svg")), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_picture_is_still(picture: Path) -> None:
    assert re.search(r"<script|\son\w+=|href|url\(", picture.read_text(encoding="utf-8")) is None


@pytest.mark.parametrize("picture", sorted((ROOT / "en").rglob("*.svg")), ids=lambda path: path.parent.name)
def test_an_english_picture_has_no_japanese_in_it(picture: Path) -> None:
    assert JAPANESE.findall(picture.read_text(encoding="utf-8")) == []
