"""A run that does not take place. One that was held is closed by `closing`."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.api import Person, change_status
from learning.domain import line, run_calendar, telling
from learning.domain.closing import cancel_enrolments
from learning.models import CourseRun

LONGEST_REASON = 1000


@transaction.atomic
def cancel_run(run: CourseRun, *, actor: Person, reason: str) -> CourseRun:
    """Cancel it, all or nothing: nobody is enrolled or waits any more, calendars are mended, all of them are told why.

    Raises ValidationError on "reason", OvertakenError (held, or cancelled already) and ForbiddenError.
    """
    words = reason.strip()
    if not words:
        raise ValidationError({"reason": _("Say why: it is what people are told.")})
    if len(words) > LONGEST_REASON:
        raise ValidationError({"reason": _("Say it in %(most)d characters at most.") % {"most": LONGEST_REASON}})
    line.lock_run(run)
    change_status(run, "cancel", actor=actor, changes={"cancelled_because": words})
    people = cancel_enrolments(run, actor=actor)
    run_calendar.cancel_sittings(run.sittings.values_list("pk", flat=True))
    telling.run_cancelled(run, people)
    return run
