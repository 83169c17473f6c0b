"""The thread that keeps an index up to date: it goes on whatever the engine does."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from core.domain.leaving import leave
from core.models import Person
from search.domain.checking import check, damages
from search.domain.loop import LONGEST, PAUSE, Indexer
from search.domain.queries.status import status_of
from search.domain.rebuilding import is_usable
from search.engines.protocol import EngineUnavailableError, IndexUnusableError
from search.enums import RunKind, RunStatus
from search.models import EngineState, IndexRun
from tests.people import make_person
from tests.search.indexed import Index


@pytest.fixture
def viewer(db: None) -> Person:
    return make_person()


@pytest.fixture
def indexer(viewer: Person, index: Index, monkeypatch: pytest.MonkeyPatch) -> Indexer:
    """Runs that begin are done at once: a second connection would not see what this test has not committed."""
    made = Indexer(index.name)
    monkeypatch.setattr(made, "_begin", made._do)
    monkeypatch.setattr("search.domain.loop.connection.close", lambda: None)
    return made


def turns(indexer: Indexer, number: int) -> list[float]:
    """So many looks, as if the pauses between them had passed."""
    return [indexer._turn() for _ in range(number)]


def test_without_work_it_waits_a_moment(indexer: Indexer) -> None:
    assert turns(indexer, 3) == [PAUSE, PAUSE, PAUSE]


def test_work_is_done_without_a_pause(indexer: Indexer, index: Index, viewer: Person) -> None:
    viewer.save()
    assert (turns(indexer, 2), index.waiting()) == ([0, PAUSE], [])


def test_an_hour_without_the_engine_loses_nothing(
    indexer: Indexer, index: Index, viewer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: Any, **facts: Any) -> None:
        raise EngineUnavailableError("It does not answer.")

    stays = make_person()
    turns(indexer, 2)
    with monkeypatch.context() as patch:
        for name in ("apply", "query"):
            patch.setattr(index.engine, name, away)
        new, waited = [], 0.0
        while waited < 3600:
            if len(new) < 30:
                new.append(make_person())
            elif new[0].left_on is None:  # comes and leaves within the hour
                leave(new[0], on=timezone.localdate(), actor=None)
                leave(stays, on=timezone.localdate(), actor=None)
                new[1].about = "午後に書いた"
                new[1].save()
            waited += indexer._turn() or PAUSE
        assert waited / 250 < LONGEST
        state = EngineState.objects.get(engine=index.name)
        assert (state.away_since is not None, state.problem) == (True, "It does not answer.")
        assert len(index.waiting()) == 31
    indexer._next_probe = 0
    turns(indexer, 3)
    assert (index.waiting(), len(index.keys())) == ([], 30)
    assert index.find("午後", viewer) == [f"person:{new[1].public_id}"]
    assert not index.keys() & {f"person:{each.public_id}" for each in (new[0], stays)}
    assert damages(check(index.name)) == 0
    assert EngineState.objects.get(engine=index.name).away_since is None


def test_an_index_that_is_lost_is_built_anew_by_itself(indexer: Indexer, index: Index, viewer: Person) -> None:
    engine: Any = index.engine
    viewer.save()
    if index.name == "embedded":
        (engine.folder.path / "current").unlink()
    else:
        engine.destroy()
    turns(indexer, 3)
    assert (index.keys(), index.waiting()) == ({f"person:{viewer.public_id}"}, [])


def test_an_index_that_is_lost_whenever_it_was_built_is_not_built_all_the_time(
    indexer: Indexer, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unusable() -> None:
        raise IndexUnusableError("It has other fields: rebuild it.")

    monkeypatch.setattr(index.engine, "examine", unusable)
    before = IndexRun.objects.count()
    turns(indexer, 12)
    assert IndexRun.objects.count() == before + 1


def test_it_is_looked_at_again_though_nothing_waits(indexer: Indexer, index: Index) -> None:
    engine: Any = index.engine
    if index.name == "embedded":
        (engine.folder.path / "current").unlink()
    else:
        engine.destroy()
    indexer._next_probe = 0
    turns(indexer, 3)
    assert is_usable(index.name)


def test_a_file_that_went_is_noticed_though_open_searches_do_not_need_it(
    indexer: Indexer, viewer: Person, index: Index
) -> None:
    if index.name != "embedded":
        pytest.skip("Elasticsearch looks after its files itself")
    viewer.save()
    turns(indexer, 2)
    engine: Any = index.engine
    name = engine.folder.current()
    before = index.find(viewer.family_name, viewer)
    next(engine.folder.at(name).glob("*.term")).unlink()
    assert index.find(viewer.family_name, viewer) == before == [f"person:{viewer.public_id}"]
    indexer._next_housekeeping = indexer._next_probe = 0
    turns(indexer, 1)
    assert EngineState.objects.get(engine=index.name).problem.startswith("The search index lacks a file: ")
    turns(indexer, 2)
    assert (engine.folder.current() != name, status_of(index.name).is_well) == (True, True)


def test_an_engine_that_says_for_a_moment_that_it_has_no_index_is_not_built_anew(
    indexer: Indexer, index: Index, viewer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def starting(*args: Any, **facts: Any) -> None:
        raise IndexUnusableError("There is no index.")

    IndexRun.objects.all().delete()
    with monkeypatch.context() as patch:
        for name in ("apply", "query"):
            patch.setattr(index.engine, name, starting)
        viewer.save()
        turns(indexer, 1)
    turns(indexer, 2)
    assert (index.waiting(), IndexRun.objects.count()) == ([], 0)


def test_what_was_asked_for_on_the_status_page_is_done(indexer: Indexer, index: Index) -> None:
    from search.domain import runs

    for kind in (RunKind.REBUILD, RunKind.CHECK):
        asked = runs.ask(index.name, kind)
        indexer._next_housekeeping = 0
        turns(indexer, 1)
        asked.refresh_from_db()
        assert (asked.status, asked.error) == (RunStatus.DONE, "")


def test_a_rebuild_that_just_failed_is_not_tried_at_once_by_itself(indexer: Indexer, index: Index) -> None:
    IndexRun.objects.all().delete()
    IndexRun.objects.create(
        engine=index.name, kind=RunKind.REBUILD, status=RunStatus.FAILED, error="ValueError", finished_at=timezone.now()
    )
    indexer._rebuild_by_itself()
    assert IndexRun.objects.count() == 1
    IndexRun.objects.update(error="Interrupted: the process that did it is gone.")
    indexer._rebuild_by_itself()
    assert IndexRun.objects.filter(status=RunStatus.DONE).count() == 1
