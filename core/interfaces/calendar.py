"""A person's calendar for the screen: a month of weeks, or what comes, by day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils import timezone, translation

from core.domain.queries.calendar import events_of, page_of
from core.models.calendar import CalendarEvent
from core.models.person import Person
from core.templatetags.times import hours_on

DAY = dt.timedelta(days=1)
YEARS = range(2000, 2101)
AHEAD = dt.timedelta(days=90)


@dataclass(frozen=True)
class Item:
    """An event on one day: when on that day, and the page that tells more."""

    event: CalendarEvent
    hours: str
    page: str


@dataclass
class Day:
    """A day and what is on it."""

    date: dt.date
    is_today: bool
    is_outside: bool = False
    items: list[Item] = field(default_factory=list)


@dataclass(frozen=True)
class Month:
    """Whole weeks from Monday on, with the days of the months beside it."""

    first: dt.date
    days: list[Day]

    @property
    def before(self) -> str:
        return _named(self.first - DAY)

    @property
    def after(self) -> str:
        return _named(self.first + 31 * DAY)

    @property
    def is_empty(self) -> bool:
        return not any(day.items for day in self.days if not day.is_outside)


def month_of(person: Person, wanted: str) -> Month:
    """The month that an address asks for (2026-12); the present one where it says nothing that is one."""
    first = _first_of(wanted)
    start = first - first.weekday() * DAY
    last = (first + 31 * DAY).replace(day=1) - DAY
    count = (last - start).days + 7 - last.weekday()
    days = _days(person, start, count)
    for day in days:
        day.is_outside = day.date.month != first.month
    return Month(first, days)


def agenda_of(person: Person) -> list[Day]:
    """The days of the next three months on which something is."""
    return [day for day in _days(person, timezone.localdate(), AHEAD.days) if day.items]


def _days(person: Person, start: dt.date, count: int) -> list[Day]:
    today = timezone.localdate()
    days = [Day(start + number * DAY, start + number * DAY == today) for number in range(count)]
    for event in events_of(person, _midnight(start), _midnight(start + count * DAY)):
        for day in _within(event, days):
            day.items.append(Item(event, hours_on(day.date, event), _page(event)))
    return days


def _within(event: CalendarEvent, days: list[Day]) -> Iterable[Day]:
    """An event that ends at midnight is not on the day that begins then."""
    first = timezone.localtime(event.starts_at).date()
    last = timezone.localtime(event.ends_at - dt.timedelta(seconds=1)).date()
    return days[max((first - days[0].date).days, 0) : (last - days[0].date).days + 1]


def _page(event: CalendarEvent) -> str:
    return page_of(event, translation.get_language() or "ja", whole=False)


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def _first_of(wanted: str) -> dt.date:
    try:
        first = dt.date.fromisoformat(f"{wanted}-01")
    except ValueError:
        first = timezone.localdate().replace(day=1)
    return first if first.year in YEARS else timezone.localdate().replace(day=1)


def _named(day: dt.date) -> str:
    return f"{day:%Y-%m}"
