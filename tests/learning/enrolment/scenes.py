"""Short words for what tests of enrolment say again and again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from core.models import CalendarInvitation, Notice, Person
from learning.domain.enrolling import enrol
from learning.models import CourseRun, Enrolment
from tests.learning.building import person


def comes(who: Person, where: CourseRun) -> Enrolment:
    """They press the button, each with the page that they loaded."""
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


def refusal(call: Callable[[], Any]) -> str:
    """The code of what was said."""
    with pytest.raises(ValidationError) as caught:
        call()
    return str(caught.value.code)


def words(call: Callable[[], Any]) -> str:
    with pytest.raises(ValidationError) as caught:
        call()
    return " ".join(caught.value.messages)


def organiser_of(where: CourseRun) -> Person:
    boss = person("Organiser")
    CourseRun.objects.filter(pk=where.pk).update(organiser=boss)
    where.refresh_from_db()
    return boss
