"""Getting into a run and out of it again. Waiting and moving up stand in `line`, who may come in `admission`."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.api import OvertakenError, Person, Seats, change_status, record
from core.domain import seats as places
from learning.domain import line, telling
from learning.domain.admission import agrees_already, obstacle, timing
from learning.domain.enrolment_flow import GONE
from learning.enums import EnrolmentStatus as Status
from learning.models import CourseRun, Enrolment

LONGEST_WISH = 1000


def enrol(run: CourseRun, person: Person, *, actor: Person, wish: str = "") -> Enrolment:
    """Give a person a seat, or the next place in the line, or have their manager asked: the status says which.

    For somebody else only who looks after the run, HR and their managers may (`actor` is then told of as who did it).
    Raises a RefusedError whose `code` says why not: NotNowError (not_open, not_yet, closed, begun, over, cancelled,
    prerequisite, left, not_joined, not_live), ForbiddenError (not_yours, not_visible), OvertakenError (already).
    Clashes are no reason: `queries.standing.clashes` warns of them.
    """
    against = obstacle(run, person, actor=actor)
    if against is not None:
        against.raise_it()
    with places.deciding():
        seats = line.lock_run(run)
        return admit(line.read_again(run), seats, person, actor=actor, wish=wish)


def admit(run: CourseRun, seats: Seats, person: Person, *, actor: Person, wish: str = "") -> Enrolment:
    """Under the lock, with `run` read after it: nothing between the question and the row can have come in between."""
    against = timing(run, is_own=actor.pk == person.pk)
    if against is not None:
        against.raise_it()
    before = _before(run, person)
    asks = run.course.needs_approval and not agrees_already(actor, person)
    if places.has_room(seats) and not asks:
        # Nobody passes those who wait since the run lay in the past.
        telling.promoted(run, line.move_up_into(run, seats))
    enrolment = before or Enrolment(run=run, person=person)
    arrive = _arrive if before is None else _arrive_again
    arrive(enrolment, seats, actor=actor, asks=asks, facts=_facts(person, actor=actor, asks=asks, wish=wish))
    telling.arrived(run, enrolment, actor=actor)
    return enrolment


def _before(run: CourseRun, person: Person) -> Enrolment | None:
    """Their row where it ended without having come; refused where it has not."""
    own = Enrolment.objects.filter(run=run, person=person)
    if not own.exists():  # nearly always, in a rush: nothing is sorted or read within the lock
        return None
    before = own.get()
    if before.status not in GONE:
        raise OvertakenError(already(before), code="already")
    return before


def _facts(person: Person, *, actor: Person, asks: bool, wish: str) -> dict[str, Any]:
    return {
        "asked_at": timezone.now(), "enrolled_by": None if actor.pk == person.pk else actor,
        "approver": _approver_of(person) if asks else None, "wish": wish.strip()[:LONGEST_WISH],
        "seated_at": None, "ended_at": None, "decided_at": None, "reason": "",
    }  # fmt: skip


def _approver_of(person: Person) -> Person | None:
    """The manager who is here; None: HR decides."""
    manager = person.manager
    return manager if manager is not None and manager.is_employed() else None


def _arrive(enrolment: Enrolment, seats: Seats, *, actor: Person, asks: bool, facts: dict[str, Any]) -> None:
    for name, value in facts.items():
        setattr(enrolment, name, value)
    if asks:
        enrolment.line, enrolment.status = places.stand_in_line(seats), Status.REQUESTED
    else:
        arrival = places.arrive(seats)
        enrolment.line = arrival.number
        enrolment.status = Status.ENROLLED if arrival.has_seat else Status.WAITING
        enrolment.seated_at = enrolment.asked_at if arrival.has_seat else None
    enrolment.save(force_insert=True)
    record(
        "enrolment.enrol", actor=actor, subject=enrolment.person, on=enrolment,
        detail={"run": enrolment.run_id, "to": str(enrolment.status), "line": enrolment.line},
    )  # fmt: skip


def _arrive_again(enrolment: Enrolment, seats: Seats, *, actor: Person, asks: bool, facts: dict[str, Any]) -> None:
    """After withdrawing: the same row, at the end of the line; from there it moves up like everybody's."""
    facts["line"] = places.stand_in_line(seats)
    change_status(enrolment, "request_again" if asks else "enrol_again", actor=actor, changes=facts)
    if not asks and places.take(seats):
        change_status(enrolment, "promote", actor=None, changes={"seated_at": timezone.now()})


def already(enrolment: Enrolment) -> str:
    """Twice at once, in two tabs, or by somebody else meanwhile: what it is now."""
    if enrolment.status == Status.WAITING:
        return _("Already on the waiting list.")
    if enrolment.status == Status.REQUESTED:
        return _("Already asked for: the approval is awaited.")
    return _("Already enrolled.") if enrolment.status == Status.ENROLLED else _("The run is closed.")


@places.deciding()
def withdraw(enrolment: Enrolment, *, actor: Person, reason: str = "") -> Enrolment:
    """Give up a seat, a place in the line or a request; the first of the line moves up in the same transaction.

    One's own until the deadline; whoever looks after the run withdraws others at any time while it is open, and they
    are told, with the reason. Raises OvertakenError, ForbiddenError, NotNowError.
    """
    name = "withdraw" if actor.pk == enrolment.person_id else "remove"
    return end(enrolment, name, actor=actor, reason=reason)


@places.deciding()
def end(enrolment: Enrolment, transition: str, *, actor: Person | None, reason: str = "", **also: Any) -> Enrolment:
    """Take somebody out by one of the ways that end an enrolment; a seat that it had goes to the next in line.

    `also` are further columns that are written with the status.
    """
    seats = line.lock_run(enrolment.run)
    run = line.read_again(enrolment.run)
    enrolment.refresh_from_db()
    had_seat = enrolment.status == Status.ENROLLED
    changes = {"ended_at": timezone.now(), "reason": reason.strip()[:LONGEST_WISH], **also}
    change_status(enrolment, transition, actor=actor, changes=changes, detail={"run": run.pk, "line": enrolment.line})
    telling.ended(run, enrolment, actor=actor, had_seat=had_seat)
    if had_seat:
        line.give_back(run, seats)
    return enrolment
