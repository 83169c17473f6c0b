"""A mistake that a reader reports, with its place in the text."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning.enums import MistakeStatus


class MistakeReport(models.Model):
    """What is wrong where; it reaches the page's owner and authors."""

    page = models.ForeignKey("learning.MaterialPage", on_delete=models.CASCADE, related_name="mistakes")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    step_id = models.CharField(max_length=40, blank=True)
    quote = models.TextField(_("the place in the text"), blank=True, max_length=2000)
    message = models.TextField(_("what is wrong"), max_length=5000)
    status = models.CharField(max_length=8, choices=MistakeStatus, default=MistakeStatus.OPEN)
    created_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reply = models.TextField(_("reply"), blank=True, max_length=2000)

    class Meta:
        verbose_name = _("reported mistake")
        verbose_name_plural = _("reported mistakes")
        ordering = ["-created_at", "-id"]
