"""From a change to the index: nothing is lost, whatever fails in between."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from core.models import OutboxRow, Person
from core.outbox import put_rows
from core.processes import holder_name
from search.domain import indexing, leases, troubles
from search.domain.queries.status import status_of
from search.engines.protocol import EngineUnavailableError, IndexUnusableError
from search.kinds import people
from search.models import Trouble
from tests.people import make_person
from tests.search.indexed import Index


@pytest.fixture
def viewer(db: None) -> Person:
    return make_person(family_name="閲覧", family_kana="えつらん", family_romaji="Etsuran")


def name_of(person: Person) -> str:
    return f"person:{person.public_id}"


def test_a_change_is_findable_once_it_was_applied(viewer: Person, index: Index) -> None:
    new = make_person(family_name="新井", family_kana="あらい", family_romaji="Arai")
    assert (index.waiting(), index.find("新井", viewer)) == ([name_of(new)], [])
    assert index.apply() == 1
    assert (index.waiting(), index.find("新井", viewer)) == ([], [name_of(new)])


def test_what_is_gone_is_taken_out(viewer: Person, index: Index) -> None:
    viewer.about = "ゼブラ"
    viewer.save()
    index.apply()
    assert index.find("ゼブラ", viewer) == [name_of(viewer)]
    viewer.about = ""
    viewer.save()
    index.apply()
    assert index.find("ゼブラ", viewer) == []


def test_many_rows_of_one_thing_in_any_order_are_read_once(viewer: Person, index: Index) -> None:
    topic = f"search:{index.name}"
    rows = [OutboxRow(topic=topic, key=name_of(viewer)) for _ in range(5)]
    others = ("person:nobody", "x", "", ":", "person:", "material:\u3042", "dragon:" + "x" * 190)
    OutboxRow.objects.bulk_create([*rows, *(OutboxRow(topic=topic, key=key) for key in others)])
    assert (index.apply(), index.waiting(), Trouble.objects.count()) == (8, [], 0)
    assert index.keys() == {name_of(viewer)}


def test_what_was_marked_again_and_again_is_read_once_however_many_rows_lie_between(
    viewer: Person, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "BATCH", 2)
    put_rows(f"search:{index.name}", [name_of(viewer), "x:1", *["x:1", "x:2", name_of(viewer)] * 60, "x:3"])
    done = [indexing.index_batch(index.name, holder=holder_name()) for _ in range(2)]
    assert (done, index.waiting()) == ([2, 2], [])


def test_an_engine_that_is_away_keeps_every_row(viewer: Person, index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*args: Any, **facts: Any) -> None:
        raise EngineUnavailableError("away")

    with monkeypatch.context() as patch:
        patch.setattr(index.engine, "apply", away)
        others = [make_person() for _ in range(3)]
        with pytest.raises(EngineUnavailableError):
            index.apply()
        assert index.waiting() == [name_of(each) for each in others]
    index.apply()
    assert index.keys() == {name_of(each) for each in [viewer, *others]}


def test_a_batch_that_failed_keeps_the_lease_from_nobody(
    viewer: Person, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(*args: Any, **facts: Any) -> None:
        raise IndexUnusableError("There is no index.")

    monkeypatch.setattr(index.engine, "apply", lost)
    viewer.save()
    with pytest.raises(IndexUnusableError):
        indexing.index_batch(index.name, holder="worker")
    assert leases.hold(index.name, holder="rebuild") is not None


def test_killed_between_applying_and_settling_it_is_done_again(
    viewer: Person, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    class KilledError(BaseException):
        pass

    def killed(*args: Any, **facts: Any) -> None:
        raise KilledError

    new = make_person(family_name="新井")
    with monkeypatch.context() as patch:
        patch.setattr(indexing, "_settle", killed)
        with pytest.raises(KilledError):
            index.apply()
    leases.locked_state(index.name)
    leases.EngineState.objects.update(held_until=timezone.now())
    assert index.waiting() == [name_of(new)]
    index.apply()
    assert (index.waiting(), index.find("新井", viewer)) == ([], [name_of(new)])


def test_a_change_during_the_reading_is_read_again(
    viewer: Person, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = people.SOURCE.read
    later = iter(["キリン"])

    def reading(names: Any) -> Any:
        found = list(read(names))
        for word in later:
            Person.objects.get_queryset().filter(pk=viewer.pk).update(about=word)
            Person.objects.get(pk=viewer.pk).save()
        return found

    viewer.save()
    monkeypatch.setattr("search.registry._sources", {"person": _with(read=reading)})
    index.apply()
    assert index.find("キリン", viewer) == [name_of(viewer)]


def test_what_an_engine_cannot_hold_is_set_aside_and_told(
    viewer: Person, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = make_person(), make_person(family_name="新井")
    apply = index.engine.apply

    def but_one(changes: Any, **facts: Any) -> dict[str, str]:
        apply([change for change in changes if change.source != name_of(bad)], **facts)
        return {name_of(bad): "too large"}

    monkeypatch.setattr(index.engine, "apply", but_one)
    index.apply()
    assert (index.waiting(), index.find("新井", viewer)) == ([], [name_of(good)])
    assert [(row.source, row.error) for row in Trouble.objects.all()] == [(name_of(bad), "too large")]


def _with(**changes: Any) -> Any:
    import dataclasses

    return dataclasses.replace(people.SOURCE, **changes)


def test_one_that_cannot_be_read_is_set_aside_and_keeps_no_other_waiting(
    viewer: Person, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = make_person(family_name="秘密")
    good = make_person(family_name="新井")
    read = people.SOURCE.read

    def reading(names: Any) -> Any:
        if name_of(bad) in names:
            raise ValueError("秘密の内容")
        return read(names)

    with monkeypatch.context() as patch:
        patch.setattr("search.registry._sources", {"person": _with(read=reading)})
        index.apply()
    assert (index.waiting(), index.find("新井", viewer)) == ([], [name_of(good)])
    row = Trouble.objects.get()
    assert (row.source, row.attempts, "秘密" in row.error, "ValueError" in row.error) == (name_of(bad), 1, False, True)
    assert status_of(index.name).is_well is False
    # Tried again when its time has come, it works, and is forgotten.
    assert indexing.retry_troubles(index.name, holder=holder_name()) == 0
    Trouble.objects.update(retry_at=timezone.now())
    leases.EngineState.objects.update(held_until=timezone.now())
    assert indexing.retry_troubles(index.name, holder=holder_name()) == 1
    index.engine.refresh()
    assert (index.find("秘密", viewer), Trouble.objects.count()) == ([name_of(bad)], 0)


def test_what_fails_again_waits_longer(db: None) -> None:
    waits = []
    for _ in range(7):
        troubles.set_aside("embedded", {"person:1": "ValueError"})
        row = Trouble.objects.get()
        waits.append(round((row.retry_at - timezone.now()).total_seconds(), -1))
    assert waits == [10, 60, 300, 1800, 7200, 7200, 7200]


def test_one_process_at_a_time_applies(viewer: Person, index: Index) -> None:
    elsewhere = "another-machine:1:abc"
    assert leases.hold(index.name, holder=elsewhere)
    viewer.save()
    assert (index.apply(), index.waiting()) == (0, [name_of(viewer)])
    leases.release(index.name, holder=elsewhere)
    assert index.apply() == 1


def test_the_lease_of_a_killed_process_of_this_machine_counts_no_more(viewer: Person, index: Index) -> None:
    host = holder_name().split(":")[0]
    assert leases.hold(index.name, holder=f"{host}:99999999:abc")
    viewer.save()
    assert index.apply() == 1


def test_a_lease_from_before_the_clock_was_set_back_is_over(viewer: Person, index: Index) -> None:
    assert leases.hold(index.name, holder="another-machine:1:abc")
    leases.EngineState.objects.update(held_until=timezone.now() + dt.timedelta(hours=1))
    viewer.save()
    assert index.apply() == 1


def test_who_lost_the_lease_takes_no_row_out(viewer: Person, index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    settle = indexing._settle

    def later(engine: str, **facts: Any) -> None:
        leases.EngineState.objects.filter(engine=engine).update(holder="another-machine:1:abc")
        settle(engine, **facts)

    viewer.save()
    monkeypatch.setattr(indexing, "_settle", later)
    with pytest.raises(leases.LeaseLostError):
        indexing.index_batch(index.name, holder=holder_name())
    assert index.waiting() == [name_of(viewer)]


def test_versions_grow_with_each_reading(db: None) -> None:
    mine = holder_name()
    given = [
        leases.hold("embedded", holder=mine) or 0,
        leases.next_version("embedded"),
        leases.hold("embedded", holder=mine) or 0,
    ]
    assert given == sorted(set(given))


def test_looking_for_work_is_one_query(db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert indexing.index_batch("embedded", holder=holder_name()) == 0
