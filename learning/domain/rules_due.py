"""By when something is asked: days alone, nothing of the database. docs/decisions/0131 says why it is so.

Everything follows from facts that have dates, never from the day on which it is computed: a recompute that comes late
says the same.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from typing import cast

from learning.enums import DueKind

# Whom a fixed day reaches after it is past, and whose exemption has ended, has so many days.
GRACE = dt.timedelta(days=30)
# A further round is asked for so long before it is due, or half of the time between two, if that is less.
AHEAD_MONTHS = 3
YEAR = 12


@dataclass(frozen=True)
class Terms:
    """What a rule says of time. `repeat_months` is None where it is asked once."""

    starts_on: dt.date
    due_kind: str
    due_on: dt.date | None = None
    due_days: int | None = None
    due_month: int | None = None
    due_day: int | None = None
    repeat_months: int | None = None
    credit_months: int | None = None

    @property
    def repeats(self) -> int | None:
        """Months between two rounds; a day of each year comes each year, unless more than one is said."""
        if self.due_kind == DueKind.CALENDAR:
            return self.repeat_months or YEAR
        return self.repeat_months


def first_due(terms: Terms, *, joined_on: dt.date, since_on: dt.date) -> dt.date:
    """The due day of someone whom the rule reaches since a day: never before that day."""
    if terms.due_kind == DueKind.FIXED:
        fixed = cast("dt.date", terms.due_on)  # by constraint
        return fixed if fixed >= since_on else since_on + GRACE
    if terms.due_kind == DueKind.CALENDAR:
        return next_day_of_year(terms, since_on)
    days = dt.timedelta(days=terms.due_days or 0)
    due = max(joined_on, terms.starts_on) + days if terms.due_kind == DueKind.JOINED else since_on + days
    # Who joined long before they came to where the rule reaches them has as long as anybody from then on.
    return due if due >= since_on else since_on + days


def next_due(terms: Terms, *, met_on: dt.date, last_due: dt.date, first: dt.date) -> dt.date:
    """The due day of the round after one that was met; never earlier than of someone who never did it."""
    months = cast("int", terms.repeats)  # asked of rules that repeat
    if terms.due_kind != DueKind.CALENDAR:
        return max(months_after(met_on, months), first)
    due = nearest_day_of_year(terms, months_after(last_due, months))
    # Done late: the day that comes next is left out where it lies nearer than half of the time between two.
    while due < months_after(met_on, months // 2):
        due = nearest_day_of_year(terms, months_after(due, months))
    return max(due, first)


def opens_on(terms: Terms, due: dt.date) -> dt.date:
    """From when a further round is asked."""
    return months_after(due, -min(AHEAD_MONTHS, max((terms.repeats or 0) // 2, 1)))


def counts_from(terms: Terms, since_on: dt.date) -> dt.date | None:
    """The first day whose completions count as done already; None for whatever day."""
    limits = [months for months in (terms.credit_months, terms.repeats) if months is not None]
    return months_after(since_on, -min(limits)) if limits else None


def next_day_of_year(terms: Terms, day: dt.date) -> dt.date:
    """The rule's day of the year, on or after a day; 29 February is the 28th in other years."""
    month, number = cast("int", terms.due_month), cast("int", terms.due_day)  # by constraint
    this = day_of_month(day.year, month, number)
    return this if this >= day else day_of_month(day.year + 1, month, number)


def nearest_day_of_year(terms: Terms, day: dt.date) -> dt.date:
    """The rule's day of the year that is nearest: 29 February comes back in leap years, and a day that was changed
    since the last round is the new one."""
    month, number = cast("int", terms.due_month), cast("int", terms.due_day)  # by constraint
    days = (day_of_month(day.year + years, month, number) for years in (-1, 0, 1))
    return min(days, key=lambda each: abs(each - day))


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day so many months later; 31 August and six months are the last day of February."""
    year, month = divmod(day.year * YEAR + day.month - 1 + months, YEAR)
    return day_of_month(year, month + 1, day.day)


def day_of_month(year: int, month: int, day: int) -> dt.date:
    """The day, or the last of a shorter month."""
    if year < dt.MINYEAR:
        return dt.date.min
    return dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))
