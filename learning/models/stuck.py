"""Being stuck at a step: what was seen, what answers it, and whom the answer helped."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning.enums import AskedBecause


class StuckReport(models.Model):
    """What a reader saw when they could not go on. `token` makes sending the same form twice harmless."""

    token = models.UUIDField(default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="stuck_reports")
    translation_key = models.UUIDField()
    step_id = models.CharField(max_length=40)
    step_title = models.CharField(max_length=300, blank=True, help_text="as it was then; the step may be gone")
    language = models.CharField(max_length=5)
    seen = models.TextField(_("what you saw"), max_length=20000)
    tried = models.TextField(_("what you tried"), blank=True, max_length=5000)
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    solved_at = models.DateTimeField(null=True, blank=True)
    solved_by = models.ForeignKey(
        "learning.StuckAnswer", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    hidden_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("stuck report")
        verbose_name_plural = _("stuck reports")
        ordering = ["-created_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["person", "token"], name="a_stuck_form_is_sent_once")]
        indexes = [
            models.Index(fields=["translation_key", "step_id"], name="stuck_report_by_step"),
            models.Index(
                fields=["translation_key", "created_at"],
                condition=Q(solved_at__isnull=True, hidden_at__isnull=True),
                name="stuck_report_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step_title} ({self.created_at:%Y-%m-%d})"


class StuckPicture(models.Model):
    """A picture of what was seen; private, handed out by the files view to those who may read the report."""

    report = models.ForeignKey(StuckReport, on_delete=models.CASCADE, related_name="pictures")
    file = models.FileField(upload_to="stuck/%Y/%m/")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()

    @property
    def name(self) -> str:
        """The name that a browser saves it under."""
        return str(self.file.name).rsplit("/", 1)[-1]

    @property
    def url(self) -> str:
        """Handed out by the files view, which asks who may see the question."""
        return reverse("file", kwargs={"kind": "stuck", "number": self.pk, "name": self.name})


class StuckAnswer(models.Model):
    """What got someone past it; it folds under the step for whoever comes next."""

    token = models.UUIDField(default=uuid.uuid4, editable=False)
    report = models.ForeignKey(StuckReport, on_delete=models.CASCADE, related_name="answers")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="stuck_answers")
    body = models.TextField(_("answer"), max_length=20000)
    created_at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["created_at", "id"]
        constraints = [models.UniqueConstraint(fields=["author", "token"], name="an_answer_form_is_sent_once")]

    def __str__(self) -> str:
        return self.body[:60]


class Helped(models.Model):
    """An answer helped a reader; at most once each."""

    answer = models.ForeignKey(StuckAnswer, on_delete=models.CASCADE, related_name="helped")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["answer", "person"], name="an_answer_helps_a_reader_once")]


class Asked(models.Model):
    """Someone was asked whether they know the way past; once for each report, whatever the reason."""

    report = models.ForeignKey(StuckReport, on_delete=models.CASCADE, related_name="asked")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="asked_about")
    because = models.CharField(max_length=8, choices=AskedBecause)
    at = models.DateTimeField(default=timezone.now)
    mailed_at = models.DateTimeField(null=True, blank=True)
    set_aside_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("person asked")
        constraints = [models.UniqueConstraint(fields=["report", "person"], name="a_person_is_asked_once_a_report")]
        indexes = [models.Index(fields=["person", "-at"], name="asked_latest")]


class UnsentPicture(models.Model):
    """A picture chosen in a form that came back with an error: it waits for the form to be sent, for its owner alone.

    `token` is the form's. Sent, the file goes over to the question; left lying, a job deletes it after a day.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    token = models.UUIDField()
    file = models.FileField(upload_to="unsent/%Y/%m/")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("picture not sent yet")
        verbose_name_plural = _("pictures not sent yet")
        ordering = ["pk"]
        indexes = [models.Index(fields=["person", "token"], name="unsent_picture_of_form")]

    @property
    def name(self) -> str:
        """The name that a browser saves it under."""
        return str(self.file.name).rsplit("/", 1)[-1]

    @property
    def url(self) -> str:
        """Handed out by the files view to its owner."""
        return reverse("file", kwargs={"kind": "unsent", "number": self.pk, "name": self.name})
