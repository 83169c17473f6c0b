"""The private address under which a person's calendar can be followed."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid

from django.db import transaction
from django.utils import timezone

from core.domain import audit
from core.models.calendar import CalendarFeed
from core.models.person import Person

SECOND = dt.timedelta(seconds=1)


def feed_of(person: Person) -> CalendarFeed:
    """The person's feed, made when it is first looked at."""
    return CalendarFeed.objects.get_or_create(person=person)[0]


@transaction.atomic
def reset_feed(person: Person, *, actor: Person) -> CalendarFeed:
    """Another address; the old one answers no more, from the moment that this is committed."""
    feed, _is_new = CalendarFeed.objects.update_or_create(
        person=person, defaults={"key": uuid.uuid4(), "made_at": timezone.now(), "answered": "", "answered_at": None}
    )
    audit.record("calendar.feed_reset", actor=actor, subject=person)
    return feed


def note_answer(feed: CalendarFeed, document: bytes) -> tuple[str, dt.datetime]:
    """The tag of what the feed says, and since when it has said so: also what falls out of it is a change of it, so
    no moment of a row would do. Two answers never share a second, which is all that HTTP's dates can tell apart."""
    tag = hashlib.sha256(document).hexdigest()
    if feed.answered != tag or feed.answered_at is None:
        now = timezone.now().replace(microsecond=0)
        at = now if feed.answered_at is None else max(now, feed.answered_at + SECOND)
        CalendarFeed.objects.filter(pk=feed.pk, key=feed.key).update(answered=tag, answered_at=at)
        feed.answered, feed.answered_at = tag, at
    return feed.answered, feed.answered_at
