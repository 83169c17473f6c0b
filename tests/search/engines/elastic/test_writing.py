"""Several writers, in any order, some of them killed: the newest reading holds, and nothing is left over."""

from __future__ import annotations

import itertools
import random

import pytest
from elasticsearch import Elasticsearch

from search.documents import SCHEMA, SearchDocument
from search.engines.elastic import ElasticEngine
from search.engines.elastic.indices import WRITE
from search.engines.elastic.writing import Request, Writer
from search.engines.protocol import EngineUnavailableError, IndexUnusableError
from search.query import Change
from tests.search.documents import document
from tests.search.shelf import Shelf

pytestmark = pytest.mark.needs_elasticsearch


def material(*steps: int, title: str = "会議") -> list[SearchDocument]:
    return [document(f"step:{number}", title, source="material:a") for number in steps]


READINGS = [
    Change("material:a", material(1, 2), 1),
    Change("material:a", [], 2),
    Change("material:a", [document("material:a", "会議"), *material(2, 3)], 3),
    Change("material:a", material(1), 4),
]


@pytest.mark.parametrize("order", list(itertools.permutations(range(4)))[::3], ids=str)
def test_readings_in_any_order_end_with_the_newest(shelf: Shelf, order: tuple[int, ...]) -> None:
    for number in order:
        shelf.engine.apply([READINGS[number]])

    shelf.settle()
    assert shelf.held() == {"step:1"}


class KilledError(Exception):
    """The writer is gone."""


def test_a_writer_killed_at_any_request_leaves_nothing_that_the_next_one_does_not_find(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    send, dice = Writer.send, random.Random(4)  # noqa: S311

    def or_die(self: Writer, request: Request) -> set[str]:
        if dice.random() < 0.5:
            raise KilledError
        refused = send(self, request)
        if dice.random() < 0.3:
            raise KilledError
        return refused

    for version in range(1, 40):
        steps = material(*dice.sample(range(6), dice.randint(0, 4)))
        with monkeypatch.context() as patch:
            patch.setattr(Writer, "send", or_die)
            try:
                shelf.engine.apply([Change("material:a", steps, version)])
            except KilledError:
                continue
    shelf.engine.apply([Change("material:a", material(5), 100)])

    shelf.settle()
    assert shelf.held() == {"step:5"}


def test_what_was_applied_is_what_a_search_sees(shelf: Shelf) -> None:
    """The name leaves the outbox now: nobody hides any more what the index would still show as it was."""
    for number in range(5):
        shelf.engine.apply([Change("material:a", material(1, 2, title=f"会議{number}"), 2 * number)])
        assert shelf.found(f"会議{number}") == ["step:1", "step:2"]
        shelf.engine.apply([Change("material:a", [], 2 * number + 1)])
        assert shelf.search().total == 0


def test_lists_of_keys_are_no_documents(shelf: Shelf) -> None:
    shelf.put(*material(1, 2))

    assert shelf.engine.health().documents == 2
    assert shelf.found("会議", limit=50) == ["step:1", "step:2"]


def test_a_key_of_any_length_is_held(shelf: Shelf) -> None:
    long = [f"step:{'あ' * 400}:{number}" for number in range(3)]
    shelf.put(*(document(key, "会議", source="material:長" + "い" * 400) for key in long))
    shelf.put(document(long[0], "会議", source="material:長" + "い" * 400))

    assert shelf.held() == {long[0]}


def test_a_large_batch_goes_in_several_requests(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.engines.elastic.writing.LARGEST_BULK", 3_000)
    shelf.put(*(document(f"page:{number}", "会議", "長い話" * 100) for number in range(40)))

    assert shelf.search("会議").total == 40


def test_a_row_that_cannot_be_held_does_not_stop_the_others(
    shelf: Shelf, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    from search.engines.elastic import writing

    row = writing.row
    monkeypatch.setattr(
        writing, "row", lambda each: row(each) | ({"updated_at": "never"} if each.key == "page:1" else {})
    )

    shelf.put(document("page:1", "会議"), document("page:2", "会議"))

    assert shelf.held() == {"page:2"}
    assert "page:1" in caplog.text


@pytest.mark.parametrize(
    ("status", "kind"), [(429, "es_rejected_execution_exception"), (403, "cluster_block_exception")]
)
def test_a_full_queue_and_an_index_that_is_blocked_are_unavailable(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch, status: int, kind: str
) -> None:
    full = {"errors": True, "items": [{"index": {"status": status, "error": {"type": kind}}}]}
    monkeypatch.setattr(Elasticsearch, "bulk", lambda *args, **facts: full)

    with pytest.raises(EngineUnavailableError):
        shelf.put(document("page:1", "会議"))


def test_a_write_to_an_index_that_was_given_up_makes_none(engine: ElasticEngine) -> None:
    index = engine.begin_rebuild()
    engine.drop(index)

    with pytest.raises(IndexUnusableError):
        engine.apply([Change("page:1", [document("page:1", "会議")], 1)], index=index)

    assert engine.client.indices.get_alias(index=f"{engine.prefix}*").body == {}


def test_a_write_before_the_first_rebuild_makes_no_index(engine: ElasticEngine) -> None:
    with pytest.raises(IndexUnusableError):
        engine.apply([Change("page:1", [document("page:1", "会議")], 1)])

    assert engine.client.indices.get_alias(index=f"{engine.prefix}*").body == {}


def test_the_index_of_another_release_is_left_alone_until_ours_is_built(engine: ElasticEngine) -> None:
    old = f"{engine.prefix}-v{SCHEMA - 1}"
    engine.client.indices.create(index=f"{old}-20200101", aliases={old: {}, f"{old}-20200101{WRITE}": {}})

    health = engine.health()
    assert (health.schema, health.problem) == (
        SCHEMA - 1,
        f"The index has schema {SCHEMA - 1}, not {SCHEMA}: rebuild it.",
    )
    assert engine.half_built() == []
    with pytest.raises(IndexUnusableError):
        Shelf(engine).search("会議")

    Shelf(engine).start()
    assert list(engine.client.indices.get_alias(index=f"{engine.prefix}*")) == [engine.health().index]


def test_an_index_has_the_shards_and_copies_of_the_settings(engine: ElasticEngine) -> None:
    engine.options = {**engine.options, "shards": 3, "replicas": 2}
    index = engine.begin_rebuild()

    held = engine.client.indices.get_settings(index=index)[index]["settings"]["index"]
    assert (held["number_of_shards"], held["number_of_replicas"]) == ("3", "2")
