"""A manager's word on a request. It holds its place in the line by arrival, whenever the word comes."""

from __future__ import annotations

from django.utils import timezone

from core.api import Person, change_status
from core.domain import seats as places
from learning.domain import line, telling
from learning.domain.enrolling import end
from learning.models import Enrolment


@places.deciding()
def approve(enrolment: Enrolment, *, actor: Person) -> Enrolment:
    """Agree: the request becomes a seat where there is one, and otherwise waits by the number that it drew on arrival.

    Raises OvertakenError (decided, or withdrawn meanwhile), ForbiddenError, NotNowError (the run has begun).
    """
    seats = line.lock_run(enrolment.run)
    run = line.read_again(enrolment.run)
    change_status(enrolment, "approve", actor=actor, changes={"decided_at": timezone.now(), "approver": actor})
    telling.promoted(run, [each for each in line.move_up_into(run, seats) if each.pk != enrolment.pk])
    enrolment.refresh_from_db()
    telling.approved(run, enrolment)
    return enrolment


@places.deciding()
def decline(enrolment: Enrolment, *, actor: Person, reason: str = "") -> Enrolment:
    """Do not agree; the person is told, with the reason. They may ask again, at the end of the line."""
    return end(enrolment, "decline", actor=actor, reason=reason, decided_at=timezone.now(), approver=actor)
