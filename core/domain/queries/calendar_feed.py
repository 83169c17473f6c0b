"""What a feed says, and whom its address belongs to."""

from __future__ import annotations

import datetime as dt
import uuid

from django.conf import settings
from django.core import signing
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from core.domain.queries.calendar import entry_of
from core.ics.document import document
from core.models.calendar import CalendarFeed, CalendarInvitation
from core.models.person import Person
from core.rules import is_employee

SIGNER = signing.Signer(salt="core.calendar_feed", sep=".")
PAST = dt.timedelta(days=90)
CANCELLED = dt.timedelta(days=30)  # as long as a calendar program may have been shut


def feed_address(feed: CalendarFeed) -> str:
    """The whole address. It is the secret: signed from the row's key, never stored, masked in logs."""
    return f"{settings.BASE_URL}{reverse('calendar_feed', args=[SIGNER.sign(feed.key.hex)])}"


def feed_of_address(token: str) -> CalendarFeed | None:
    """The feed that an address belongs to, while its owner is employed and has not given it another."""
    try:
        key = uuid.UUID(SIGNER.unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    feed = CalendarFeed.objects.select_related("person").filter(key=key).first()
    return feed if feed is not None and is_employee(feed.person) else None


def feed_document(feed: CalendarFeed) -> bytes:
    """What its owner is invited to, from three months back on; what was cancelled says so for a month."""
    now = timezone.now()
    shown = _invitations(feed.person).filter(
        Q(event__cancelled_at=None) | Q(event__cancelled_at__gt=now - CANCELLED), event__ends_at__gt=now - PAST
    )
    with translation.override(feed.person.language):
        return document([entry_of(each) for each in shown], name=_("Terakoya"))


def event_document(uid: uuid.UUID, *, viewer: Person) -> bytes | None:
    """One event as a file, for whoever is invited to it."""
    found = _invitations(viewer).filter(event__uid=uid).first()
    return document([entry_of(found)]) if found is not None else None


def _invitations(person: Person) -> QuerySet[CalendarInvitation]:
    theirs = CalendarInvitation.objects.filter(person=person, withdrawn_at=None)
    return theirs.select_related("event", "person").order_by("event__starts_at", "pk")
