"""A manager's word: who is asked, who may answer, and that a request holds its place by arrival."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone, translation

from core.enums import Role
from core.models import Notice, Person
from core.transitions import ForbiddenError, OvertakenError
from learning.domain.approving import approve, decline
from learning.domain.enrolling import enrol, withdraw
from learning.domain.enrolment_clock import remind_approvers
from learning.domain.queries.attendees import to_approve
from learning.enums import EnrolmentStatus as Status
from learning.models import CourseRun, Enrolment
from tests.learning.building import person
from tests.learning.courses import bare_course, run
from tests.learning.enrolment.scenes import comes, in_calendar, statuses, taken, told
from tests.people import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Any:
    with translation.override("en"):
        yield


@pytest.fixture
def manager() -> Person:
    return person("Manager")


def guarded(**facts: Any) -> CourseRun:
    return run(bare_course(needs_approval=True), **facts)


def test_a_request_takes_no_seat_and_asks_the_manager(manager: Person):
    where, who = guarded(seats=1), person(manager=manager)
    request = enrol(where, who, actor=who, wish="For the May release.")
    assert (request.status, request.approver, request.line, taken(where)) == (Status.REQUESTED, manager, 1, 0)
    assert (told(manager), told(who), in_calendar(who)) == (["approval_asked"], [], 0)
    assert list(to_approve(manager)) == [request]
    assert list(to_approve(who)) == list(to_approve(person())) == []


def test_an_approved_request_has_the_seat_and_an_unread_question_is_unsaid(manager: Person):
    where, who = guarded(seats=1), person(manager=manager)
    request = approve(comes(who, where), actor=manager)
    assert (request.status, request.decided_at is not None, taken(where)) == (Status.ENROLLED, True, 1)
    assert (told(who), told(manager), in_calendar(who)) == (["approved"], [], 1)
    with pytest.raises(OvertakenError):
        approve(request, actor=manager)


def test_whose_approval_comes_late_is_still_before_who_arrived_later(manager: Person):
    where = guarded(seats=1)
    asked, others = person(manager=manager), [person(manager=manager) for _ in range(3)]
    request = comes(asked, where)
    for each in others:
        approve(comes(each, where), actor=manager)
    assert statuses(where) == [Status.REQUESTED, Status.ENROLLED, Status.WAITING, Status.WAITING]
    approve(request, actor=manager)
    withdraw(where.enrolments.get(person=others[0]), actor=others[0])
    assert statuses(where) == [Status.ENROLLED, Status.WITHDRAWN, Status.WAITING, Status.WAITING]


def test_a_request_not_approved_ends_with_its_reason_and_may_be_made_again(manager: Person):
    where, who = guarded(), person(manager=manager)
    request = decline(comes(who, where), actor=manager, reason="After the audit, please.")
    assert (request.status, request.reason, request.approver) == (
        Status.DECLINED, "After the audit, please.", manager,
    )  # fmt: skip
    assert told(who) == ["declined"]
    assert (comes(who, where).status, request.pk) == (Status.REQUESTED, where.enrolments.get().pk)


def test_hr_answers_where_there_is_no_manager_or_they_left(manager: Person):
    hr, where = make_person(role=Role.HR), guarded()
    alone, orphan, led = person(), person(manager=manager), person(manager=person())
    requests = [comes(each, where) for each in (alone, orphan, led)]
    Person.objects.filter(pk=manager.pk).update(left_on=timezone.localdate())
    assert list(to_approve(hr)) == requests[:2]
    assert told(hr) == ["approval_asked"]  # the manager was still there when the second one asked
    with pytest.raises(ForbiddenError):
        approve(requests[0], actor=person())
    assert approve(requests[1], actor=hr).status == Status.ENROLLED


def test_nobody_approves_their_own_request():
    hr, where = make_person(role=Role.HR), guarded()
    request = comes(hr, where)
    with pytest.raises(ForbiddenError):
        approve(request, actor=hr)
    assert list(to_approve(hr)) == []


def test_the_manager_of_today_answers_too(manager: Person):
    where, who = guarded(), person(manager=manager)
    request = comes(who, where)
    new = person()
    Person.objects.filter(pk=who.pk).update(manager=new)
    assert list(to_approve(new)) == [request]
    assert approve(Enrolment.objects.get(pk=request.pk), actor=new).status == Status.ENROLLED


def test_a_manager_who_enrols_somebody_has_agreed(manager: Person):
    where, who = guarded(), person(manager=manager)
    assert enrol(where, who, actor=manager).status == Status.ENROLLED


def test_managers_are_reminded_every_three_days_and_once_each_time(manager: Person):
    where, who = guarded(), person(manager=manager)
    request = comes(who, where)
    remind_approvers()
    assert told(manager) == ["approval_asked"]
    Enrolment.objects.filter(pk=request.pk).update(asked_at=timezone.now() - dt.timedelta(days=3, hours=1))
    for _ in range(2):
        remind_approvers()
    assert Notice.objects.filter(person=manager, context__reminder=1).count() == 1
    assert told(manager) == ["approval_asked"] * 2


def test_a_list_of_requests_costs_the_same_for_three(manager: Person, django_assert_num_queries: Any):
    where = guarded()
    for many in (1, 3):
        while where.enrolments.count() < many:
            comes(person(manager=manager), where)
        fresh = Person.objects.get(pk=manager.pk)
        with django_assert_num_queries(2):
            names = [f"{each.person} {each.run} {each.run.seats}" for each in to_approve(fresh)]
        assert len(names) == many
