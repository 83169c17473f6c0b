"""Where files go in the page tree, and languages beside each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from learning.interfaces.importer.layout import lay_out
from learning.interfaces.importer.tree import scan
from learning.models import CategoryPage, CurriculumPage, MaterialPage
from tests.learning.interfaces.importer.sources import import_from, page_at, write


def _places(folder: Path) -> dict[str, tuple[str, str, str]]:
    layout = lay_out(scan(folder), subfolder="", language="ja", base="")
    return {spot.place: (spot.kind, spot.category, spot.slug) for spot in layout.spots}


def test_a_folder_of_folders_is_categories_with_materials_and_chapters(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "README.md": "# Home",
            "about.md": "# About",
            "LICENSE.md": "MIT",
            "tools/README.md": "# Tools",
            "tools/git/README.md": "# Git",
            "tools/git/NEXT_STEP.md": "# Next",
            "tools/vim.md": "# Vim",
        },
    )

    assert _places(tmp_path) == {
        "README.md": ("home", "", "page"),
        "about.md": ("overview", "", "about"),
        "tools/README.md": ("category", "tools", "introduction"),
        "tools/vim.md": ("material", "tools", "vim"),
        "tools/git/README.md": ("material", "tools", "git"),
        "tools/git/NEXT_STEP.md": ("chapter", "tools", "next_step"),
    }


def test_a_folder_with_nothing_but_pages_is_one_material(tmp_path: Path) -> None:
    folder = write(tmp_path / "shell", {"README.md": "# Shell", "02-more.md": "# More"})

    assert _places(folder) == {"README.md": ("material", "", "material"), "02-more.md": ("chapter", "", "02-more")}


def test_vuepress_is_found_with_its_title_and_base(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "README.md": "# about the repository",
            "docs/.vuepress/config.js": "module.exports = {\n  title: 'Camp',\n  base: '/camp/',\n}",
            "docs/README.md": "# Home",
            "docs/a/b/README.md": "# B",
        },
    )

    layout = lay_out(scan(tmp_path), subfolder="", language="ja", base="")

    assert (layout.title, layout.trees[0].site.base, layout.trees[0].site.root) == ("Camp", "/camp/", "docs")
    assert [spot.path for spot in layout.spots] == ["docs/README.md", "docs/a/b/README.md"]


@pytest.mark.django_db
def test_pages_of_two_languages_are_translations_with_the_same_steps(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "ja/README.md": "# 教材",
            "ja/tools/README.md": "# 道具",
            "ja/tools/git/README.md": "# Git入門\n\n## 作る\n\n作ります。\n\n## 記録する\n\n記録します。\n",
            "en/README.md": "# Materials",
            "en/tools/README.md": "# Tools",
            "en/tools/git/README.md": "# Git\n\n## Make\n\nMake it.\n\n## Record\n\nRecord it. [x](../vim/)\n",
            "ja/tools/vim/README.md": "# Vim入門\n\n## 開く\n\n開きます。\n",
        },
    )

    report = import_from(tmp_path)

    japanese, english = page_at("ja/tools/git/README.md"), page_at("en/tools/git/README.md")
    assert (report["pages"]["created"], report["pages"]["failed"]) == (7, 0)
    assert japanese.translation_key == english.translation_key
    assert (japanese.locale.language_code, english.locale.language_code) == ("ja", "en")
    assert [step["id"] for step in japanese.steps] == [step["id"] for step in english.steps]
    assert (english.translated_from, japanese.translated_from) == (japanese.latest_revision, None)
    assert {page.title for page in CurriculumPage.objects.all()} == {"教材", "Materials"}
    assert {page.title for page in CategoryPage.objects.all()} == {"道具", "Tools"}
    assert len({page.translation_key for page in CategoryPage.objects.all()}) == 1


@pytest.mark.django_db
def test_two_imports_of_two_languages_find_each_other(tmp_path: Path) -> None:
    text = {"README.md": "# 教材", "tools/git/README.md": "# Git\n\n## A\n\ntext\n"}
    import_from(write(tmp_path / "first", text))
    curriculum = CurriculumPage.objects.get()

    import_from(write(tmp_path / "second", text), into=curriculum, language="en")

    keys = MaterialPage.objects.values_list("translation_key", "locale__language_code")
    assert len({key for key, _language in keys}) == 1
    assert {language for _key, language in keys} == {"ja", "en"}
