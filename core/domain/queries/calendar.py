"""What stands in a person's calendar, and what it clashes with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from email.utils import parseaddr

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone, translation

from core.ics.document import Address, Entry
from core.models.calendar import CalendarEvent, CalendarInvitation
from core.models.person import Person

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)


def events_of(person: Person, start: dt.datetime, end: dt.datetime) -> QuerySet[CalendarEvent]:
    """What the person is invited to and takes place at least partly between two moments, the earliest first."""
    theirs = CalendarInvitation.objects.filter(person=person, withdrawn_at=None)
    return CalendarEvent.objects.filter(
        pk__in=theirs.values("event_id"), cancelled_at=None, starts_at__lt=end, ends_at__gt=start
    )


def clashing(
    person: Person, starts_at: dt.datetime, ends_at: dt.datetime, *, apart_from: Collection[str] = ()
) -> list[CalendarEvent]:
    """What the person is invited to at that time; `apart_from` are keys that do not count. One that ends when the
    other begins is no clash."""
    return list(events_of(person, starts_at, ends_at).exclude(key__in=apart_from))


def clashing_of(
    people: Iterable[Person], starts_at: dt.datetime, ends_at: dt.datetime, *, apart_from: Collection[str] = ()
) -> dict[int, list[CalendarEvent]]:
    """`clashing` for many people in one query: those who have something, by their number."""
    found: dict[int, list[CalendarEvent]] = {}
    invitations = CalendarInvitation.objects.filter(
        person__in=[person.pk for person in people], withdrawn_at=None, event__cancelled_at=None,
        event__starts_at__lt=ends_at, event__ends_at__gt=starts_at,
    ).exclude(event__key__in=apart_from)  # fmt: skip
    for each in invitations.select_related("event").order_by("event__starts_at", "pk"):
        found.setdefault(each.person_id, []).append(each.event)
    return found


def entry_of(invitation: CalendarInvitation, *, by_mail: bool = False) -> Entry:
    """An event as the invited person's calendar is told it, in the active language. By mail it names them."""
    event, person = invitation.event, invitation.person
    page = page_of(event, translation.get_language() or person.language)
    return Entry(
        uid=str(event.uid),
        sequence=invitation.sequence,
        title=event.title,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        zone=event.zone,
        stamped_at=timezone.now() if by_mail else max(event.changed_at, invitation.invited_at),
        changed_at=event.changed_at,
        description="\n\n".join(filter(None, (event.description, event.link, page))),
        location=event.place or event.link,
        url=page or event.link,
        is_cancelled=bool(event.cancelled_at or invitation.withdrawn_at),
        organiser=organiser(),
        attendee=Address(person.display_name, person.email) if by_mail else None,
    )


def page_of(event: CalendarEvent, language: str, *, whole: bool = True) -> str:
    """The address of the event's page, in a language; empty where it has none."""
    if not event.address:
        return ""
    first, _slash, rest = event.address.lstrip("/").partition("/")
    path = rest if first in LANGUAGES else event.address.lstrip("/")
    return f"{settings.BASE_URL if whole else ''}/{language}/{path}"


def organiser() -> Address:
    """The portal itself: a calendar takes changes from whoever invited, and people come and go."""
    name, email = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return Address(name or "Terakoya", email)
