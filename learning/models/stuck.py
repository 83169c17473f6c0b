"""Being stuck at a step: what was seen, what answers it, and whom the answer helped."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class StuckReport(models.Model):
    """What a reader saw when they could not go on."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="stuck_reports")
    translation_key = models.UUIDField()
    step_id = models.CharField(max_length=40)
    language = models.CharField(max_length=5)
    seen = models.TextField(_("what you saw"), max_length=20000)
    tried = models.TextField(_("what you tried"), blank=True, max_length=5000)
    created_at = models.DateTimeField(default=timezone.now)
    solved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("stuck report")
        verbose_name_plural = _("stuck reports")
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["translation_key", "step_id"], name="stuck_report_by_step")]


class StuckPicture(models.Model):
    """A picture of what was seen; private, handed out by the files view to those who may read the report."""

    report = models.ForeignKey(StuckReport, on_delete=models.CASCADE, related_name="pictures")
    file = models.FileField(upload_to="stuck/%Y/%m/")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()


class StuckAnswer(models.Model):
    """What got someone past it; it folds under the step for whoever comes next."""

    report = models.ForeignKey(StuckReport, on_delete=models.CASCADE, related_name="answers")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="stuck_answers")
    body = models.TextField(_("answer"), max_length=20000)
    created_at = models.DateTimeField(default=timezone.now)
    hidden_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["created_at", "id"]


class Helped(models.Model):
    """An answer helped a reader; at most once each."""

    answer = models.ForeignKey(StuckAnswer, on_delete=models.CASCADE, related_name="helped")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["answer", "person"], name="an_answer_helps_a_reader_once")]
