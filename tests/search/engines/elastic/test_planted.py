"""What others may do to our names and indexes in a cluster: told, mended by a rebuild, and theirs is left alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from elasticsearch import ApiError, Elasticsearch

from search.engines.elastic import ElasticEngine
from search.engines.elastic.indices import WRITE
from search.engines.protocol import EngineUnavailableError, IndexUnusableError
from search.query import Change
from tests.search.documents import document
from tests.search.shelf import Shelf

pytestmark = pytest.mark.needs_elasticsearch


def name_two(engine: ElasticEngine) -> None:
    also = engine.begin_rebuild()
    engine.client.indices.put_alias(index=also, name=engine._indices.alias)


def name_none(engine: ElasticEngine) -> None:
    engine.client.indices.delete_alias(index=engine.health().index, name=engine._indices.alias)


def take_the_name(engine: ElasticEngine) -> None:
    engine.destroy()
    engine.client.index(index=engine._indices.alias, document={"x": 1}, refresh=True)


def close(engine: ElasticEngine) -> None:
    engine.client.indices.close(index=engine.health().index)


def make_another(engine: ElasticEngine) -> None:
    name = engine.health().index
    engine.client.indices.delete(index=name)
    engine.client.indices.create(index=name, aliases={engine._indices.alias: {}, f"{name}{WRITE}": {}})


def change_its_fields(engine: ElasticEngine) -> None:
    engine.client.indices.put_mapping(index=engine.health().index, dynamic=True)


@pytest.mark.parametrize("plant", [name_two, name_none, take_the_name, close, make_another, change_its_fields])
def test_an_index_that_is_not_as_it_was_made_is_told_and_built_anew(
    shelf: Shelf, plant: Callable[[ElasticEngine], None]
) -> None:
    engine: Any = shelf.engine
    engine.examine()
    plant(engine)
    with pytest.raises(IndexUnusableError, match="rebuild it"):
        engine.examine()
    for left in engine.half_built():
        engine.drop(left)
    index = engine.begin_rebuild()
    shelf.put(document("page:1", "会議", facets={"level": ("1",)}), index=index)
    engine.finish_rebuild(index)
    engine.examine()
    assert (shelf.found("会議"), list(engine._indices.all())) == (["page:1"], [index])


@pytest.mark.parametrize("block", ["read_only", "read_only_allow_delete", "read"])
def test_a_block_is_called_one_and_stops_no_rebuild(shelf: Shelf, block: str) -> None:
    engine: Any = shelf.engine
    engine.client.indices.put_settings(index=engine.health().index, settings={f"index.blocks.{block}": True})
    with pytest.raises(EngineUnavailableError, match="is blocked"):
        shelf.search("会議") if block == "read" else shelf.put(document("page:1", "会議"))
    shelf.start()
    assert shelf.found("会議") == []


def test_an_index_of_somebody_else_that_has_our_name_keeps_all_but_that(shelf: Shelf) -> None:
    engine: Any = shelf.engine
    theirs = f"other-{engine.prefix}"
    engine.client.indices.create(index=theirs, aliases={engine._indices.alias: {}, "theirs": {}})
    try:
        assert not engine.health().is_up
        shelf.start()
        assert engine.health().is_up
        assert set(engine.client.indices.get_alias(index=theirs)[theirs]["aliases"]) == {"theirs"}
    finally:
        engine.client.indices.delete(index=theirs)


@pytest.mark.parametrize("suffix", ["-vienna", "-v2"])
def test_a_portal_whose_name_begins_like_ours_keeps_its_indexes(shelf: Shelf, suffix: str) -> None:
    engine: Any = shelf.engine
    other = ElasticEngine(prefix=engine.prefix + suffix)
    try:
        theirs = Shelf(other).start()  # type: ignore[arg-type]
        theirs.put(document("page:1", "会議"))
        half = other.begin_rebuild()
        assert engine.half_built() == []
        shelf.start()
        assert (theirs.found("会議"), other.half_built()) == (["page:1"], [half])
    finally:
        other.destroy()


@pytest.fixture
def small_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy takes requests of four lines and little text."""
    bulk = Elasticsearch.bulk

    def small(self: Elasticsearch, *, operations: list[dict[str, Any]], **facts: Any) -> Any:
        if len(operations) > 4 or any("大" in str(line.get("title_ja")) for line in operations):
            meta: Any = type("Meta", (), {"status": 413})()
            raise ApiError("too large", meta, "<html>413</html>")
        return bulk(self, operations=operations, **facts)

    monkeypatch.setattr(Elasticsearch, "bulk", small)


def test_a_request_that_is_too_large_goes_in_parts(shelf: Shelf, small_requests: None) -> None:
    changes = [Change(f"page:{number}", [document(f"page:{number}", "会議")], 1) for number in range(9)]
    large = Change("page:large", [document("page:large", "大")], 1)
    assert list(shelf.engine.apply([*changes, large])) == ["page:large"]
    assert shelf.search("会議").total == 9


def test_so_it_goes_while_an_index_is_built(shelf: Shelf, small_requests: None) -> None:
    index = shelf.engine.begin_rebuild()
    told = dict(shelf.engine.apply([Change("page:large", [document("page:large", "大")], 1)], index=index))
    shelf.put(*(document(f"page:{number}", "会議") for number in range(9)), index=index)
    told |= shelf.engine.finish_rebuild(index)
    assert (list(told), shelf.search("会議").total) == (["page:large"], 9)


def test_a_row_that_it_does_not_take_is_told(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    from search.engines.elastic import writing

    row = writing.row
    monkeypatch.setattr(writing, "row", lambda each: row(each) | {"updated_at": f"never {each.key}"})
    told = shelf.engine.apply([Change("page:1", [document("page:1", "会議")], 1)])
    assert told == {"page:1": "Elasticsearch does not take it: document_parsing_exception"}
