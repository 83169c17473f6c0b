"""A spreadsheet that somebody sent: checked first, imported when they say so, and gone soon after."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.enums import PeopleFileStatus


class PeopleFile(models.Model):
    """What was sent, how it is to be read, how far the work is, and its report (`interfaces.tables.plan.Report`).

    Report and error are kept in every language (`core.notices.in_languages`): a colleague of whoever sent the file may
    read another. Texts from before that are in the sender's alone.

    `file` is deleted as soon as it was imported or given up; the report stays as long as the privacy notes say.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(_("file name"), max_length=200)
    file = models.FileField(upload_to="people-files/%Y/%m/", blank=True)
    table = models.CharField(_("table"), max_length=20, blank=True)
    is_full = models.BooleanField(_("names everybody"), default=False)
    columns = models.JSONField(default=dict, blank=True, help_text="heading → column name, where the guess was wrong")
    status = models.CharField(max_length=8, choices=PeopleFileStatus, default=PeopleFileStatus.CHECKING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=dict, blank=True)
    error = models.JSONField(default=dict, blank=True, help_text="language → why it could not be read")
    created_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("file of people")
        verbose_name_plural = _("files of people")
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.name
