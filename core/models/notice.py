"""Notices: what a person is told, and how they wish to be told."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.enums import Delivery


class Notice(models.Model):
    """One thing told to one person, once: `key` names the thing and the event, whatever tells of it again.

    context    plain JSON from which the words are made in the reader's language; no secret, nothing confidential
    address    where it leads, a path without host
    delivery   as the person had chosen when it was written; `domain.notice_choices` changes what still waits
    due_at     when the mail is to go; null: there is none, or it has been handed over to `mail`
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=120)
    context = models.JSONField(default=dict)
    address = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    delivery = models.CharField(max_length=8, choices=Delivery)
    due_at = models.DateTimeField(null=True, blank=True)
    mail = models.ForeignKey("core.Mail", null=True, blank=True, on_delete=models.SET_NULL, related_name="notices")

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "key"], name="a_person_is_told_once"),
            models.CheckConstraint(
                condition=Q(delivery__in=[Delivery.AT_ONCE, Delivery.DIGEST, Delivery.IN_APP]),
                name="a_notice_that_is_off_is_not_written",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-created_at", "-id"], name="notices_of_person"),
            models.Index(fields=["person"], condition=Q(read_at__isnull=True), name="notices_unread"),
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="notices_due"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class NoticeChoice(models.Model):
    """How someone wishes to hear of a kind. Without a row, as the kind says."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_choices")
    kind = models.CharField(max_length=60)
    delivery = models.CharField(max_length=8, choices=Delivery)

    class Meta:
        verbose_name = _("choice of notices")
        verbose_name_plural = _("choices of notices")
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="one_choice_for_a_kind"),
            models.CheckConstraint(condition=Q(delivery__in=Delivery.values), name="a_choice_is_a_delivery"),
        ]


class NoticeHours(models.Model):
    """When someone wishes to be left alone, and when the daily mail comes: by the clock of their own zone.

    From `quiet_from` until before `quiet_until`, over midnight where the first is the later; both or neither.
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_hours")
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    digest_at = models.TimeField()

    class Meta:
        verbose_name = _("hours of notices")
        verbose_name_plural = _("hours of notices")
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="quiet_hours_begin_and_end",
            ),
        ]
