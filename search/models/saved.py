"""Searches that people keep: to open again, and to follow in a feed reader."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.enums import Language

NAME_LENGTH = 80
TEXT_LENGTH = 1000


class SavedSearch(models.Model):
    """What someone searches for again and again.

    text, kinds, filters, order   as the search page has them in its address
    feed_key                      what the feed's address is signed from; a new one ends the old address
    known, looked_at              what it found the last time that it was looked at for news; null: not yet
    removed_at                    taken away by its owner; goes for good a day later, so that there is an undo
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_searches")
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    text = models.CharField(_("search words"), max_length=TEXT_LENGTH, blank=True)
    kinds = models.JSONField(default=list, blank=True)
    filters = models.JSONField(default=dict, blank=True)
    order = models.CharField(max_length=8, default="best")
    language = models.CharField(_("language"), max_length=5, choices=Language)
    feed_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    known = models.JSONField(default=list, blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["owner", "removed_at"], name="saved_search_of_owner")]

    def __str__(self) -> str:
        return self.name
