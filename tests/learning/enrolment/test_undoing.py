"""A withdrawal taken back."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone, translation

from core.api import ForbiddenError, OvertakenError
from learning.domain.approving import approve
from learning.domain.enrolling import enrol, withdraw
from learning.domain.queries.standing import standing_of
from learning.domain.undoing import undo_withdrawal
from learning.enums import EnrolmentStatus as Status
from learning.models import CourseRun, Enrolment
from tests.learning.building import person
from tests.learning.courses import bare_course, run
from tests.learning.enrolment.scenes import comes, in_calendar, organiser_of, refusal, statuses, taken, words

pytestmark = pytest.mark.django_db


def gone(enrolment: Enrolment) -> Enrolment:
    withdraw(enrolment, actor=enrolment.person)
    return Enrolment.objects.get(pk=enrolment.pk)


def test_who_withdrew_has_their_seat_and_their_calendar_entry_again():
    where, who = run(seats=2), person()
    seat = gone(comes(who, where))
    assert (taken(where), in_calendar(who)) == (0, 0)
    back = undo_withdrawal(seat, actor=who)
    assert (back.status, back.line, back.ended_at, taken(where), in_calendar(who)) == (Status.ENROLLED, 1, None, 1, 1)
    with pytest.raises(OvertakenError):  # pressed twice
        undo_withdrawal(back, actor=who)
    assert taken(where) == 1


def test_a_seat_that_went_to_the_next_in_line_stays_theirs_and_the_page_says_so():
    where, who, next_one = run(seats=1), person(), person()
    seat = comes(who, where)
    comes(next_one, where)
    seat = gone(seat)
    standing = standing_of(who, [CourseRun.objects.get(pk=where.pk)])[where.pk]
    assert (standing.can_undo, standing.seat_is_gone) == (False, True)
    assert refusal(lambda: undo_withdrawal(seat, actor=who)) == "taken"
    assert (statuses(where), taken(where)) == ([Status.WITHDRAWN, Status.ENROLLED], 1)


def test_who_left_the_line_by_mistake_has_their_number_again():
    where, first, second, third = run(seats=1), person(), person(), person()
    comes(first, where)
    place = comes(second, where)
    comes(third, where)
    undo_withdrawal(gone(place), actor=second)
    assert statuses(where) == [Status.ENROLLED, Status.WAITING, Status.WAITING]
    withdraw(where.enrolments.get(person=first), actor=first)
    assert where.enrolments.get(status=Status.ENROLLED).person == second


def test_who_comes_back_to_the_line_of_a_run_with_a_free_seat_has_it():
    where, first, second = run(seats=1), person(), person()
    seat, place = comes(first, where), comes(second, where)
    place = gone(place)
    gone(seat)
    assert undo_withdrawal(place, actor=second).status == Status.ENROLLED


def test_nothing_is_approved_by_going_away_and_coming_back():
    boss = person()
    where = run(bare_course(needs_approval=True), seats=5)
    asks, agreed = person(manager=boss), person(manager=boss)
    request = comes(asks, where)
    assert undo_withdrawal(gone(request), actor=asks).status == Status.REQUESTED
    seat = approve(comes(agreed, where), actor=boss)
    assert undo_withdrawal(gone(seat), actor=agreed).status == Status.ENROLLED
    assert taken(where) == 1


def test_only_ones_own_withdrawal_only_a_moment_later_only_before_the_run():
    where, who = run(seats=3), person()
    boss = organiser_of(where)
    seat = gone(comes(who, where))
    with pytest.raises(ForbiddenError):
        undo_withdrawal(seat, actor=boss)
    Enrolment.objects.filter(pk=seat.pk).update(ended_at=timezone.now() - dt.timedelta(minutes=10))
    with translation.override("en"):
        too_late = "It is too late to undo this. You can enrol again."
        assert words(lambda: undo_withdrawal(seat, actor=who)) == too_late
        enrol(where, who, actor=who)
        off = withdraw(where.enrolments.get(person=who), actor=boss, reason="The room is small.")
        assert words(lambda: undo_withdrawal(off, actor=who)) == too_late
        late = gone(comes(person(), where))
        CourseRun.objects.filter(pk=where.pk).update(starts_at=timezone.now())
        assert words(lambda: undo_withdrawal(late, actor=late.person)) == "The run has begun."
    assert set(statuses(where)) == {Status.WITHDRAWN}
