"""What is like a document: the same distinctive words and tags, not parts of the same thing."""

from __future__ import annotations

import pytest

from search.documents import Words
from tests.search.documents import document
from tests.search.shelf import Shelf


@pytest.fixture(scope="module")
def shelf(module_shelf: Shelf) -> Shelf:
    common = "この資料では手順を説明します。順に実行してください。"
    module_shelf.put(
        document("material:nginx", "nginxの設定", common + "nginx の server ブロックとリバースプロキシ", tags=("web",)),
        document("step:nginx-1", "nginxの起動", common + "nginx を起動", group="material:nginx", tags=("web",)),
        document("material:apache", "Apacheとnginx", common + "nginx と比べます。リバースプロキシ", tags=("web",)),
        document("material:git", "gitの使い方", common + "commit と push"),
        document("page:git", Words(en="Git in a day"), Words(en="Commit often, push early: git for teams")),
        document("person:1", "佐藤 花子"),
    )
    return module_shelf


def test_the_most_alike_first(shelf: Shelf) -> None:
    assert shelf.similar("material:nginx")[0] == "material:apache"


def test_neither_itself_nor_its_parts(shelf: Shelf) -> None:
    assert not {"material:nginx", "step:nginx-1"} & set(shelf.similar("material:nginx", limit=50))
    assert not {"material:nginx", "step:nginx-1"} & set(shelf.similar("step:nginx-1", limit=50))


def test_of_the_kinds_asked_for(shelf: Shelf) -> None:
    assert set(shelf.similar("material:git", kinds=("page",), limit=50)) <= {"page:git"}


@pytest.mark.parametrize(("limit", "most"), [(1, 1), (0, 0), (-1, 0)])
def test_as_many_as_asked_for(shelf: Shelf, limit: int, most: int) -> None:
    assert len(shelf.similar("material:nginx", limit=limit)) <= most


def test_an_unknown_document_is_like_none(shelf: Shelf) -> None:
    assert shelf.similar("material:none") == []


def test_what_has_no_distinctive_word_is_like_little(shelf: Shelf) -> None:
    assert shelf.similar("person:1") == []
