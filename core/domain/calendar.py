"""Events in people's calendars: put there, moved and cancelled by the app whose they are; people invited and let go.

All of it is rows in the caller's transaction; what people are told goes out by mail once it has committed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, NotRequired, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from core.domain.calendar_mail import tell
from core.models.calendar import CalendarEvent, CalendarInvitation
from core.models.person import Person

# A change of these is worth a mail; one of the others reaches whoever follows the feed.
TOLD = frozenset({"title_ja", "title_en", "starts_at", "ends_at", "zone", "place", "link", "cancelled_at"})
EMPTY = ("title_en", "place", "link", "address", "description_ja", "description_en")


class EventFacts(TypedDict):
    """What is said of an event. Times are aware; `zone` is where they are lived; `address` is a path of the portal."""

    title_ja: str
    title_en: NotRequired[str]
    starts_at: dt.datetime
    ends_at: dt.datetime
    zone: str
    place: NotRequired[str]
    link: NotRequired[str]
    address: NotRequired[str]
    description_ja: NotRequired[str]
    description_en: NotRequired[str]


@transaction.atomic
def put_event(*, key: str, **facts: Unpack[EventFacts]) -> CalendarEvent:
    """Create an event or change it; one that was cancelled takes place again. Said twice, the second changes nothing.

    Times count in whole seconds; what is not said is empty. Whoever is invited is told when it moves. ValidationError
    names the field: an end before the beginning, a zone that is none.
    """
    wanted = _wanted(facts)
    event = CalendarEvent.objects.select_for_update().filter(key=key).first()
    if event is None:
        CalendarEvent(key=key, **wanted).full_clean(validate_unique=False)
        event, is_new = CalendarEvent.objects.select_for_update().get_or_create(key=key, defaults=wanted)
        if is_new:
            return event
    _change(event, wanted)
    return event


@transaction.atomic
def cancel_event(key: str) -> None:
    """It does not take place; whoever is invited is told. An event that is cancelled, or never was, stays so."""
    event = _locked(key)
    if event is not None and event.cancelled_at is None:
        _change(event, {"cancelled_at": timezone.now()})


@transaction.atomic
def invite(key: str, people: Iterable[Person], *, by_mail: bool = True) -> list[Person]:
    """Put an event into people's calendars; returns those who were not invited before. Raises KeyError without it.

    `by_mail=False` where they are told otherwise, or it lies long back.
    """
    event = _locked(key)
    if event is None:
        raise KeyError(key)
    wanted = {person.pk: person for person in people}
    known = {each.person_id: each for each in event.invitations.filter(person__in=wanted)}
    back = [each.pk for each in known.values() if each.withdrawn_at is not None]
    CalendarInvitation.objects.filter(pk__in=back).update(
        withdrawn_at=None, invited_at=timezone.now(), turns=F("turns") + 1
    )
    CalendarInvitation.objects.bulk_create(
        [CalendarInvitation(event=event, person=person) for pk, person in wanted.items() if pk not in known]
    )
    new = [person for pk, person in wanted.items() if pk not in known or known[pk].withdrawn_at is not None]
    if by_mail and event.cancelled_at is None:
        tell(event, people=new)
    return new


@transaction.atomic
def uninvite(key: str, people: Iterable[Person], *, by_mail: bool = True) -> list[Person]:
    """Take an event out of people's calendars; returns those whom it was taken from."""
    event = _locked(key)
    if event is None:
        return []
    leaving = event.invitations.filter(person__in=[person.pk for person in people], withdrawn_at=None)
    gone = [each.person for each in leaving.select_related("person")]
    event.invitations.filter(person__in=gone).update(withdrawn_at=timezone.now(), turns=F("turns") + 1)
    if by_mail and event.cancelled_at is None:
        tell(event, people=gone)
    return gone


def _locked(key: str) -> CalendarEvent | None:
    """The event's row is the lock: of two who change it or its guests at once, the second sees what the first did."""
    return CalendarEvent.objects.select_for_update().filter(key=key).first()


def _wanted(facts: EventFacts) -> dict[str, Any]:
    """All that calendars show of an event, as the database gives it back."""
    moments = {"starts_at": _moment("starts_at", facts["starts_at"]), "ends_at": _moment("ends_at", facts["ends_at"])}
    return {**dict.fromkeys(EMPTY, ""), **facts, **moments, "cancelled_at": None}


def _change(event: CalendarEvent, wanted: dict[str, Any]) -> None:
    changed = {name for name, value in wanted.items() if getattr(event, name) != value}
    if not changed:
        return
    latest_end = event.ends_at
    for name in changed:
        setattr(event, name, wanted[name])
    event.full_clean(validate_unique=False)
    event.sequence += 1
    event.changed_at = timezone.now()
    event.save(update_fields=[*changed, "sequence", "changed_at"])
    if changed & TOLD:
        staying = event.invitations.filter(withdrawn_at=None).select_related("person")
        tell(event, people=[each.person for each in staying], latest_end=latest_end)


def _moment(name: str, moment: dt.datetime) -> dt.datetime:
    """In UTC and whole seconds, as calendars count: what comes back from the database compares equal."""
    if timezone.is_naive(moment):
        raise ValidationError({name: _("Say in which time zone this is.")})
    return moment.astimezone(dt.UTC).replace(microsecond=0)
