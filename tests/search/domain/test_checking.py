"""Every kind of planted damage is found, said and repaired."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import pytest

from core.models import Person
from search.documents import SearchDocument, Words
from search.domain import leases
from search.domain.checking import check, damages
from search.domain.reading import read_sources
from search.engines.elastic.rows import row
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


def test_what_cannot_be_repaired_is_not_told_as_repaired(people: list[Person], index: Index) -> None:
    own = document_of(people[0])
    in_a_year = leases.next_version(index.name) + 365 * 24 * 3600 * 1000
    index.engine.apply([Change(own.source, [dataclasses.replace(own, title=Words(ja="昔の名前"))], in_a_year)])
    run = check(index.name)
    assert (found(run), run.report["left"]) == ({"stale": [own.key]}, 1)


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
