"""The rush that the seats are built for, from processes with connections of their own, on whatever database is set."""

from __future__ import annotations

import pytest

from core.models import Notice, Person
from learning.domain.enrolling import enrol, withdraw
from learning.enums import EnrolmentStatus as Status
from learning.models import CourseRun, Enrolment
from tests.learning.building import person
from tests.learning.courses import run
from tests.learning.enrolment.rush import at_once, in_order_of_arrival

SEATS, PEOPLE = 30, 1_000


def crowd(many: int) -> list[Person]:
    """Many people in one statement."""
    like = person()
    copies = [
        Person(
            employee_number=f"R{number:05}", email=f"rush{number}@example.com", family_name="駆込", given_name="太郎",
            region_id=like.region_id, hire_type=like.hire_type, joined_on=like.joined_on,
        )
        for number in range(many)
    ]  # fmt: skip
    return Person.objects.get_queryset().bulk_create(copies)


def lines(where: CourseRun, status: Status) -> list[int]:
    return list(where.enrolments.filter(status=status).order_by("line").values_list("line", flat=True))


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_thousand_ask_twenty_at_a_time_for_thirty_seats_and_then_thirty_withdraw_at_once():
    where = run(seats=SEATS)
    people = {each.pk: each for each in crowd(PEOPLE)}

    done = at_once(list(people), lambda pk: enrol(CourseRun.objects.get(pk=where.pk), people[pk], actor=people[pk]))
    assert [each.error for each in done if each.error] == []
    where.seats.refresh_from_db()
    assert (where.seats.taken, where.seats.last_in_line) == (SEATS, PEOPLE)
    assert lines(where, Status.ENROLLED) == list(range(1, SEATS + 1))
    assert lines(where, Status.WAITING) == list(range(SEATS + 1, PEOPLE + 1))
    by_person = dict(where.enrolments.values_list("person_id", "line"))
    assert in_order_of_arrival(sorted(done, key=lambda each: by_person[each.what]))

    seated = list(where.enrolments.filter(status=Status.ENROLLED).values_list("pk", "person_id"))
    of = dict(seated)
    gone = at_once(
        list(of), lambda pk: withdraw(Enrolment.objects.select_related("run").get(pk=pk), actor=people[of[pk]])
    )
    assert [each.error for each in gone if each.error] == []
    where.seats.refresh_from_db()
    assert where.seats.taken == SEATS
    assert lines(where, Status.WITHDRAWN) == list(range(1, SEATS + 1))
    assert lines(where, Status.ENROLLED) == list(range(SEATS + 1, 2 * SEATS + 1))
    assert lines(where, Status.WAITING) == list(range(2 * SEATS + 1, PEOPLE + 1))
    assert Notice.objects.filter(kind="learning.promoted").count() == SEATS
