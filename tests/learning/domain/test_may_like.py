"""What a person may like: courses that they can still take, and that are no other edition of what is asked already."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from core.models import Person
from learning.domain.queries.for_me import for_me
from learning.domain.recompute import recompute_rule
from learning.models import Course, Equivalent
from tests.learning.courses import bare_curriculum, course, run
from tests.learning.rules import completed, rule
from tests.people import make_department, make_person, place

pytestmark = pytest.mark.django_db


def test_a_course_without_a_date_and_an_edition_of_one_that_is_asked_are_not_offered() -> None:
    me, *others = engineers()
    asked, edition, past, coming = course(), course(), course(), course()
    for each in (asked, edition, coming):
        run(each)
    Equivalent.objects.create(course=asked, counts=edition)
    recompute_rule(rule(what=bare_curriculum(asked), starts_on=timezone.localdate() - dt.timedelta(days=30)))
    popular(edition, past, coming, among=others)
    assert [each.course.course for each in for_me(me).liked] == [coming]


def test_a_course_is_not_offered_to_who_completed_what_counts_for_it() -> None:
    me, *others = engineers()
    new, old = course(), course()
    run(new)
    Equivalent.objects.create(course=new, counts=old)
    popular(new, among=others)
    assert [each.course.course for each in for_me(me).liked] == [new]
    completed(me, old, timezone.localdate())
    assert for_me(me).liked == []


def engineers() -> list[Person]:
    """One and three more: as many as it takes to name a course popular."""
    department = make_department("operations")
    found = [make_person() for _ in range(4)]
    for each in found:
        place(each, department)
    return found


def popular(*courses: Course, among: list[Person]) -> None:
    for each in courses:
        for person in among:
            completed(person, each, timezone.localdate() - dt.timedelta(days=5))
