"""One-time links by which a person sets a password: an invitation, a forgotten password, the first administrator."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.enums import LinkPurpose


class AccountLink(models.Model):
    """The row is the link's fate: it works once, until `expires_at`, unless a newer one replaced it.

    The address that is mailed is signed from `key` and never stored.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="account_links")
    purpose = models.CharField(max_length=12, choices=LinkPurpose)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    void_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("link that sets a password")
        verbose_name_plural = _("links that set a password")
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(used_at__isnull=True, void_at__isnull=True),
                name="one_open_link_a_person",
            )
        ]
