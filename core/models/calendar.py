"""What stands in people's calendars: events, who is invited, and the private address of a person's feed."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from core.validators import validate_time_zone

TITLE_LENGTH = 250


class CalendarEvent(models.Model):
    """Something with a beginning and an end, put by an app under a key of its own (`learning.sitting:12`).

    uid        what calendars know it by; never changes, whatever becomes of the address of the portal
    sequence   raised by every change that a calendar shows (RFC 5545, SEQUENCE)
    zone       the zone that it is held in: moments are kept as such, the zone says how they were meant
    address    a path of the portal in either language; the reader's own takes its place
    changed_at when a calendar last had something to change
    """

    key = models.CharField(max_length=120, unique=True)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0)
    title_ja = models.CharField(_("title in Japanese"), max_length=TITLE_LENGTH)
    title_en = models.CharField(_("title in English"), max_length=TITLE_LENGTH, blank=True)
    description_ja = models.TextField(_("description in Japanese"), blank=True)
    description_en = models.TextField(_("description in English"), blank=True)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    zone = models.CharField(_("time zone"), max_length=60, validators=[validate_time_zone])
    place = models.CharField(_("place"), max_length=250, blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True)
    address = models.CharField(max_length=300, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="calendar_event_ends_after_it_begins",
                violation_error_message=_("It ends before it begins."),
            )
        ]
        indexes = [models.Index(fields=["starts_at", "ends_at"], name="calendar_event_span")]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The title in the active language; in the other where that one has none."""
        return self._spoken(self.title_ja, self.title_en)

    @property
    def description(self) -> str:
        """The description in the active language; in the other where that one has none."""
        return self._spoken(self.description_ja, self.description_en)

    @staticmethod
    def _spoken(japanese: str, english: str) -> str:
        speaks_japanese = (translation.get_language() or "ja").startswith("ja")
        return (japanese or english) if speaks_japanese else (english or japanese)


class CalendarInvitation(models.Model):
    """One person at one event, from the first invitation on; a withdrawn one stays, so that a calendar can be told.

    turns     how often this person was taken out or taken back: added to the event's sequence, so that what one
              person's calendar is told always counts upwards
    queued    the sequence of the last mail that was written to them; an older one is not sent any more
    told_at   when a mail first went out; who was told nothing need not be told that it is off
    """

    event = models.ForeignKey(CalendarEvent, on_delete=models.CASCADE, related_name="invitations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_invitations")
    invited_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    turns = models.PositiveIntegerField(default=0)
    queued = models.PositiveIntegerField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("invitation to an event")
        verbose_name_plural = _("invitations to events")
        constraints = [models.UniqueConstraint(fields=["event", "person"], name="one_invitation_an_event_and_person")]
        indexes = [models.Index(fields=["person", "withdrawn_at"], name="invitation_of_person")]

    @property
    def sequence(self) -> int:
        """What this person's calendar is told as SEQUENCE."""
        return self.event.sequence + self.turns


class CalendarFeed(models.Model):
    """The feed of a person's calendar. Its address is signed from `key` and stored nowhere: see decision 0106.

    answered, answered_at   a hash of what the feed last said, and since when: its ETag and Last-Modified
    """

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feed")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now)
    answered = models.CharField(max_length=64, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")
