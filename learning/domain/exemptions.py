"""Who need not do what a rule asks: said by someone, for a reason, until a day or for good."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.api import Person, record
from learning.domain.recompute import recompute_rule
from learning.models import Exemption, TrainingRule

MOST_YEARS = 10


@transaction.atomic
def exempt(
    person: Person, *, rule: TrainingRule, reason: str, until: dt.date | None, actor: Person | None
) -> Exemption:
    """Said again, it replaces what was said before. Raises ValidationError where the reason or the day is amiss."""
    if problem := _wrong_day(until):
        raise ValidationError({"until": problem})
    if actor is not None and actor.pk == person.pk:
        raise ValidationError({"person": _("Nobody exempts themselves: ask your manager or HR.")})
    facts = {"reason": reason.strip(), "until": until, "granted_by": actor, "granted_at": timezone.now()}
    row = Exemption.objects.filter(rule=rule, person=person).first() or Exemption(rule=rule, person=person)
    for name, value in facts.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    detail = {"rule": rule.pk, "until": until.isoformat() if until else ""}
    record("exemption.granted", actor=actor, subject=person, on=row, detail=detail)
    recompute_rule(rule, people=[person.pk])
    return row


def _wrong_day(until: dt.date | None) -> str:
    today = timezone.localdate()
    if until is None:
        return ""
    if until < today:
        return _("This day is past.")
    if until.year > today.year + MOST_YEARS:
        return _("This lies more than %(count)d years away. Empty means for good.") % {"count": MOST_YEARS}
    return ""


@transaction.atomic
def end_exemption(row: Exemption, *, actor: Person | None) -> None:
    """From today it is asked again, with as much time as after an exemption that ended by itself.

    One that has ended already stays as it is: a page that stood open would give the days anew.
    """
    row = Exemption.objects.select_for_update().select_related("rule", "person").get(pk=row.pk)
    if row.until is not None and row.until < timezone.localdate():
        return
    row.until = timezone.localdate() - dt.timedelta(days=1)
    row.save(update_fields=["until"])
    record("exemption.ended", actor=actor, subject=row.person, on=row, detail={"rule": row.rule_id})
    recompute_rule(row.rule, people=[row.person_id])
