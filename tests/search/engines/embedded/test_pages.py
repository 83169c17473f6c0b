"""Long lists: pages that follow one another, tombstones that nobody sees, documents of any size."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.documents import BODY_LIMIT
from search.engines.embedded import EmbeddedEngine
from search.engines.embedded.ordering import WEIGHED
from search.query import Change, Query
from search.text.parse import parse
from tests.search.engines.embedded.building import EVERYONE, document, engine_with, found


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedEngine:
    many = (document(f"page:{number}", "会議", popularity=float(number % 7)) for number in range(WEIGHED + 60))
    return engine_with(tmp_path_factory.mktemp("pages") / "search", *many)


@pytest.mark.parametrize("limit", [7, 20, 64])
def test_pages_follow_one_another_across_the_end_of_what_is_weighed_anew(engine: EmbeddedEngine, limit: int) -> None:
    pages = [found(engine, "会議", offset=offset, limit=limit) for offset in range(0, WEIGHED + 60, limit)]

    keys = [key for page in pages for key in page]
    assert len(keys) == len(set(keys)) == WEIGHED + 60


def test_tombstones_are_neither_found_nor_listed_nor_counted(tmp_path: Path) -> None:
    engine = engine_with(tmp_path / "search", document("page:1", "会議"), document("page:2", "会議"))

    engine.apply([Change("page:1", [], 5)])

    assert [each.key for each in engine.documents()] == ["page:2"]
    assert engine.health().documents == 1
    assert engine.query(Query(parse(""), EVERYONE, kinds=("material", ""))).kinds == {"material": 1}


def test_the_longest_body_is_quoted_at_its_end(tmp_path: Path) -> None:
    body = ("ｶﾞｲﾄﾞ。" * BODY_LIMIT)[: BODY_LIMIT - 12] + "終わりの合図です。"
    engine = engine_with(tmp_path / "search", document("page:1", "長い話", body=body))

    (hit,) = engine.query(Query(parse("合図"), EVERYONE)).hits

    assert [piece.text for piece in hit.snippet if piece.is_match] == ["合図"]
    assert hit.snippet[0].text == "… "


def test_a_word_of_any_length_does_no_harm(tmp_path: Path) -> None:
    engine = engine_with(
        tmp_path / "search", document("page:1", "鍵", body="a" * 70_000), document("page:2", "b" * 9000)
    )

    assert found(engine, "鍵") == ["page:1"]
    assert found(engine, "b" * 9000) == ["page:2"]
    assert len(list(engine.documents())) == 2


def test_a_phrase_with_a_piece_of_one_character_is_found_inside_longer_runs(tmp_path: Path) -> None:
    engine = engine_with(tmp_path / "search", document("page:1", "これは第1回目です"), document("page:2", "第2回"))

    assert found(engine, '"第1回"') == ["page:1"]
    assert found(engine, '"第2回"') == ["page:2"]
    assert found(engine, '"題1回"') == []
