"""Leaving on a day, at once, and taking that back on either side of the day."""

import datetime as dt

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate as today

from core.domain.assignments import assign
from core.domain.leaving import leave, stay
from core.domain.roles import EDITORS, sync_groups
from core.enums import AssignmentKind, Role
from core.models import Assignment, AuditEntry, Departure, Person
from core.rules import is_manager
from core.ticks import registered_ticks
from tests.people import make_department, make_person, place

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def places_of(person: Person) -> list[tuple[str, dt.date, dt.date | None]]:
    found = Assignment.objects.filter(person=person).order_by("starts_on")
    return [(row.department.code, row.starts_on, row.ends_on) for row in found]


def is_editor(person: Person) -> bool:
    return Group.objects.get(name=EDITORS).user_set.filter(pk=person.pk).exists()


@pytest.fixture
def hr() -> Person:
    return make_person(role=Role.HR)


def move_the_day_to(person: Person, day: dt.date) -> None:
    """What a day passing amounts to."""
    Person.objects.filter(pk=person.pk).update(left_on=day)
    person.refresh_from_db()


def test_groups_of_editors_follow_on_the_day_and_not_before(hr: Person) -> None:
    editor = make_person(role=Role.EDITOR)
    leave(editor, on=today() + DAY, actor=hr)
    assert is_editor(editor)
    move_the_day_to(editor, today())
    sync_groups()
    assert not is_editor(editor)


def test_the_worker_lets_the_groups_follow() -> None:
    tick = next(each for each in registered_ticks() if each.name == "core.groups")
    editor = make_person(role=Role.EDITOR)
    move_the_day_to(editor, today())
    tick.run()
    assert not is_editor(editor)


def test_whoever_leaves_later_stays_signed_in_until_then(hr: Person) -> None:
    person = make_person()
    leave(person, on=today() + DAY, actor=hr)
    assert Person.objects.get(pk=person.pk).session_epoch == 0
    assert person.is_employed()


@pytest.mark.parametrize("days", [0, 30])
def test_a_leaving_taken_back_leaves_no_trace_but_in_the_trail(days: int, hr: Person) -> None:
    on = today() + days * DAY
    editor, now, next_one = make_person(role=Role.EDITOR), make_department("now"), make_department("next")
    first = place(editor, now)
    place(editor, next_one, starts_on=today() + 10 * DAY, ends_on=today() + 90 * DAY, kind=AssignmentKind.CONCURRENT)
    place(editor, next_one, starts_on=today() + 60 * DAY, ends_on=today() + 90 * DAY, kind=AssignmentKind.BUSINESS_TRIP)
    before = places_of(editor)
    leave(editor, on=on, actor=hr)
    assert all(ends_on is not None and ends_on < on for _, _, ends_on in places_of(editor))
    stay(editor, actor=hr)
    assert places_of(editor) == before
    assert first.pk in Assignment.objects.values_list("pk", flat=True)
    assert (Person.objects.get(pk=editor.pk).left_on, editor.is_employed(), is_editor(editor)) == (None, True, True)
    assert not Departure.objects.exists()
    told = AuditEntry.objects.filter(action="person.leaving_taken_back").get()
    assert (told.actor, told.subject, told.detail) == (hr, editor, {"left_on": on.isoformat()})


def test_another_day_moves_the_leaving(hr: Person) -> None:
    person = make_person()
    place(person, make_department("ops"))
    leave(person, on=today() + 2 * DAY, actor=hr)
    leave(person, on=today() + 9 * DAY, actor=hr)
    assert [ends_on for *_, ends_on in places_of(person)] == [today() + 8 * DAY]
    stay(person, actor=hr)
    assert [ends_on for *_, ends_on in places_of(person)] == [None]


def test_what_was_placed_since_is_not_undone(hr: Person) -> None:
    person, old, new = make_person(), make_department("old"), make_department("new")
    first = place(person, old)
    leave(person, on=today() + 5 * DAY, actor=hr)
    assign(
        person, starts_on=today() + 5 * DAY, actor=hr, company=new.company, department=new, position=first.position,
        occupation=first.occupation,
    )  # fmt: skip
    stay(person, actor=hr)
    assert [(code, ends_on) for code, _, ends_on in places_of(person)] == [("old", today() + 4 * DAY), ("new", None)]


def test_there_is_nothing_to_take_back_of_whoever_stays(hr: Person) -> None:
    with pytest.raises(ValidationError):
        stay(make_person(), actor=hr)


def test_whoever_leads_someone_about_to_leave_leads_them_still() -> None:
    boss = make_person()
    make_person(manager=boss, left_on=today() + DAY)
    assert is_manager(boss)
    Person.objects.filter(manager=boss).update(left_on=today())
    assert not is_manager(boss)
