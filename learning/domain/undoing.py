"""A withdrawal taken back: for some minutes whoever withdrew has again what they had, as far as it is still there.

A seat comes back while one is free; one that went to the next in line is theirs. A place in the line and a request
come back with the number that they had: nobody who waits is passed by somebody who came after them.
"""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from core.api import NotNowError, Person, change_status
from core.domain import seats as places
from learning.domain import line, telling
from learning.domain.enrolment_flow import UNDO_FOR, is_fresh_withdrawal
from learning.enums import EnrolmentStatus as Status
from learning.models import Enrolment

WAYS = {Status.ENROLLED: "restore_seat", Status.WAITING: "restore_place", Status.REQUESTED: "restore_request"}


def undo_until(enrolment: Enrolment) -> dt.datetime | None:
    """Until when their own withdrawal can be taken back; None where there is none, or it is too late."""
    if not is_fresh_withdrawal(enrolment) or enrolment.ended_at is None:
        return None
    return enrolment.ended_at + UNDO_FOR


def had(enrolment: Enrolment) -> Status:
    """What somebody who withdrew had before. In doubt a request: then the manager is asked again."""
    if enrolment.seated_at is not None:
        return Status.ENROLLED
    asks = enrolment.run.course.needs_approval and enrolment.decided_at is None
    return Status.REQUESTED if asks else Status.WAITING


@places.deciding()
def undo_withdrawal(enrolment: Enrolment, *, actor: Person) -> Enrolment:
    """Raises NotNowError (`taken`: the seat went to somebody else), ForbiddenError, OvertakenError."""
    seats = line.lock_run(enrolment.run)
    run = line.read_again(enrolment.run)
    enrolment.refresh_from_db()
    before = had(enrolment)
    telling.promoted(run, line.move_up_into(run, seats))
    if before == Status.ENROLLED and not places.has_room(seats):
        words = _("Your seat went to the next in line. You can enrol again, at the end of the line.")
        raise NotNowError(words, code="taken")
    change_status(enrolment, WAYS[before], actor=actor, changes={"ended_at": None}, detail={"run": run.pk})
    if before == Status.ENROLLED:
        places.take(seats)
    telling.arrived(run, enrolment, actor=actor)
    if before == Status.WAITING:
        telling.promoted(run, line.move_up_into(run, seats))
        enrolment.refresh_from_db()
    return enrolment
