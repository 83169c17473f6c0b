"""What matched is marked in the words as they were written; nothing in them is markup."""

from __future__ import annotations

import pytest

from search.documents import Words
from tests.search.documents import document
from tests.search.shelf import Shelf, marked, plain

LONG = "はじめに。" * 200 + "ここで <script>alert(1)</script> ﾈｯﾄﾜｰｸを設定します。" + "おわりに。" * 200


@pytest.fixture(scope="module")
def shelf(module_shelf: Shelf) -> Shelf:
    module_shelf.put(
        document("page:1", "<b>Ｄｏｃｋｅｒ</b> & サーバー", LONG),
        document("page:2", Words(ja="休暇の取り方", en="How to take leave"), Words(ja="本文です", en="Leaving early")),
        document("page:3", "空の題"),
    )
    return module_shelf


def test_the_title_is_as_it_was_written(shelf: Shelf) -> None:
    (hit,) = shelf.search("docker").hits

    assert plain(hit.title) == "<b>Ｄｏｃｋｅｒ</b> & サーバー"
    assert marked(hit.title) == ["Ｄｏｃｋｅｒ"]


def test_folded_forms_mark_what_was_written(shelf: Shelf) -> None:
    (hit,) = shelf.search("さーば").hits

    assert marked(hit.title)[0].startswith("サーバ")


def test_the_snippet_is_short_and_shows_the_match(shelf: Shelf) -> None:
    (hit,) = shelf.search("ネットワーク").hits

    assert marked(hit.snippet) == ["ﾈｯﾄﾜｰｸ"]
    assert len(plain(hit.snippet)) < 250
    assert plain(hit.snippet).startswith("… ")


def test_markup_stays_text(shelf: Shelf) -> None:
    (hit,) = shelf.search("alert").hits

    assert "<script>" in plain(hit.snippet)
    assert marked(hit.snippet) == ["alert"]


def test_snippets_can_be_left_out(shelf: Shelf) -> None:
    (hit,) = shelf.search("ネットワーク", snippets=False).hits

    assert hit.snippet == ()


@pytest.mark.parametrize(("language", "title"), [("ja", "休暇の取り方"), ("en", "How to take leave")])
def test_the_title_is_in_the_language_of_the_viewer(shelf: Shelf, language: str, title: str) -> None:
    (hit,) = shelf.search("休暇", language=language).hits

    assert plain(hit.title) == title


def test_the_snippet_is_in_the_language_that_matched(shelf: Shelf) -> None:
    (hit,) = shelf.search("early", language="ja").hits

    assert marked(hit.snippet) == ["early"]


def test_a_document_without_a_text_has_an_empty_snippet(shelf: Shelf) -> None:
    (hit,) = shelf.search("空の題").hits

    assert plain(hit.snippet) == ""


def test_a_stem_marks_the_word_that_was_found(shelf: Shelf) -> None:
    (hit,) = shelf.search("leaves", language="en").hits

    assert "leave" in marked(hit.title)


def test_a_typo_marks_the_word_that_was_meant(shelf: Shelf) -> None:
    (hit,) = shelf.search("dokcer").hits

    assert marked(hit.title) == ["Ｄｏｃｋｅｒ"]
