"""Getting in, waiting, moving up and getting out: one row locked, the line in order of arrival."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from core.models import AuditEntry, CalendarInvitation, Notice, Person
from learning.domain.enrolling import enrol, withdraw
from learning.enums import EnrolmentStatus as Status
from learning.models import CourseRun, Enrolment
from tests.learning.building import person
from tests.learning.courses import run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Any:
    with translation.override("en"):
        yield


def comes(who: Person, where: CourseRun) -> Enrolment:
    return enrol(CourseRun.objects.get(pk=where.pk), who, actor=who)


def statuses(where: CourseRun) -> list[str]:
    return list(where.enrolments.order_by("line").values_list("status", flat=True))


def taken(where: CourseRun) -> int:
    where.seats.refresh_from_db()
    return where.seats.taken


def told(who: Person) -> list[str]:
    kinds = Notice.objects.filter(person=who).order_by("pk").values_list("kind", flat=True)
    return [kind.removeprefix("learning.") for kind in kinds]


def in_calendar(who: Person) -> int:
    return CalendarInvitation.objects.filter(person=who, withdrawn_at=None).count()


def refusal(call: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        call()
    return str(caught.value.code)


def organiser_of(where: CourseRun) -> Person:
    boss = person("Organiser")
    CourseRun.objects.filter(pk=where.pk).update(organiser=boss)
    where.refresh_from_db()
    return boss


def test_who_finds_a_seat_has_it_with_a_notice_a_calendar_entry_and_a_line_in_the_trail():
    where, who = run(seats=1), person()
    enrolment = comes(who, where)
    assert (enrolment.status, enrolment.line, taken(where)) == (Status.ENROLLED, 1, 1)
    assert (told(who), in_calendar(who)) == (["enrolled"], 1)
    entry = AuditEntry.objects.get(action="enrolment.enrol")
    assert (entry.subject, entry.detail) == (who, {"run": where.pk, "to": "enrolled", "line": 1})


def test_the_next_waits_and_moves_up_in_the_transaction_that_frees_the_seat():
    where, first, second, third = run(seats=1), person(), person(), person()
    seat = comes(first, where)
    comes(second, where)
    comes(third, where)
    assert statuses(where) == [Status.ENROLLED, Status.WAITING, Status.WAITING]
    assert (told(second), in_calendar(second)) == (["waiting"], 0)
    withdraw(seat, actor=first)
    assert statuses(where) == [Status.WITHDRAWN, Status.ENROLLED, Status.WAITING]
    assert (told(second), in_calendar(second), in_calendar(first)) == (["promoted"], 1, 0)
    assert taken(where) == 1
