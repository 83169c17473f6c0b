"""What those who came think of a run. Whoever reads it reads no names."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.api import ForbiddenError, NotNowError, Person, record
from learning.enums import RunState
from learning.models import Enrolment, Feedback
from learning.models.enrolments import SEATED


def obstacle_to_feedback(enrolment: Enrolment) -> str:
    """Why nothing can be said yet, or not by this person; "" where it can."""
    if enrolment.status not in SEATED or enrolment.run.status == RunState.CANCELLED:
        return _("Those who took part give feedback.")
    ends_at = enrolment.run.ends_at
    if ends_at is None or ends_at > timezone.now():
        return _("Feedback can be given when the last sitting is over.")
    return ""


@transaction.atomic
def give_feedback(
    enrolment: Enrolment, *, actor: Person, useful: int, pace: int, recommends: bool, good: str = "", better: str = ""
) -> Feedback:
    """Say it, or say it anew: one answer an enrolment. The trail tells that it was given, not what.

    Raises ForbiddenError (of another person), NotNowError, ValidationError by field.
    """
    locked = Enrolment.objects.select_for_update(of=("self",)).select_related("run").get(pk=enrolment.pk)
    if actor.pk != locked.person_id:
        raise ForbiddenError(_("You may not do this."))
    if against := obstacle_to_feedback(locked):
        raise NotNowError(against)
    said = Feedback.objects.filter(enrolment=locked).first() or Feedback(enrolment=locked)
    said.useful, said.pace, said.recommends = useful, pace, recommends
    said.good, said.better, said.at = good.strip(), better.strip(), timezone.now()
    said.full_clean(validate_unique=False, exclude=["enrolment"])
    said.save()
    record("feedback.given", actor=actor, subject=actor, on=locked.run)
    return said
