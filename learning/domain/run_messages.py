"""What lecturers and organisers write to those who come."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from core.api import ForbiddenError, NotNowError, Person, record
from learning.domain import line, telling
from learning.enums import EnrolmentStatus, RunState
from learning.models import CourseRun, RunMessage
from learning.models.enrolments import SEATED
from learning.rules import manages_run

# The same words again within this time are the same message: a button pressed twice, a page sent again.
SAME_WITHIN = dt.timedelta(minutes=10)


def recipients(run: CourseRun, *, to_waiting: bool) -> QuerySet[Person]:
    """Those who have a seat (or had one when the run was held) and, if wished, those who wait; employed today."""
    statuses = [*SEATED, EnrolmentStatus.WAITING] if to_waiting else list(SEATED)
    chosen = run.enrolments.filter(status__in=statuses)
    return Person.objects.employed().filter(pk__in=chosen.values("person_id"))


@transaction.atomic
def write_to_attendees(
    run: CourseRun, *, actor: Person, subject: str, body: str, to_waiting: bool = False
) -> RunMessage:
    """Send it as a notice (and so by mail, as each has chosen) and keep it in the log. Raises ForbiddenError, and
    NotNowError where nobody would get it."""
    line.lock_run(run)  # of one button pressed twice, the second finds the first's message
    if not manages_run(actor, run):
        raise ForbiddenError(_("You may not do this."))
    if run.status not in (RunState.OPEN, RunState.HELD):
        raise NotNowError(_("This run is “%(status)s”: nobody comes.") % {"status": run.get_status_display()})
    facts = {"author": actor, "subject": subject.strip(), "body": body.strip(), "to_waiting": to_waiting}
    before = run.messages.filter(**facts, sent_at__gte=timezone.now() - SAME_WITHIN).first()
    if before is not None:
        return before
    people = list(recipients(run, to_waiting=to_waiting))
    if not people:
        raise NotNowError(_("Nobody is enrolled yet."))
    message = RunMessage.objects.create(run=run, **facts)
    record("run.message_sent", actor=actor, on=run, detail={"message": message.pk, "people": len(people)})
    telling.message_sent(message, people)
    return message
