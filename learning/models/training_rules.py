"""Who must take what by when: rules, what follows from them for each person, and who is exempt."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from core.api import Audience
from learning.enums import DueKind, RequirementState
from learning.models.courses import Course
from learning.models.curricula import Curriculum


class TrainingRule(models.Model):
    """From an audience to a curriculum, with a due date, a repeat, and what counts as done already.

    Due dates are days in the person's zone, inclusive. `due_days` counts from the day of joining or of the
    assignment; `due_month` and `due_day` name a day of each year.
    """

    name_ja = models.CharField(_("name in Japanese"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    audience = models.ForeignKey(
        Audience, verbose_name=_("who must take it"), on_delete=models.PROTECT, related_name="+"
    )
    curriculum = models.ForeignKey(
        Curriculum, verbose_name=_("curriculum"), on_delete=models.PROTECT, related_name="rules"
    )
    starts_on = models.DateField(_("in force from"), default=timezone.localdate)
    ends_on = models.DateField(_("in force until"), null=True, blank=True)
    due_kind = models.CharField(_("due"), max_length=10, choices=DueKind, default=DueKind.JOINED)
    due_on = models.DateField(_("day"), null=True, blank=True)
    due_days = models.PositiveSmallIntegerField(
        _("days"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(3660)]
    )
    due_month = models.PositiveSmallIntegerField(
        _("month"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    due_day = models.PositiveSmallIntegerField(
        _("day of the month"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(31)]
    )
    repeat_months = models.PositiveSmallIntegerField(
        _("repeat every (months)"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(240)]
    )
    credit_months = models.PositiveSmallIntegerField(
        _("what was completed counts for (months)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(240)],
        help_text=_("Empty: whatever was completed before counts, however long ago."),
    )
    is_active = models.BooleanField(_("in force"), default=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    computed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("training rule")
        verbose_name_plural = _("training rules")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(due_kind=DueKind.FIXED) | Q(due_on__isnull=False), name="a_fixed_due_date_is_given"
            ),
            models.CheckConstraint(
                condition=~Q(due_kind__in=[DueKind.JOINED, DueKind.ASSIGNED]) | Q(due_days__isnull=False),
                name="days_after_are_given",
            ),
            models.CheckConstraint(
                condition=~Q(due_kind=DueKind.CALENDAR) | Q(due_month__isnull=False, due_day__isnull=False),
                name="a_day_of_the_year_is_given",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_ja if (translation.get_language() or "ja").startswith("ja") else self.name_en


class Equivalent(models.Model):
    """Who completed `counts` need not take `course`; one way only."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="equivalents")
    counts = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="counts_for")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("equivalent")
        verbose_name_plural = _("equivalents")
        constraints = [
            models.UniqueConstraint(fields=["course", "counts"], name="one_equivalent_once"),
            models.CheckConstraint(condition=~Q(course=models.F("counts")), name="no_equivalent_of_itself"),
        ]


class Requirement(models.Model):
    """That a rule reaches a person, in one round of it. Recomputed; what was met stays.

    `because` is plain data that words the reason in the reader's language, such as
    `{"kind": "assigned", "department": 12, "on": "2026-04-01"}`.
    """

    rule = models.ForeignKey(TrainingRule, on_delete=models.CASCADE, related_name="requirements")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="requirements")
    round = models.PositiveSmallIntegerField(default=0)
    since_on = models.DateField(_("since"))
    due_on = models.DateField(_("due"))
    state = models.CharField(_("state"), max_length=7, choices=RequirementState, default=RequirementState.OPEN)
    met_on = models.DateField(_("met on"), null=True, blank=True)
    because = models.JSONField(default=dict)
    reminded_at = models.DateTimeField(null=True, blank=True)
    told = models.PositiveSmallIntegerField(default=0, help_text="How far the person was told: docs/training-rules.md")
    told_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "person", "round"], name="one_requirement_a_round"),
            models.CheckConstraint(
                condition=~Q(state=RequirementState.MET) | Q(met_on__isnull=False), name="a_met_requirement_says_when"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "state", "due_on"], name="requirement_of_person"),
            models.Index(fields=["rule", "state", "due_on"], name="requirement_of_rule"),
        ]


class Exemption(models.Model):
    """Someone need not do what a rule asks: who said so, why, and until when (last day, inclusive)."""

    rule = models.ForeignKey(TrainingRule, on_delete=models.CASCADE, related_name="exemptions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="exemptions")
    reason = models.CharField(_("reason"), max_length=500)
    until = models.DateField(_("until"), null=True, blank=True)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    granted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("exemption")
        verbose_name_plural = _("exemptions")
        constraints = [models.UniqueConstraint(fields=["rule", "person"], name="one_exemption_a_rule_and_person")]
