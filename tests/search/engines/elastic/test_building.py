"""An index under construction is filled in the background: nothing is lost in silence, nothing older wins."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from search.documents import SearchDocument
from search.domain.rebuilding import rebuild
from search.engines.elastic import ElasticEngine
from search.engines.elastic.building import AT_ONCE
from search.engines.elastic.seen import Seen
from search.engines.elastic.writing import Writer
from search.engines.protocol import EngineError, EngineUnavailableError, IndexUnusableError
from search.query import Change
from tests.people import make_person
from tests.search.documents import document
from tests.search.engines.elastic.conftest import StandIn
from tests.search.indexed import index_on
from tests.search.shelf import Shelf

Make = Callable[..., ElasticEngine]
bulk = Elasticsearch.bulk


def page(number: int, title: str = "会議", version: int = 1) -> Change:
    return Change(f"page:{number}", [document(f"page:{number}", title)], version)


class Gate:
    """Bulk requests wait here until it opens; who sends them, and how many at a time."""

    def __init__(self) -> None:
        self.senders: list[str] = []
        self.most = self.now = 0
        self._counting = threading.Lock()
        self._open = threading.Event()

    def bulk(self, client: Elasticsearch, **facts: Any) -> Any:
        with self._counting:
            self.senders.append(threading.current_thread().name)
            self.now += 1
            self.most = max(self.most, self.now)
        self._open.wait(timeout=30)
        try:
            return bulk(client, **facts)
        finally:
            with self._counting:
                self.now -= 1

    def open(self) -> None:
        self._open.set()

    @contextmanager
    def opening(self) -> Iterator[None]:
        """It opens a moment after somebody began to wait for what is behind it."""
        assert not self._open.is_set()
        timer = threading.Timer(0.1, self.open)
        timer.start()
        yield
        assert self._open.is_set()
        timer.join()


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    made = Gate()

    def through(client: Elasticsearch, **facts: Any) -> Any:
        return made.bulk(client, **facts)

    monkeypatch.setattr(Elasticsearch, "bulk", through)
    yield made
    made.open()


REFUSALS: list[tuple[int, dict[str, Any], type[EngineError], str]] = [
    (503, {"error": "not yet"}, EngineUnavailableError, "Elasticsearch replies with 503."),
    (404, {"error": {"type": "index_not_found_exception"}}, IndexUnusableError, "Elasticsearch has no index"),
    (
        200,
        {"errors": True, "items": [{"index": {"status": 429, "error": {"type": "es_rejected_execution_exception"}}}]},
        EngineUnavailableError,
        "did not take every change",
    ),
]


@pytest.mark.parametrize(("status", "body", "error", "says"), REFUSALS, ids=["503", "404", "full"])
def test_a_request_that_failed_in_the_background_is_told_by_every_later_call(
    engine_at: Make, stand_in: StandIn, status: int, body: object, error: type[EngineError], says: str
) -> None:
    engine = engine_at(f"http://{stand_in.address}")
    index = engine.begin_rebuild()
    stand_in.answer = (status, body)
    engine.apply([page(1)], index=index)
    engine._begun[index].settle()

    stand_in.answer = (200, {"errors": False})
    for later in (
        lambda: engine.apply([page(2)], index=index),
        lambda: engine.apply([page(1, version=2)], index=index),
        lambda: list(engine.documents(index=index)),
        lambda: engine.finish_rebuild(index),
    ):
        with pytest.raises(error, match=says):
            later()


def test_whatever_else_fails_in_the_background_is_no_fault_of_the_next_changes(
    engine_at: Make, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The domain sets changes aside whose writing raises anything but an EngineError."""

    def broken(writer: Writer, request: object) -> set[str]:
        raise ZeroDivisionError

    engine = engine_at(f"http://{stand_in.address}")
    index = engine.begin_rebuild()
    monkeypatch.setattr(Writer, "send", broken)
    engine.apply([page(1)], index=index)

    with pytest.raises(EngineUnavailableError, match="did not take every change"):
        engine.finish_rebuild(index)


def test_a_row_that_cannot_be_made_fails_at_once_and_the_others_go_in_after_it(
    engine_at: Make, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    from search.engines.elastic import writing

    def row(document: SearchDocument) -> dict[str, Any]:
        return {"boost": 1 / (document.key != "page:2")}

    monkeypatch.setattr(writing, "row", row)
    monkeypatch.setattr(Writer, "_look_up", lambda writer, works: None)
    stand_in.answer = (200, {"errors": False})
    engine = engine_at(f"http://{stand_in.address}")
    index = engine.begin_rebuild()
    changes = [page(number) for number in (1, 2, 3)]

    with pytest.raises(ZeroDivisionError):
        engine.apply(changes, index=index)
    engine.apply(changes[:1], index=index)
    with pytest.raises(ZeroDivisionError):
        engine.apply(changes[1:2], index=index)
    engine.apply(changes[2:], index=index)


@pytest.mark.needs_elasticsearch
@pytest.mark.parametrize("asked", ["finish", "documents", "the same source"])
def test_what_is_under_way_is_awaited(shelf: Shelf, gate: Gate, asked: str) -> None:
    index = shelf.engine.begin_rebuild()
    shelf.engine.apply([page(1), page(2)], index=index)

    with gate.opening():
        if asked == "finish":
            shelf.engine.finish_rebuild(index)
        elif asked == "the same source":
            shelf.engine.apply([page(1, version=2)], index=index)

        assert shelf.held(index=index) == {"page:1", "page:2"}


@pytest.mark.needs_elasticsearch
def test_so_many_requests_are_under_way_and_no_more(engine: ElasticEngine, gate: Gate) -> None:
    index = engine.begin_rebuild()
    for number in range(AT_ONCE):
        engine.apply([page(number)], index=index)
    with gate.opening():
        engine.apply([page(AT_ONCE)], index=index)
        for number in range(AT_ONCE + 1, 12):
            engine.apply([page(number)], index=index)
    engine.finish_rebuild(index)
    engine.refresh()

    assert (gate.most, len(gate.senders), engine.health().documents) == (AT_ONCE, 12, 12)


@pytest.mark.needs_elasticsearch
def test_sources_that_come_again_are_as_they_were_read_last(shelf: Shelf) -> None:
    """The replay after the walk: some again at once, with more, fewer, other or no documents."""
    dice = random.Random(7)  # noqa: S311
    last: dict[str, set[str]] = {}
    index = shelf.engine.begin_rebuild()
    for version in range(1, 25):
        changes = []
        for source in {f"material:{dice.randrange(15)}" for _ in range(4)}:
            steps = [f"step:{source}:{number}" for number in dice.sample(range(4), dice.randrange(4))]
            last[source] = {source, *steps} if dice.random() < 0.5 else set(steps)
            documents = [document(key, f"第{version}版", source=source) for key in last[source]]
            changes.append(Change(source, documents, version))
        shelf.engine.apply(changes, index=index)
    shelf.engine.apply([Change("page:1", [document("page:1", "新しい会議")], 50)], index=index)
    shelf.engine.apply([page(1, "古い会議", version=49)], index=index)
    shelf.engine.finish_rebuild(index)

    assert shelf.held() == {"page:1", *(key for keys in last.values() for key in keys)}
    assert (shelf.found("新しい"), shelf.found("古い")) == (["page:1"], [])


@pytest.mark.needs_elasticsearch
def test_giving_up_with_requests_under_way_leaves_nothing(engine: ElasticEngine, gate: Gate) -> None:
    index = engine.begin_rebuild()
    for number in range(AT_ONCE):
        engine.apply([page(number)], index=index)
    building = engine._begun[index]

    engine.drop(index)
    gate.open()
    building.close()

    assert engine.client.indices.get_alias(index=f"{engine.prefix}*").body == {}
    with pytest.raises(IndexUnusableError):
        engine.apply([page(9)], index=index)
    with pytest.raises(IndexUnusableError):
        engine.finish_rebuild(index)
    assert engine.client.indices.get_alias(index=f"{engine.prefix}*").body == {}


@pytest.mark.needs_elasticsearch
def test_only_what_may_be_there_already_is_looked_up(engine: ElasticEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []
    mget = Elasticsearch.mget

    def counted(client: Elasticsearch, **facts: Any) -> Any:
        asked.append(facts["ids"])
        return mget(client, **facts)

    monkeypatch.setattr(Elasticsearch, "mget", counted)
    index = engine.begin_rebuild()
    engine.apply([page(1), page(2)], index=index)
    engine.apply([page(3)], index=index)
    assert asked == []
    engine.apply([page(2, version=2), page(4)], index=index)
    assert asked == [["page:2", "page:4"]]


@pytest.mark.needs_elasticsearch
def test_after_a_fork_and_for_what_is_searched_the_caller_sends_and_waits(shelf: Shelf, gate: Gate) -> None:
    index = shelf.engine.begin_rebuild()
    shelf.engine._begun[index].process -= 1  # type: ignore[attr-defined]
    gate.open()

    shelf.engine.apply([page(1)], index=index)
    shelf.engine.apply([page(2)])
    shelf.engine.finish_rebuild(index)

    assert (set(gate.senders), shelf.held()) == ({threading.current_thread().name}, {"page:1"})


def test_a_name_is_never_forgotten_and_hardly_ever_taken_for_another() -> None:
    seen = Seen()
    names = [f"page:{number}" for number in range(20_000)]

    assert sum(seen.add(name) for name in names) == 0
    assert all(seen.add(name) for name in [*names, names[0]])
    assert [seen.add("page:\ud800"), seen.add("page:\ud800")] == [False, True]


@pytest.mark.needs_elasticsearch
def test_a_rebuild_that_hears_of_it_late_fails_and_leaves_nothing(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object, **facts: object) -> dict[str, Any]:
        return REFUSALS[2][1]

    person = make_person()
    with index_on("elastic", tmp_path, monkeypatch) as index:
        held = index.engine.health().index
        with monkeypatch.context() as patch:
            patch.setattr(Elasticsearch, "bulk", full)
            with pytest.raises(EngineUnavailableError, match="did not take every change"):
                rebuild("elastic")

        assert (index.engine.half_built(), index.engine.health().index) == ([], held)
        assert index.keys() >= {f"person:{person.public_id}"}
