"""What pages draw from: my state in many runs, and the list of those who come."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone, translation

from core.domain.page_audience import set_page_audience
from core.models import Person
from learning.domain.attending import mark_attendance
from learning.domain.enrolling import withdraw
from learning.domain.queries.attendees import attendees
from learning.domain.queries.standing import clashes, clashes_of, standing_of
from learning.enums import AttendanceState, RunState
from learning.enums import EnrolmentStatus as Status
from learning.models import CoursePage, CoursePrerequisite, CourseRun
from tests.learning.building import person
from tests.learning.courses import bare_course, course, run
from tests.learning.enrolment.scenes import comes, organiser_of
from tests.people import audience_of, make_department

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Any:
    with translation.override("en"):
        yield


def test_my_state_in_each_run_says_what_the_button_does():
    me, before = person(), person()
    free, full, mine, waiting, guarded, closed = (
        run(), run(seats=1), run(), run(seats=1), run(bare_course(needs_approval=True)), run(),
    )  # fmt: skip
    comes(before, full)
    comes(me, mine)
    for each in (person(), before, me):
        comes(each, waiting)
    CourseRun.objects.filter(pk=closed.pk).update(status=RunState.CANCELLED)
    runs = list(CourseRun.objects.all())
    found = standing_of(Person.objects.get(pk=me.pk), runs)

    def said(where: CourseRun) -> tuple[object, ...]:
        each = found[where.pk]
        code = each.against.code if each.against else None
        buttons = [offer.transition.name for offer in each.offers if not offer.refusal]
        return (each.is_in, each.place, code, each.would_wait, each.needs_approval, buttons)

    assert said(free) == (False, None, None, False, False, [])
    assert said(full) == (False, None, None, True, False, [])
    assert said(mine) == (True, None, "already", False, False, ["withdraw"])
    assert said(waiting) == (True, 2, "already", True, False, ["withdraw"])
    assert said(guarded) == (False, None, None, False, True, [])
    assert said(closed) == (False, None, "cancelled", False, False, [])


def test_after_the_deadline_the_button_says_why_not_and_after_withdrawing_one_may_come_again():
    me, late, again = person(), run(in_days=0), run()
    CourseRun.objects.filter(pk=late.pk).update(starts_at=timezone.now() + dt.timedelta(hours=2), ends_at=None)
    comes(me, late)
    withdraw(comes(me, again), actor=me)
    found = standing_of(me, list(CourseRun.objects.all()))
    assert [offer.refusal for offer in found[late.pk].offers] == [
        "The deadline to withdraw has passed. Please ask the organiser."
    ]
    assert (found[again.pk].can_enrol, found[again.pk].is_again) == (True, True)


def test_courses_that_are_not_for_me_or_not_yet_say_so():
    shut, needs = course(), bare_course()
    set_page_audience(
        CoursePage.objects.get(translation_key=shut.translation_key),
        audience=audience_of(make_department("sales")), actor=None,
    )  # fmt: skip
    CoursePrerequisite.objects.create(course=needs, needed=bare_course(), is_enforced=True)
    first, second = run(shut), run(needs)
    found = standing_of(person(), [first, second])
    assert [found[each.pk].against.code for each in (first, second) if found[each.pk].against] == [
        "not_visible", "prerequisite",
    ]  # fmt: skip


def test_my_state_costs_the_same_for_three_runs(django_assert_num_queries: Any):
    me = person()
    for many in (1, 3):
        while CourseRun.objects.count() < many:
            comes(me, run(seats=5))
        runs, fresh = list(CourseRun.objects.all()), Person.objects.get(pk=me.pk)
        with django_assert_num_queries(7):
            assert len(standing_of(fresh, runs)) == many


def test_what_stands_in_my_calendar_then_is_a_warning():
    me, other, first, second = person(), person(), run(), run()
    comes(me, first)
    assert [event.title_en for event in clashes(second, me)] == [first.course.title_en]
    assert comes(me, second).status == Status.ENROLLED
    assert {number: len(events) for number, events in clashes_of(second, [me, other]).items()} == {me.pk: 1}
    assert clashes(run(in_days=20), me) == []


def test_who_looks_after_the_run_sees_who_comes_and_who_waits_in_order(django_assert_num_queries: Any):
    where = run(seats=2, in_days=1)
    organiser = organiser_of(where)
    people = [person(family_kana=kana) for kana in ("わたなべ", "あべ", "かとう", "さとう")]
    for each in people:
        comes(each, where)
    sitting = where.sittings.get()
    mark_attendance(where.enrolments.get(person=people[1]), sitting, AttendanceState.EXCUSED, actor=organiser)
    rows = attendees(where, viewer=organiser)
    assert [(each.enrolment.person, each.place) for each in rows] == [
        (people[1], None), (people[0], None), (people[2], 1), (people[3], 2),
    ]  # fmt: skip
    assert [offer.transition.name for offer in rows[0].offers] == ["remove"]
    assert rows[0].marks[sitting.pk].state == AttendanceState.EXCUSED
    assert attendees(where, viewer=people[0]) == []
    withdraw(rows[3].enrolment, actor=people[3])
    assert len(attendees(where, viewer=organiser)) == 3
    assert len(attendees(where, viewer=organiser, with_ended=True)) == 4


def test_the_list_costs_the_same_for_three(django_assert_num_queries: Any):
    where = run(seats=2)
    organiser = organiser_of(where)
    for many in (1, 3):
        while where.enrolments.count() < many:
            comes(person(), where)
        fresh, again = Person.objects.get(pk=organiser.pk), CourseRun.objects.prefetch_related("lecturers").get()
        with django_assert_num_queries(4):
            assert len(attendees(again, viewer=fresh)) == many
