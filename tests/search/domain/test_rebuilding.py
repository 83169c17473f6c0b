"""Building anew beside the index that is searched: nothing half-built is seen, nothing written meanwhile is lost."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from core.models import OutboxRow, Person
from core.processes import holder_name
from search.domain import indexing, runs
from search.domain.rebuilding import build_where_missing, is_usable, rebuild
from search.engines.protocol import EngineUnavailableError, IndexUnusableError
from search.enums import RunKind, RunStatus
from search.models import IndexRun, Trouble
from tests.people import make_person
from tests.search.indexed import Index


@pytest.fixture
def viewer(db: None) -> Person:
    return make_person(family_name="閲覧", family_kana="えつらん", family_romaji="Etsuran")


def name_of(person: Person) -> str:
    return f"person:{person.public_id}"


def test_writes_during_a_rebuild_are_in_the_new_index(viewer: Person, index: Index) -> None:
    old, made = index.engine.health().index, []

    def meanwhile(run: IndexRun) -> None:
        if len(made) < 2:  # the walk is past them: one is applied to the old index meanwhile, one still waits
            made.append(make_person(family_name=f"途中{len(made)}"))
            if len(made) == 1:
                index.apply()

    viewer.about = "前"
    viewer.save()
    run = rebuild(index.name, tell=meanwhile)
    index.apply()
    assert (run.status, index.engine.health().index != old) == (RunStatus.DONE, True)
    assert index.keys() >= {name_of(viewer), *(name_of(each) for each in made)}
    assert (OutboxRow.objects.filter(topic=run.topic).count(), len(made)) == (0, 2)


def test_a_cluster_that_is_starting_makes_nobody_forget_what_waits(
    viewer: Person, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_index(*args: Any) -> None:
        raise IndexUnusableError("There is no index.")

    def not_yet(*args: Any) -> None:
        raise EngineUnavailableError("Not yet.")

    viewer.save()
    with monkeypatch.context() as patch:
        patch.setattr(index.engine, "query", no_index)
        patch.setattr(index.engine, "begin_rebuild", not_yet)
        with pytest.raises(EngineUnavailableError):
            rebuild(index.name)
    assert index.waiting() == [name_of(viewer)]


def test_what_is_gone_during_a_rebuild_is_not_in_the_new_index(viewer: Person, index: Index) -> None:
    other = make_person(family_name="退職")
    index.apply()

    def meanwhile(run: IndexRun) -> None:
        if other.is_active:
            other.is_active = False
            other.save()
            index.apply()

    rebuild(index.name, tell=meanwhile)
    assert index.keys() == {name_of(viewer)}


def test_searches_see_the_old_index_until_the_new_one_is_whole(viewer: Person, index: Index) -> None:
    seen: list[list[str]] = []
    rebuild(index.name, tell=lambda run: seen.append(index.find("閲覧", viewer)))
    assert seen[0] == [name_of(viewer)]
    assert all(each == [name_of(viewer)] for each in seen)


def test_of_two_at_once_the_second_says_so(viewer: Person, index: Index) -> None:
    told: list[str] = []

    def second(run: IndexRun) -> None:
        if not told:
            with pytest.raises(runs.AlreadyRunningError) as caught:
                rebuild(index.name)
            told.append(str(caught.value))

    rebuild(index.name, tell=second)
    assert told == [f"A rebuild of {index.name} is under way."]
    assert [run.status for run in IndexRun.objects.all()] == [RunStatus.DONE, RunStatus.DONE]


def test_a_rebuild_that_begins_while_another_looks_for_what_was_left_keeps_its_index(
    viewer: Person, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = index.engine.half_built
    begun: list[str] = []

    def begin_and_list() -> list[str]:
        monkeypatch.setattr(index.engine, "half_built", listed)
        runs.begin(index.name, RunKind.REBUILD, holder=holder_name())
        begun.append(index.engine.begin_rebuild())
        return listed()

    monkeypatch.setattr(index.engine, "half_built", begin_and_list)
    with pytest.raises(runs.AlreadyRunningError):
        runs.begin(index.name, RunKind.REBUILD, holder=holder_name())
    assert listed() == begun


def test_a_rebuild_that_ends_while_another_looks_for_what_was_left_is_the_one_that_is_searched(
    viewer: Person, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = index.engine.half_built
    run = runs.begin(index.name, RunKind.REBUILD, holder=holder_name())
    built = index.engine.begin_rebuild()

    def list_and_end() -> list[str]:
        found = listed()
        index.engine.finish_rebuild(built)
        runs.finish(run, report={})
        return found

    monkeypatch.setattr(index.engine, "half_built", list_and_end)
    runs.drop_half_built(index.name)
    assert (index.engine.health().index, index.keys()) == (built, set())


def test_a_killed_rebuild_is_recognised_and_its_index_dropped(viewer: Person, index: Index) -> None:
    host = holder_name().split(":")[0]
    run = runs.begin(index.name, RunKind.REBUILD, holder=f"{host}:99999999:abc")
    run.index = index.engine.begin_rebuild()
    runs.beat(run, done=1)
    OutboxRow.objects.create(topic=run.topic, key="person:1")
    assert run.index in index.engine.half_built()
    assert rebuild(index.name).status == RunStatus.DONE
    run.refresh_from_db()
    assert (run.status, run.was_interrupted) == (RunStatus.FAILED, True)
    assert run.index not in index.engine.half_built()
    assert OutboxRow.objects.filter(topic=run.topic).count() == 0


def test_one_that_was_taken_for_dead_does_not_swap(viewer: Person, index: Index) -> None:
    current = index.engine.health().index

    def frozen(run: IndexRun) -> None:
        IndexRun.objects.filter(pk=run.pk).update(beat_at=timezone.now() - 2 * runs.SILENT)
        runs.sweep(index.name)

    with pytest.raises(runs.SupersededError):
        rebuild(index.name, tell=frozen)
    assert index.engine.health().index == current
    assert index.engine.half_built() == []


def test_one_that_fails_leaves_the_old_index_and_says_why(viewer: Person, index: Index) -> None:
    def stopped(run: IndexRun) -> None:
        raise runs.StoppedError

    with pytest.raises(runs.StoppedError):
        rebuild(index.name, tell=stopped)
    run = IndexRun.objects.first()
    assert run is not None
    assert (run.status, run.was_interrupted, index.engine.half_built()) == (RunStatus.FAILED, True, [])
    assert index.find("閲覧", viewer) == [name_of(viewer)]


def test_a_document_that_cannot_be_made_is_set_aside(
    viewer: Person, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    import dataclasses

    from search.kinds import people

    def reading(names: Any) -> Any:
        if name_of(viewer) in names:
            raise ValueError
        return people.SOURCE.read(names)

    other = make_person()
    monkeypatch.setattr("search.registry._sources", {"person": dataclasses.replace(people.SOURCE, read=reading)})
    assert rebuild(index.name).report == {"failed": 1}
    assert index.keys() == {name_of(other)}
    assert [row.source for row in Trouble.objects.all()] == [name_of(viewer)]


def test_a_missing_index_is_built_and_what_waited_is_forgotten(viewer: Person, index: Index) -> None:
    viewer.save()
    assert (build_where_missing(), index.waiting()) == ([], [name_of(viewer)])
    _lose(index)
    assert is_usable(index.name) is False
    assert (build_where_missing(), index.waiting()) == ([index.name], [])
    assert index.keys() == {name_of(viewer)}


def _lose(index: Index) -> None:
    engine: Any = index.engine
    if index.name == "embedded":
        (engine.folder.path / "current").unlink()
    else:
        engine.destroy()


def test_a_rebuild_that_was_asked_for_is_the_one_that_runs(viewer: Person, index: Index) -> None:
    asked = runs.ask(index.name, RunKind.REBUILD)
    assert runs.ask(index.name, RunKind.REBUILD) == asked
    assert rebuild(index.name) == asked


def test_the_same_sources_in_many_chunks_are_each_read_once(
    viewer: Person, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [viewer, *(make_person() for _ in range(6))]
    monkeypatch.setattr("search.domain.rebuilding.WALK", 2)
    run = rebuild(index.name)
    assert (run.done, run.total, index.keys()) == (7, 7, {name_of(each) for each in made})
    assert indexing.index_all(index.name, holder=holder_name()) == 6
