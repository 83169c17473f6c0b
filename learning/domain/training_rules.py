"""Making, changing and ending rules, and what they ask at once. Whom they reach is computed in `recompute`."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.api import Audience, AudienceUse, Person, Reach, record
from learning.domain.recompute import recompute_rule
from learning.models import Curriculum, Requirement, TrainingRule

AXES = ("departments", "positions", "occupations", "grades", "regions", "companies")


@transaction.atomic
def save_rule(rule: TrainingRule, *, reach: Reach, actor: Person | None) -> TrainingRule:
    """Make or change a rule and compute it, all or nothing.

    The rule has an audience of its own. Raises ValidationError, naming the fields, where it can never be right;
    `learning.domain.rule_doubts` has what is asked back before.
    """
    is_new = rule.pk is None
    if not is_new:
        _refuse_another_curriculum(rule)
    else:
        _refuse_the_same_again(rule)
    if reach.names_nothing:
        raise ValidationError({"everyone": _("This reaches nobody. Choose “everyone”, or name whom it is for.")})
    rule.audience = _write_audience(rule, reach)
    if is_new:
        rule.created_by = actor
    rule.full_clean(exclude=["created_by"])
    rule.save()
    Audience.objects.filter(pk=rule.audience_id).update(name=f"rule {rule.pk}")
    action = "training_rule.made" if is_new else "training_rule.changed"
    record(action, actor=actor, on=rule, detail={"name": rule.name_en or rule.name_ja})
    recompute_rule(rule)
    return rule


@transaction.atomic
def switch_rule(rule: TrainingRule, *, on: bool, actor: Person | None) -> None:
    """Put a rule out of force, or in force again. What is open is dropped; what was met stays."""
    TrainingRule.objects.select_for_update().get(pk=rule.pk)
    rule.is_active = on
    rule.save(update_fields=["is_active"])
    record("training_rule.resumed" if on else "training_rule.ended", actor=actor, on=rule)
    recompute_rule(rule)


def _refuse_the_same_again(rule: TrainingRule) -> None:
    """Two clicks on one button are one rule: whoever waits for the row finds the first one made."""
    Curriculum.objects.select_for_update().get(pk=rule.curriculum_id)
    names = {"name_ja": rule.name_ja, "name_en": rule.name_en}
    if TrainingRule.objects.filter(curriculum=rule.curriculum_id, is_active=True, **names).exists():
        raise ValidationError({"name_ja": _("A rule of this name asks for this curriculum already.")})


def _refuse_another_curriculum(rule: TrainingRule) -> None:
    """What was met of one curriculum would be taken for another."""
    before = TrainingRule.objects.values_list("curriculum_id", flat=True).get(pk=rule.pk)
    if before != rule.curriculum_id and Requirement.objects.filter(rule=rule).exists():
        words = _("The rule has reached people already: end it, and make another for this curriculum.")
        raise ValidationError({"curriculum": words})


def _write_audience(rule: TrainingRule, reach: Reach) -> Audience:
    facts: dict[str, Any] = {
        "everyone": reach.everyone,
        "hire_types": list(reach.hire_types),
        "years_from": reach.years_from,
        "years_to": reach.years_to,
        "joined_from": reach.joined_from,
        "joined_to": reach.joined_to,
        "use": AudienceUse.TAKE,
    }
    own = Audience.objects.filter(pk=rule.audience_id, use=AudienceUse.TAKE).first() if rule.audience_id else None
    if own is None:
        own = Audience.objects.create(name=f"rule of {rule.name_en or rule.name_ja}"[:100], **facts)
    else:
        for name, value in facts.items():
            setattr(own, name, value)
        own.save()
    for axis in AXES:
        getattr(own, axis).set(getattr(reach, axis))
    return own
