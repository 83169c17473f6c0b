"""Where a person was on a day: dated places, each with a kind."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.enums import AssignmentKind
from core.models.organisation import Company, Department, Grade, Occupation, Position
from core.models.person import Person


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Reads over assignments."""

    def on(self, day: dt.date | None = None) -> AssignmentQuerySet:
        """Those in force on a day; `ends_on` is the last day, inclusive."""
        at = day or timezone.localdate()
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=at), starts_on__lte=at)


class Assignment(models.Model):
    """One place of one person from a first to a last day, both inclusive."""

    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.CASCADE, related_name="assignments")
    kind = models.CharField(_("kind"), max_length=16, choices=AssignmentKind, default=AssignmentKind.REGULAR)
    company = models.ForeignKey(
        Company, verbose_name=_("company"), on_delete=models.PROTECT, related_name="assignments"
    )
    department = models.ForeignKey(
        Department, verbose_name=_("department"), on_delete=models.PROTECT, related_name="assignments"
    )
    position = models.ForeignKey(Position, verbose_name=_("position"), on_delete=models.PROTECT, related_name="+")
    occupation = models.ForeignKey(Occupation, verbose_name=_("occupation"), on_delete=models.PROTECT, related_name="+")
    grade = models.ForeignKey(
        Grade, verbose_name=_("grade"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    share = models.PositiveSmallIntegerField(_("share of working hours (%)"), default=100)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["person", "starts_on", "id"]
        indexes = [models.Index(fields=["department", "starts_on", "ends_on"], name="assignment_place_and_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="assignment_ends_after_it_starts",
                violation_error_message=_("The last day lies before the first day."),
            ),
            models.CheckConstraint(condition=Q(share__gte=1, share__lte=100), name="assignment_share_is_a_percentage"),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(ends_on__isnull=True, kind=AssignmentKind.REGULAR),
                name="person_has_one_open_regular_assignment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.department} ({self.get_kind_display()})"
