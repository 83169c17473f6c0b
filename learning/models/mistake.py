"""A mistake that a reader reports, with its place in the text."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning.enums import MistakeStatus


class MistakeReport(models.Model):
    """What is wrong where; it reaches the page's owner and authors."""

    token = models.UUIDField(default=uuid.uuid4, editable=False)
    page = models.ForeignKey("learning.MaterialPage", on_delete=models.CASCADE, related_name="mistakes")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mistake_reports")
    step_id = models.CharField(max_length=40, blank=True)
    step_title = models.CharField(max_length=300, blank=True)
    quote = models.TextField(_("the place in the text"), blank=True, max_length=2000)
    message = models.TextField(_("what is wrong"), max_length=5000)
    status = models.CharField(_("status"), max_length=8, choices=MistakeStatus, default=MistakeStatus.OPEN)
    created_at = models.DateTimeField(_("reported"), default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reply = models.TextField(_("reply"), blank=True, max_length=2000)
    reply_seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("reported mistake")
        verbose_name_plural = _("reported mistakes")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "token"], name="a_mistake_form_is_sent_once"),
            models.CheckConstraint(
                condition=Q(status=MistakeStatus.OPEN, closed_at__isnull=True)
                | (~Q(status=MistakeStatus.OPEN) & Q(closed_at__isnull=False)),
                name="a_closed_mistake_says_when",
            ),
        ]

    def __str__(self) -> str:
        return self.message[:60]
