"""Tokens by which a person's own programs ask the API."""

from __future__ import annotations

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.enums import TokenScope

NAME_LENGTH = 80


class ApiToken(models.Model):
    """A token is shown once; here stands its hash alone, and its first letters to know it by.

    session_epoch   the person's when it was made: signing out everywhere, a new password and leaving raise it, and
                    the token is no longer one
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    scope = models.CharField(_("what it may do"), max_length=8, choices=TokenScope, default=TokenScope.READ)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    beginning = models.CharField(max_length=12, editable=False)
    session_epoch = models.PositiveIntegerField(editable=False)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(_("ends"))
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def last_day(self) -> dt.date:
        """The day at whose end it ends, in the person's zone."""
        return timezone.localdate(self.expires_at - dt.timedelta(seconds=1), self.person.zone)

    @property
    def is_alive(self) -> bool:
        """Whether it opens anything: not past its day, and nobody signed out everywhere since."""
        return self.expires_at > timezone.now() and self.session_epoch == self.person.session_epoch
