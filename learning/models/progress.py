"""How far a reader is. Keyed by (translation_key, step id), never by a child row of a page."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning.enums import StepChangeKind, StepState


class StepMark(models.Model):
    """A reader marked a step done or stuck; the same in every language of the page.

    `first_stuck_at` outlives getting through: a mark that is done and was stuck once is someone who got past.
    The marks of someone long gone belong to nobody; `gone_reader` tells them from another's on the same page.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="step_marks")
    gone_reader = models.UUIDField(null=True, editable=False)
    translation_key = models.UUIDField()
    step_id = models.CharField(max_length=40)
    state = models.CharField(_("state"), max_length=5, choices=StepState)
    first_stuck_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)

    @property
    def reader(self) -> int | uuid.UUID | None:
        """Whose mark it is, among the marks of a page."""
        return self.person_id or self.gone_reader

    class Meta:
        verbose_name = _("step mark")
        constraints = [
            models.UniqueConstraint(fields=["person", "translation_key", "step_id"], name="one_mark_a_reader_and_step"),
            models.UniqueConstraint(
                fields=["gone_reader", "translation_key", "step_id"], name="one_mark_a_gone_reader_and_step"
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(gone_reader__isnull=True), name="a_mark_is_somebodys_or_nobodys"
            ),
            models.CheckConstraint(
                condition=~Q(state=StepState.DONE) | Q(done_at__isnull=False), name="a_done_step_says_when"
            ),
            models.CheckConstraint(
                condition=~Q(state=StepState.STUCK) | Q(first_stuck_at__isnull=False), name="a_stuck_step_says_when"
            ),
        ]
        indexes = [
            models.Index(fields=["translation_key", "step_id", "state"], name="step_mark_by_step"),
            models.Index(
                fields=["translation_key", "step_id"],
                condition=Q(first_stuck_at__isnull=False),
                name="step_mark_once_stuck",
            ),
        ]


class ReadingPlace(models.Model):
    """Where a reader stopped in a material (its chapters share one place)."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reading_places")
    head_key = models.UUIDField(help_text="translation_key of the material's first page")
    translation_key = models.UUIDField(help_text="translation_key of the chapter")
    step_id = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("reading place")
        constraints = [models.UniqueConstraint(fields=["person", "head_key"], name="one_place_a_reader_and_material")]
        indexes = [models.Index(fields=["person", "-at"], name="reading_place_latest")]


class StepChange(models.Model):
    """A split or a merge whose progress has been carried: once, whichever language or draft made it first."""

    translation_key = models.UUIDField()
    kind = models.CharField(max_length=5, choices=StepChangeKind)
    kept_id = models.CharField(max_length=40)
    other_id = models.CharField(max_length=40, help_text="the new part of a split, the step gone in a merge")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("change of steps")
        constraints = [
            models.UniqueConstraint(
                fields=["translation_key", "kind", "kept_id", "other_id"], name="a_change_of_steps_is_carried_once"
            )
        ]
