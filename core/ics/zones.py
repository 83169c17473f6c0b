"""VTIMEZONE: what a zone's clocks do in the years that events lie in, from the zone database.

icalendar's own puts the beginning of summer time an hour late (it says it in the new clock; RFC 5545 3.6.5 asks for
the one before), which moves every event of that hour. Each observance is said by itself, without rules: some zones
have none.
"""

from __future__ import annotations

import datetime as dt
import functools
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

DAY = dt.timedelta(days=1)
SECOND = dt.timedelta(seconds=1)
Clock = tuple[dt.timedelta, bool, str]


@functools.lru_cache(maxsize=256)
def vtimezone(name: str, first_year: int, last_year: int) -> Timezone:
    """The zone from the first of January of one year to the end of another (both in the zone's own time)."""
    zone = ZoneInfo(name)
    begin = dt.datetime(first_year, 1, 1, tzinfo=zone).astimezone(dt.UTC)
    end = dt.datetime(last_year + 1, 1, 1, tzinfo=zone).astimezone(dt.UTC)
    found = Timezone()
    found.add("tzid", name)
    found.add_component(_observance(begin, _clock(zone, begin)[0], _clock(zone, begin)))
    for moment in _changes(zone, begin, end):
        found.add_component(_observance(moment, _clock(zone, moment - SECOND)[0], _clock(zone, moment)))
    return found


def _changes(zone: ZoneInfo, begin: dt.datetime, end: dt.datetime) -> list[dt.datetime]:
    """The moments at which the clocks change, looked for day by day (no zone changes twice within one)."""
    found, day = [], begin
    while day < end:
        following = min(day + DAY, end)
        if _clock(zone, day) != _clock(zone, following - SECOND):
            found.append(_first_after(zone, day, following - SECOND))
        elif _clock(zone, following - SECOND) != _clock(zone, following) and following < end:
            found.append(following)
        day = following
    return found


def _first_after(zone: ZoneInfo, low: dt.datetime, high: dt.datetime) -> dt.datetime:
    """The first second of the new clock; `low` still has the old one, `high` has the new one."""
    before = _clock(zone, low)
    while high - low > SECOND:
        middle = low + (high - low) // 2
        middle = middle.replace(microsecond=0)
        low, high = (middle, high) if _clock(zone, middle) == before else (low, middle)
    return high


def _observance(moment: dt.datetime, before: dt.timedelta, clock: Clock) -> TimezoneStandard | TimezoneDaylight:
    offset, is_summer, name = clock
    found = TimezoneDaylight() if is_summer else TimezoneStandard()
    found.add("dtstart", (moment + before).replace(tzinfo=None))
    found.add("tzoffsetfrom", before)
    found.add("tzoffsetto", offset)
    found.add("tzname", name)
    return found


def _clock(zone: ZoneInfo, moment: dt.datetime) -> Clock:
    local = moment.astimezone(zone)
    return local.utcoffset() or dt.timedelta(0), bool(local.dst()), local.tzname() or str(zone)
