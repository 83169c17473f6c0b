"""The line before a run and its seats: one row is locked, the line moves up in the transaction that frees a seat.

In every transaction the seats are locked before the run's own row and before enrolments (`lock_run` first of all): an
enrolment that is written holds its run against being locked, so the other order could wait in a circle.
"""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from core.api import ForbiddenError, Person, Seats, change_status, record
from core.domain import seats as places
from learning.domain import telling
from learning.domain.enrolment_flow import has_begun
from learning.enums import EnrolmentStatus, RunState
from learning.models import CourseRun, Enrolment
from learning.rules import manages_run

DECIDING = ("status", "starts_at", "ends_at", "enrol_from", "enrol_until", "withdraw_until", "organiser_id")


def lock_run(run: CourseRun) -> Seats:
    """Hold the seats of a run: nobody gets in or out, and no number is drawn, until this transaction ends."""
    return places.lock(run.seats_id)


def read_again(run: CourseRun) -> CourseRun:
    """Bring what decides up to now, in `run` itself: what somebody loaded before the seats were locked may be past.

    Only the columns that decide: this is read inside the lock, by everyone in a rush.
    """
    found = CourseRun.objects.filter(pk=run.pk).values(*DECIDING).get()
    for name, value in found.items():
        setattr(run, name, value)
    return run


@places.deciding()
def move_up(run: CourseRun) -> list[Enrolment]:
    """Give the free seats to the first of the line, in order of arrival; returns who got one.

    Nothing moves once the run has begun, or where it is not open. Said twice, the second finds nothing to do: call it
    after whatever may have freed a seat or opened the line (a run that was moved back into the future).
    """
    seats = lock_run(run)
    fresh = read_again(run)
    promoted = move_up_into(fresh, seats)
    telling.promoted(fresh, promoted)
    return promoted


def move_up_into(run: CourseRun, seats: Seats) -> list[Enrolment]:
    """The same, with the seats locked by the caller, the run read after that, and nobody told yet."""
    if run.status != RunState.OPEN or has_begun(run) or not places.has_room(seats):
        return []
    line = Enrolment.objects.filter(run=run, status=EnrolmentStatus.WAITING).order_by("line", "pk")
    room = places.free(seats)
    promoted = []
    for enrolment in line if room is None else line[:room]:
        if not places.take(seats):
            break
        change_status(enrolment, "promote", actor=None, changes={"seated_at": timezone.now()})
        promoted.append(enrolment)
    return promoted


def give_back(run: CourseRun, seats: Seats) -> None:
    """One seat is free again, and the first of the line has it."""
    places.release(seats)
    telling.promoted(run, move_up_into(run, seats))


@places.deciding()
def set_seats(run: CourseRun, capacity: int | None, *, actor: Person) -> list[Enrolment]:
    """Raise or lower the seats (None: everyone has one); returns who moved up by it.

    Raises ValidationError on "seats" where more people have one already, saying how many; ForbiddenError.
    """
    seats = lock_run(run)
    fresh = read_again(run)
    if not manages_run(actor, fresh):
        raise ForbiddenError(_("You may not do this."))
    if capacity == seats.capacity:
        return []
    before = seats.capacity
    places.set_capacity(seats, capacity)
    record("run.seats_changed", actor=actor, on=run, detail={"from": before, "to": capacity})
    promoted = move_up_into(fresh, seats)
    telling.promoted(fresh, promoted)
    return promoted
