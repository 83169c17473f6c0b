"""The database bumps the stamps itself: whoever writes, however they write."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction

from core.kept import stamps, triggers
from core.kept.stamps import NEVER, name_of, narrow, read
from core.models import Person, Region
from core.models.stamp import Stamp
from learning.models import MaterialPage, ReadingPlace, StepMark
from tests.learning.building import material, person, step_id

pytestmark = pytest.mark.django_db

WRITES: dict[str, Callable[[], Any]] = {
    "save": lambda: Region(code="osaka", name_ja="大阪", name_en="Osaka").save(),
    "update": lambda: Region.objects.update(name_en="Elsewhere"),
    "bulk_create": lambda: Region.objects.bulk_create([Region(code="osaka")]),
    "bulk_create that ignores conflicts": lambda: Region.objects.bulk_create(
        [Region(code="tokyo"), Region(code="osaka")], ignore_conflicts=True
    ),
    "bulk_create that updates on conflict": lambda: Region.objects.bulk_create(
        [Region(code="tokyo", name_en="T")], update_conflicts=True, unique_fields=["code"], update_fields=["name_en"]
    ),
    "bulk_update": lambda: Region.objects.bulk_update(Region.objects.all(), ["name_en"]),
    "delete": lambda: Region.objects.filter(code="kobe").delete(),
    "SQL of our own": lambda: sql("UPDATE core_region SET name_en = 'x'"),
}


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("how", WRITES)
def test_every_way_of_writing_is_a_change(how: str) -> None:
    Region.objects.create(code="kobe", name_ja="神戸", name_en="Kobe")
    Region.objects.create(code="tokyo", name_ja="東京", name_en="Tokyo")
    name = name_of(Region)
    sql("DELETE FROM core_stamp")  # a test is one transaction: PostgreSQL would count it once
    before = read([name])
    WRITES[how]()
    assert read([name]) != before


def test_reading_is_no_change() -> None:
    Region.objects.create(code="kobe", name_ja="神戸", name_en="Kobe")
    before = read([name_of(Region)])
    list(Region.objects.all())
    assert read([name_of(Region)]) == before


def test_what_was_rolled_back_is_no_change() -> None:
    sql("DELETE FROM core_stamp")  # what a test with transactions of its own emptied was a change
    with transaction.atomic():
        Region.objects.create(code="kobe", name_ja="神戸", name_en="Kobe")
        transaction.set_rollback(True)
    assert read([name_of(Region)]) == {"core_region": NEVER}


def test_rows_have_the_stamps_of_their_own_values_alone() -> None:
    page, reader, other = material(), person(), person()
    names = {who: name_of(ReadingPlace, person=who) for who in (reader, other)}
    before = read(names.values())
    ReadingPlace.objects.bulk_create(
        [ReadingPlace(person=reader, head_key=page.translation_key, translation_key=page.translation_key)]
    )
    after = read(names.values())
    assert [after[name] == before[name] for name in names.values()] == [False, True]


def test_a_row_that_goes_from_one_to_another_is_a_change_for_both() -> None:
    page, reader, other = material(), person(), person()
    ReadingPlace.objects.create(person=reader, head_key=page.translation_key, translation_key=page.translation_key)
    names = [name_of(ReadingPlace, person=who) for who in (reader, other)]
    sql("DELETE FROM core_stamp")
    ReadingPlace.objects.update(person=other)
    assert [stamp != NEVER for stamp in read(names).values()] == [True, True]


def test_a_row_of_nobody_is_a_change_of_its_table_alone() -> None:
    page, reader = material(), person()
    StepMark.objects.create(
        person=reader,
        translation_key=page.translation_key,
        step_id=step_id(page, 1),
        state="done",
        done_at="2026-01-01T00:00Z",
    )
    before = read([name_of(StepMark, person=reader)])
    StepMark.objects.update(person=None, gone_reader=uuid.uuid4())
    assert read([name_of(StepMark, person=reader)]) != before
    before = read([name_of(StepMark), name_of(StepMark, person=reader)])
    StepMark.objects.all().delete()
    after = read([name_of(StepMark), name_of(StepMark, person=reader)])
    assert [after[name] == before[name] for name in after] == [False, True]


def test_only_marks_of_who_once_stopped_count_for_the_material() -> None:
    page, reader = material(), person()
    name = name_of(StepMark, translation_key=page.translation_key)

    def mark(**facts: Any) -> None:
        facts = {"person": reader, "translation_key": page.translation_key, "step_id": step_id(page, 1), **facts}
        StepMark.objects.create(**facts)

    mark(state="done", done_at="2026-01-01T00:00Z")
    assert read([name]) == {name: NEVER}
    mark(step_id=step_id(page, 2), state="stuck", first_stuck_at="2026-01-01T00:00Z")
    once = read([name])
    assert once != {name: NEVER}
    sql("DELETE FROM core_stamp")
    StepMark.objects.filter(state="stuck").update(first_stuck_at=None, state="done", done_at="2026-01-01T00:00Z")
    assert read([name]) != {name: NEVER}


def test_signing_in_is_no_change_of_a_person() -> None:
    someone = person()
    before = read([name_of(Person)])
    someone.save(update_fields=["last_login"])
    assert read([name_of(Person)]) == before
    sql("DELETE FROM core_stamp")
    someone.save(update_fields=["theme"])
    assert read([name_of(Person)]) != {name_of(Person): NEVER}


def test_every_table_is_watched_but_those_that_are_named_as_silent() -> None:
    every = {model._meta.db_table for model in apps.get_models(include_auto_created=True) if model._meta.managed}
    silent = every - stamps.watched_tables().keys()
    assert {"core_person", "learning_stepmark", "wagtailcore_page", "learning_materialpage_authors"} <= every - silent
    assert {"django_session", "core_auditentry", "core_mail", "core_stamp"} <= silent


def test_rows_without_stamps_of_their_own_cannot_be_asked_for() -> None:
    with pytest.raises(ValueError, match="no stamps by title"):
        name_of(MaterialPage, title="x")


def test_a_narrow_stamp_said_twice_is_one() -> None:
    known = len(stamps.narrows_of("learning_readingplace"))
    narrow(ReadingPlace, "person")
    assert len(stamps.narrows_of("learning_readingplace")) == known


@pytest.fixture
def without_a_trigger() -> None:
    name, table = next(iter(sorted(triggers._there().items())))
    sql(triggers._drop(name, table))
    triggers.in_place.cache_clear()
    yield
    triggers.in_place.cache_clear()


@pytest.mark.usefixtures("without_a_trigger")
def test_without_a_trigger_nothing_is_kept_until_they_are_put_on_again() -> None:
    assert triggers.in_place() is False
    triggers.install()
    assert triggers.in_place() is True
    there = triggers._there()
    triggers.install()
    assert triggers._there() == there


@pytest.mark.needs_postgres
@pytest.mark.django_db(transaction=True)
def test_forgetting_old_transactions_is_a_change_or_none_but_never_an_earlier_state() -> None:
    Stamp.objects.all().delete()
    seen = set()
    for number in range(5):
        Region.objects.create(code=f"r{number}", name_ja="x", name_en="x")
        seen.add(read([name_of(Region)])["core_region"])
    triggers.compact()
    if connection.vendor == "sqlite":
        assert Stamp.objects.filter(name="core_region").count() == 1
    # On PostgreSQL a transaction of another test keeps the rows that are younger than it.
    assert 1 <= Stamp.objects.filter(name="core_region").count() <= 5
    assert read([name_of(Region)])["core_region"] not in seen - {max(seen)}
    Region.objects.create(code="last", name_ja="x", name_en="x")
    assert read([name_of(Region)])["core_region"] not in seen
