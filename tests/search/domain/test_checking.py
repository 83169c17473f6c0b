"""Every kind of planted damage is found, said and repaired."""

from __future__ import annotations

import dataclasses
import sqlite3
from collections.abc import Sequence
from typing import Any

import pytest

from core.models import Person
from search.documents import SearchDocument, Words
from search.domain import leases, troubles
from search.domain.checking import check, damages
from search.domain.picture import Picture
from search.domain.reading import read_sources
from search.engines.elastic.rows import row
from search.engines.protocol import EngineUnavailableError, IndexUnusableError
from search.models import EngineState, IndexRun
from search.query import Change
from tests.people import make_person
from tests.search.indexed import Index


@pytest.fixture
def people(db: None) -> list[Person]:
    return [make_person(family_name=name) for name in ("青木", "加藤", "佐々木")]


def name_of(person: Person) -> str:
    return f"person:{person.public_id}"


def plant(index: Index, source: str, documents: Sequence[SearchDocument]) -> None:
    """Put something into the index that the database does not say."""
    index.engine.apply([Change(source, documents, version=leases.next_version(index.name))])
    index.engine.refresh()


def document_of(person: Person) -> SearchDocument:
    return read_sources([name_of(person)]).documents[name_of(person)][0]


def found(run: IndexRun) -> dict[str, list[str]]:
    return {kind: keys for kind, keys in run.report["examples"].items() if keys}


def assert_mended(index: Index, people: list[Person]) -> None:
    again = check(index.name)
    assert (damages(again), again.report["documents"]) == (0, len(people))


def test_a_sound_index_has_nothing_to_repair(people: list[Person], index: Index) -> None:
    run = check(index.name)
    assert (found(run), run.report["documents"], run.report["repaired"], run.done) == ({}, 3, 0, 3)


def test_what_is_missing(people: list[Person], index: Index) -> None:
    plant(index, name_of(people[0]), [])
    run = check(index.name)
    assert (found(run), run.report["repaired"]) == ({"missing": [name_of(people[0])]}, 1)
    assert_mended(index, people)


def test_what_is_too_much(people: list[Person], index: Index) -> None:
    ghost = dataclasses.replace(document_of(people[0]), key="person:ghost", source="person:ghost")
    plant(index, "person:ghost", [ghost])
    assert found(check(index.name)) == {"extra": ["person:ghost"]}
    assert_mended(index, people)


def test_what_belongs_to_a_kind_that_is_no_more(people: list[Person], index: Index) -> None:
    ghost = dataclasses.replace(document_of(people[0]), key="dragon:1", source="dragon:1", kind="dragon")
    plant(index, "dragon:1", [ghost])
    assert found(check(index.name)) == {"extra": ["dragon:1"]}
    assert_mended(index, people)


def test_one_document_too_many_of_a_source_that_exists(people: list[Person], index: Index) -> None:
    own = document_of(people[0])
    plant(index, own.source, [own, dataclasses.replace(own, key="person:shadow")])
    assert found(check(index.name)) == {"extra": ["person:shadow"]}
    assert_mended(index, people)


def test_what_somebody_put_there_by_hand(people: list[Person], index: Index) -> None:
    if index.name != "elastic":
        pytest.skip("the embedded engine takes out all that names a source anyway")
    engine: Any = index.engine
    own = row(document_of(people[0]))
    for number, facts in enumerate(({}, {"key": "person:x"}, {"key": "dragon:1/2", "source": "dragon:1"})):
        engine.client.index(index=engine._indices.alias, id=f"by-hand-{number}", document=own | facts, refresh=True)
    run = check(index.name)
    assert (len(found(run)["extra"]), run.report["left"]) == (3, 0)
    assert_mended(index, people)


def test_a_reading_from_the_future_refuses_neither_the_repair_nor_the_next_change(
    people: list[Person], index: Index
) -> None:
    own = document_of(people[0])
    in_a_year = leases.next_version(index.name) + 365 * 24 * 3600 * 1000
    index.engine.apply([Change(own.source, [dataclasses.replace(own, title=Words(ja="昔の名前"))], in_a_year)])
    run = check(index.name)
    assert (found(run), run.report["left"]) == ({"stale": [own.key]}, 0)
    people[0].about = "来年まで待たない"
    people[0].save()
    index.apply()
    assert index.find("来年まで待たない", people[1]) == [own.key]


def lose(index: Index) -> None:
    engine: Any = index.engine
    if index.name == "embedded":
        (engine.folder.path / "current").write_text("elsewhere")
    else:
        engine.destroy()


def test_an_index_that_is_not_there_is_built_anew_where_repairing_is_wanted(people: list[Person], index: Index) -> None:
    lose(index)
    with pytest.raises(IndexUnusableError):
        check(index.name, repair=False)
    run = check(index.name)
    assert (damages(run), run.report) == (1, {"built_anew": True, "left": 0, "sources": 3})
    assert_mended(index, people)


def test_what_refuses_to_be_repaired_is_built_anew(
    people: list[Person], index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply = index.engine.apply
    plant(index, name_of(people[0]), [])

    def refused(changes: Sequence[Change], *, index: str | None = None) -> Any:
        return apply(changes, index=index) if index else {}

    with monkeypatch.context() as patch:
        patch.setattr(index.engine, "apply", refused)
        run = check(index.name)
    assert (found(run), run.report["built_anew"]) == ({"missing": [name_of(people[0])]}, True)
    assert_mended(index, people)


def test_a_disk_without_room_for_the_comparison_is_told(
    people: list[Person], index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(Picture, "take", full)
    with pytest.raises(EngineUnavailableError, match="disk is full"):
        check(index.name)


def test_what_is_set_aside_is_told_elsewhere(people: list[Person], index: Index) -> None:
    plant(index, name_of(people[0]), [])
    troubles.set_aside(index.name, {name_of(people[0]): "ValueError"})
    assert found(check(index.name)) == {}


def test_rows_that_were_changed_by_hand_with_the_right_fingerprint(people: list[Person], index: Index) -> None:
    if index.name != "elastic":
        pytest.skip("the files of the embedded index carry checksums")
    engine: Any = index.engine
    client, alias = engine.client, engine._indices.alias
    first, second, third = map(name_of, people)
    client.update(index=alias, id=first, doc={"audience": ["nobody"]})
    held = client.get(index=alias, id=second)
    stale = held["_source"] | {"title_ja": "昔の名前"}
    client.index(index=alias, id=second, document=stale, version=held["_version"], version_type="external_gte")
    client.update(index=alias, id=third, doc={"is_document": False})
    client.index(index=alias, id="lost", document={"audience": ["employees"], "title": ["どこにもない"]}, refresh=True)
    run = check(index.name)
    assert (set(found(run)["stale"]), found(run)["extra"]) == ({first, second, third}, [""])
    assert (run.report["left"], "built_anew" in run.report) == (0, False)
    assert_mended(index, people)


def test_a_database_brought_back_from_last_night_goes_on_being_indexed(people: list[Person], index: Index) -> None:
    EngineState.objects.filter(engine=index.name).update(version=1)
    people[0].about = "復元のあと"
    people[0].save()
    index.apply()
    assert index.find("復元のあと", people[1]) == [name_of(people[0])]


def test_what_is_stale(people: list[Person], index: Index) -> None:
    own = document_of(people[0])
    plant(index, own.source, [dataclasses.replace(own, title=Words(ja="昔の名前"))])
    assert found(check(index.name)) == {"stale": [own.key]}
    assert index.find("昔の名前", people[1]) == []
    assert_mended(index, people)


def test_what_hangs_under_the_wrong_source(people: list[Person], index: Index) -> None:
    own = document_of(people[0])
    plant(index, own.source, [])
    plant(index, "person:wrong", [dataclasses.replace(own, source="person:wrong")])
    assert found(check(index.name)) == {"wrong_source": [own.key]}
    assert_mended(index, people)


def test_a_change_that_sent_no_signal(people: list[Person], index: Index) -> None:
    Person.objects.get_queryset().filter(pk=people[0].pk).update(about="無断の変更")
    assert found(check(index.name)) == {"stale": [name_of(people[0])]}
    assert index.find("無断の変更", people[1]) == [name_of(people[0])]


def test_it_may_say_without_repairing(people: list[Person], index: Index) -> None:
    plant(index, name_of(people[0]), [])
    assert check(index.name, repair=False).report["repaired"] == 0
    assert damages(check(index.name)) == 1


def test_what_waits_in_the_outbox_is_no_damage(people: list[Person], index: Index) -> None:
    people[0].about = "まだ"
    people[0].save()
    assert found(check(index.name)) == {}
    assert index.waiting() == [name_of(people[0])]


def test_what_changes_meanwhile_is_no_damage(people: list[Person], index: Index) -> None:
    changed: list[str] = []

    def meanwhile(run: IndexRun) -> None:
        if not changed:
            people[0].about = "途中"
            people[0].save()
            changed.append(name_of(people[0]))
            index.apply()
            Person.objects.get_queryset().filter(pk=people[0].pk).update(about="途中")

    Person.objects.get_queryset().filter(pk=people[0].pk).update(about="")
    assert found(check(index.name, tell=meanwhile)) == {}
    assert changed == [name_of(people[0])]
