"""How far a reader is. Keyed by (translation_key, step id), never by a child row of a page."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning.enums import StepState


class StepMark(models.Model):
    """A reader marked a step done or stuck; the same in every language of the page."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="step_marks")
    translation_key = models.UUIDField()
    step_id = models.CharField(max_length=40)
    state = models.CharField(_("state"), max_length=5, choices=StepState)
    first_stuck_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("step mark")
        constraints = [
            models.UniqueConstraint(fields=["person", "translation_key", "step_id"], name="one_mark_a_reader_and_step")
        ]
        indexes = [models.Index(fields=["translation_key", "step_id", "state"], name="step_mark_by_step")]


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
