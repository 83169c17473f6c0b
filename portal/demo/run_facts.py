"""Where and when the runs of the demo company are held, and who is there by number."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from typing import Any

from django.utils import timezone

from core.api import Person

# A place is one text for everybody: both languages, as a company with colleagues abroad writes it.
ROOM_A = "本社 3F 研修室A (HQ 3F, Room A)"
ROOMS = ["本社 7F 大会議室 (HQ 7F, Hall)", ROOM_A, "本社 3F 研修室B (HQ 3F, Room B)", "オンライン (Online)"]
ABROAD = {"America/New_York": "Online"}


def person(number: str) -> Person:
    return Person.objects.get(employee_number=number)


def at(days: int, hour: int, zone: str = "Asia/Tokyo") -> dt.datetime:
    """That hour so many days from now, moved to the next weekday."""
    there = zoneinfo.ZoneInfo(zone)
    day = timezone.localdate(timezone=there) + dt.timedelta(days=days)
    if day.weekday() >= 5:
        day += dt.timedelta(days=7 - day.weekday())
    return dt.datetime.combine(day, dt.time(hour), tzinfo=there).astimezone(dt.UTC)


def moment(days: int, hour: int, minutes: int) -> tuple[dt.datetime, dt.datetime]:
    """From that hour on, so many days from now."""
    starts = at(days, hour)
    return starts, starts + dt.timedelta(minutes=minutes)


def sittings_of(row: dict[str, Any], starts: dt.datetime) -> list[tuple[dt.datetime, dt.datetime]]:
    """As many as the course has, a week apart, with its minutes shared among them."""
    count = row.get("sittings", 1)
    length = dt.timedelta(minutes=row["minutes"] // count)
    return [(starts + dt.timedelta(weeks=week), starts + dt.timedelta(weeks=week) + length) for week in range(count)]
