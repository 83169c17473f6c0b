"""What a rule asks of one person: from facts, completions and what was met before to rows, round by round."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from learning.domain.queries.credit import Item
from learning.domain.rules_due import GRACE, Terms, counts_from, first_due, next_due, opens_on
from learning.enums import RequirementState as State

Days = Sequence[dt.date]
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Reached:
    """How a rule reaches someone: since when, and why (plain data for the words). Many people share one."""

    joined_on: dt.date
    since_on: dt.date
    because: Mapping[str, Any]


@dataclass(frozen=True)
class Asked:
    """One round, as it is to stand in the table."""

    round: int
    since_on: dt.date
    due_on: dt.date
    state: str
    met_on: dt.date | None
    because: Mapping[str, Any]


@dataclass(frozen=True)
class Exempt:
    """An exemption: its last day, or None."""

    until: dt.date | None

    def holds(self, day: dt.date) -> bool:
        return self.until is None or self.until >= day


@dataclass(frozen=True)
class Known:
    """What a person has: the rounds met before, the days of completion by item, an exemption."""

    met: Sequence[Asked] = ()
    done: Mapping[int, Days] = field(default_factory=dict)
    exempt: Exempt | None = None


def rounds_of(terms: Terms, items: Collection[Item], reached: Reached, known: Known, *, today: dt.date) -> list[Asked]:
    """The rounds that are new or open; those met before stay as they are and are not repeated here."""
    first = first_due(terms, joined_on=reached.joined_on, since_on=reached.since_on)
    limit = counts_from(terms, reached.since_on)
    last = max(known.met, key=lambda each: each.round, default=None)
    number = 0 if last is None else last.round + 1
    if last is not None and (limit is None or _met(last) >= limit):
        return _further(terms, items, reached, known, last, first, today)
    since = limit if last is None or limit is None else max(limit, _met(last) + DAY)
    met_on = completed_on(items, known.done, since)
    if met_on is None:
        return [_open(number, reached, first, known, today)]
    found = Asked(number, reached.since_on, first, State.MET, met_on, reached.because)
    return [found, *_further(terms, items, reached, known, found, first, today)]


def _further(
    terms: Terms, items: Collection[Item], reached: Reached, known: Known, last: Asked, first: dt.date, today: dt.date
) -> list[Asked]:
    """The rounds after one that was met."""
    found: list[Asked] = []
    # What is read once cannot be done again: with nothing but materials there is one round.
    again = [item for item in items if item.credited_by[0][0] == "course"]
    while terms.repeats is not None and again:
        due = next_due(terms, met_on=_met(last), last_due=last.due_on, first=first)
        opens = max(opens_on(terms, due), reached.since_on)
        met_on = completed_on(again, known.done, _met(last) + DAY)
        because = {"kind": "again", "on": _met(last).isoformat(), "first": dict(_first(reached.because))}
        if met_on is None:
            if today >= opens:
                row = Reached(reached.joined_on, opens, because)
                found.append(_open(last.round + 1, row, due, known, today))
            return found
        last = Asked(last.round + 1, min(opens, met_on), due, State.MET, met_on, because)
        found.append(last)
    return found


def _open(number: int, reached: Reached, due: dt.date, known: Known, today: dt.date) -> Asked:
    state, exempt = State.OPEN, known.exempt
    if exempt is not None and exempt.holds(today):
        state = State.EXEMPT
    elif exempt is not None and exempt.until is not None:
        due = max(due, exempt.until + GRACE)
    return Asked(number, reached.since_on, due, state, None, reached.because)


def completed_on(items: Collection[Item], done: Mapping[int, Days], since: dt.date | None) -> dt.date | None:
    """The day on which the last of these items was done for the first time since a day; None while one is missing."""
    last: dt.date | None = None
    for item in items:
        day = min((each for each in done.get(item.pk, ()) if since is None or each >= since), default=None)
        if day is None:
            return None
        last = day if last is None else max(last, day)
    return last


def _first(because: Mapping[str, Any]) -> Mapping[str, Any]:
    return because.get("first", because) if because.get("kind") == "again" else because


def _met(row: Asked) -> dt.date:
    return cast("dt.date", row.met_on)  # by constraint
