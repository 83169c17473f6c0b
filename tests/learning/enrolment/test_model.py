"""Anything that can happen to a run, in any order, against a model of a few lines of plain Python."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.models import Person
from learning.domain.approving import approve, decline
from learning.domain.enrolling import enrol, withdraw
from learning.domain.line import set_seats
from learning.enums import EnrolmentStatus as Status
from learning.models import CourseRun
from tests.learning.building import person
from tests.learning.courses import bare_course, run
from tests.learning.enrolment.scenes import organiser_of

PEOPLE = 6
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["enrol", "enrol", "withdraw", "approve", "decline", "seats"]), st.integers(0, PEOPLE - 1)
    ),
    max_size=18,
)


class Model:
    """Seats as a number, and what each person is; the line is those who wait, by their number."""

    def __init__(self, seats: int, approval: bool) -> None:
        self.seats, self.approval, self.last = seats, approval, 0
        self.state: dict[int, Status] = {}
        self.number: dict[int, int] = {}

    def count(self, status: Status) -> int:
        return list(self.state.values()).count(status)

    def move_up(self) -> None:
        for who in sorted((w for w, s in self.state.items() if s == Status.WAITING), key=self.number.__getitem__):
            if self.count(Status.ENROLLED) < self.seats:
                self.state[who] = Status.ENROLLED

    def do(self, what: str, who: int) -> bool:
        now = self.state.get(who)
        pending = now in (Status.ENROLLED, Status.WAITING, Status.REQUESTED)
        if what == "seats":
            if who == 0 or who < self.count(Status.ENROLLED):
                return False
            self.seats = who
        elif what == "enrol":
            if pending:
                return False
            self.last += 1
            self.number[who] = self.last
            self.state[who] = Status.REQUESTED if self.approval else Status.WAITING
        elif what == "withdraw" and pending:
            self.state[who] = Status.WITHDRAWN
        elif what in ("approve", "decline") and now == Status.REQUESTED:
            self.state[who] = Status.WAITING if what == "approve" else Status.DECLINED
        else:
            return False
        self.move_up()
        return True


@pytest.fixture
def cast(db: Any) -> tuple[Person, list[Person]]:
    boss = person()
    return boss, [person(manager=boss) for _ in range(PEOPLE)]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, seats=st.integers(1, 3), approval=st.booleans())
def test_the_database_is_where_the_model_is(cast: Any, steps: list[tuple[str, int]], seats: int, approval: bool):
    boss, people = cast
    with transaction.atomic():
        where, model = run(bare_course(needs_approval=approval), seats=seats), Model(seats, approval)
        organiser = organiser_of(where)
        for what, who in steps:
            assert _really(where, what, who, boss=boss, people=people, organiser=organiser) == model.do(what, who)
            _compare(CourseRun.objects.select_related("seats").get(pk=where.pk), model, people)
        transaction.set_rollback(True)


def _really(where: CourseRun, what: str, who: int, *, boss: Person, people: list[Person], organiser: Person) -> bool:
    """Whether it was done, or refused."""
    own = where.enrolments.filter(person=people[who]).first()
    try:
        if what == "seats":
            set_seats(where, who, actor=organiser)
        elif what == "enrol":
            enrol(where, people[who], actor=people[who])
        elif own is None:
            return False
        elif what == "withdraw":
            withdraw(own, actor=people[who])
        else:
            {"approve": approve, "decline": decline}[what](own, actor=boss)
    except ValidationError:
        return False
    return True


def _compare(where: CourseRun, model: Model, people: list[Person]) -> None:
    rows = {each.person_id: each for each in where.enrolments.all()}
    wanted = {people[who].pk: (state, model.number[who]) for who, state in model.state.items()}
    assert {pk: (row.status, row.line) for pk, row in rows.items()} == wanted
    seated = [row for row in rows.values() if row.status == Status.ENROLLED]
    waits = [row for row in rows.values() if row.status == Status.WAITING]
    assert where.seats.taken == len(seated)
    assert not waits or where.seats.taken == where.seats.capacity
