"""What comes next, on home."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone, translation

from core.cards import Card
from core.domain.queries.calendar import events_of, page_of
from core.kept.noting import only_rows, until
from core.kept.stamps import name_of
from core.models.calendar import CalendarInvitation
from core.models.person import Person

SOON = dt.timedelta(days=14)
SHOWN = 4


def calendar_card(person: Person) -> Card | None:
    """The next few events within two weeks, one that has begun among them; none, no card."""
    now = timezone.now()
    with only_rows(name_of(CalendarInvitation, person=person)):
        events = list(events_of(person, now, now + SOON)[:SHOWN])
    if not events:
        return None
    until(min(event.ends_at for event in events))
    language = translation.get_language() or person.language
    rows = [(event, page_of(event, language, whole=False)) for event in events]
    return Card("calendar", "core/cards/calendar.html", {"rows": rows})
