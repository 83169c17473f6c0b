"""Seats are taken, given back and waited for here alone: courses, sessions and shifts share it.

Whoever decides who gets in locks the one row first (`lock`), asks, and writes what hangs on it (the enrolment) in the
same transaction: then nobody else decides about these seats until the commit. Three things hold it: a constraint of the
table (never more taken than seats), UPDATEs that say what they found, and the lock. On SQLite the transaction is the
lock (IMMEDIATE); on PostgreSQL it is the row.

    with deciding():
        seats = lock(run.seats_id)
        arrival = arrive(seats)
        ...
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.models.seats import Seats

HAS_ROOM = Q(capacity__isnull=True) | Q(taken__lt=F("capacity"))


@dataclass(frozen=True)
class Arrival:
    """Somebody arrived: the number that they drew, and whether they have a seat."""

    number: int
    has_seat: bool


@contextmanager
def deciding() -> Iterator[None]:
    """A transaction about seats; also a decorator (`@deciding()`).

    SQLite lets those who wait to write look again after ever longer pauses, so that in a rush whoever has just come is
    let in, and who waits longest is told after 20 seconds that the database is locked. Here they queue for a lock of
    the operating system before it, and none of them ever meets a database that is locked by another of them.
    """
    connection = transaction.get_connection()
    is_outermost = connection.vendor == "sqlite" and not connection.in_atomic_block
    with _in_turn(str(connection.settings_dict["NAME"])) if is_outermost else nullcontext(), transaction.atomic():
        yield


@contextmanager
def _in_turn(database: str) -> Iterator[None]:
    """Released when the file is closed: by the end of the block, or of the process."""
    with Path(f"{database}.seats").open("w") as queue:
        fcntl.flock(queue, fcntl.LOCK_EX)
        yield


def lock(seats_id: int) -> Seats:
    """The row, read anew and held until the transaction ends. Lock it before any row that hangs on it."""
    _inside_a_transaction()
    return Seats.objects.select_for_update().get(pk=seats_id)


def free(seats: Seats) -> int | None:
    """How many seats are left; None where everyone has one."""
    return None if seats.capacity is None else seats.capacity - seats.taken


def has_room(seats: Seats) -> bool:
    return seats.capacity is None or seats.taken < seats.capacity


def arrive(seats: Seats) -> Arrival:
    """Draw the next number and take a seat if there is one. Call it with the row locked."""
    if not has_room(seats):
        return Arrival(stand_in_line(seats), has_seat=False)
    number = seats.last_in_line + 1
    _write(seats, taken=seats.taken + 1, last_in_line=number)
    return Arrival(number, has_seat=True)


def stand_in_line(seats: Seats) -> int:
    """Draw the next number, and no seat: for whom somebody must agree first. Call it with the row locked."""
    number = seats.last_in_line + 1
    _write(seats, last_in_line=number)
    return number


def take(seats: Seats) -> bool:
    """Take one seat for somebody who has a number; whether there was one. Exact without a lock too."""
    _inside_a_transaction()
    taken = bool(Seats.objects.filter(HAS_ROOM, pk=seats.pk).update(taken=F("taken") + 1))
    seats.taken += taken
    return taken


def release(seats: Seats, *, count: int = 1) -> None:
    """Give seats back. Whoever calls it lets the next in line have them before the transaction ends."""
    _inside_a_transaction()
    if count and not Seats.objects.filter(pk=seats.pk, taken__gte=count).update(taken=F("taken") - count):
        raise ValueError(f"{count} seats are given back, and fewer are taken: {seats.pk}")
    seats.taken -= count


def set_capacity(seats: Seats, capacity: int | None) -> None:
    """Raise or lower the number of seats (None: everyone has one). Call it with the row locked.

    Nobody loses a seat by it: a number below those taken is refused, with a ValidationError on "seats" that says how
    many there are. Whoever raises it lets the line move up before the transaction ends.
    """
    if capacity is not None and capacity < 1:
        raise ValidationError({"seats": _("Give at least one seat, or none at all: then everyone has one.")})
    if capacity is not None and capacity < seats.taken:
        words = ngettext(
            "%(taken)d seat is taken. Give at least that many, or withdraw people first.",
            "%(taken)d seats are taken. Give at least that many, or withdraw people first.",
            seats.taken,
        )
        raise ValidationError({"seats": words % {"taken": seats.taken}}, code="below_taken")
    _write(seats, capacity=capacity)


def _write(seats: Seats, **values: int | None) -> None:
    """Write to a row that was locked, and nothing else happened to it since: both conditions are said, not trusted."""
    _inside_a_transaction()
    as_read = Seats.objects.filter(pk=seats.pk, taken=seats.taken, last_in_line=seats.last_in_line)
    if not as_read.update(**values):
        raise RuntimeError(f"The seats {seats.pk} were written to by somebody else: lock them first.")
    for name, value in values.items():
        setattr(seats, name, value)


def _inside_a_transaction() -> None:
    """What is decided and what is written about it must come or go together."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("Seats are taken and given back inside a transaction.")
