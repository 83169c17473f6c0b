"""A calendar as bytes: folded at 75 octets, escaped, each zone described once."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vText

from core.ics.zones import vtimezone

CONTENT_TYPE = "text/calendar; charset=utf-8"
UTC_NAMES = frozenset({"UTC", "Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu", "UCT", "Universal", "Zulu"})
LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\ufeff]")


@dataclass(frozen=True)
class Address:
    """An organiser or an attendee."""

    name: str
    email: str


@dataclass(frozen=True)
class Entry:
    """One event as one reader's calendar is told it."""

    uid: str
    sequence: int
    title: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    zone: str
    stamped_at: dt.datetime
    changed_at: dt.datetime
    description: str = ""
    location: str = ""
    url: str = ""
    is_cancelled: bool = False
    organiser: Address | None = None
    attendee: Address | None = None


def document(entries: Sequence[Entry], *, method: str = "", name: str = "") -> bytes:
    """One calendar. `method` is said where it is an invitation (REQUEST, CANCEL), `name` where it is followed."""
    calendar = Calendar()
    calendar.add("prodid", "-//Terakoya//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    if method:
        calendar.add("method", method)
    if name:
        calendar.add("x-wr-calname", plain(name))
        calendar.add("x-published-ttl", "PT1H")
    for zone, (first, last) in sorted(_years(entries).items()):
        calendar.add_component(vtimezone(zone, first, last))
    for entry in entries:
        calendar.add_component(_event(entry, method))
    return bytes(calendar.to_ical())


def plain(text: str) -> str:
    """Text without what a calendar may not hold: control characters, and ends of lines of other kinds than one."""
    return NOT_TEXT.sub("", LINE_ENDS.sub("\n", text))


def _event(entry: Entry, method: str) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.stamped_at.astimezone(dt.UTC))
    event.add("last-modified", entry.changed_at.astimezone(dt.UTC))
    for name, moment in zip(("dtstart", "dtend"), _as_meant(entry), strict=True):
        event.add(name, moment)
    event.add("summary", plain(entry.title))
    for name, text in (("description", entry.description), ("location", entry.location)):
        if text:
            event.add(name, plain(text))
    if entry.url:
        event.add("url", entry.url)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if entry.is_cancelled else "OPAQUE")
    if entry.organiser:
        event.add("organizer", _address(entry.organiser))
    if entry.attendee and method:
        event.add("attendee", _attendee(entry.attendee, method))
    return event


def _as_meant(entry: Entry) -> tuple[dt.datetime, dt.datetime]:
    """Both ends in the event's zone. In UTC where one lies in an hour that the zone lives twice: a time with a zone
    then means the first of the two (RFC 5545 3.3.5), and nothing can say the second."""
    start, end = (moment.astimezone(dt.UTC) for moment in (entry.starts_at, entry.ends_at))
    if entry.zone in UTC_NAMES:
        return start, end
    zone = ZoneInfo(entry.zone)
    local = start.astimezone(zone), end.astimezone(zone)
    return (start, end) if any(moment.fold for moment in local) else local


def _years(entries: Iterable[Entry]) -> dict[str, tuple[int, int]]:
    """The years that each zone is told for."""
    found: dict[str, tuple[int, int]] = {}
    for entry in entries:
        start, end = _as_meant(entry)
        if isinstance(start.tzinfo, ZoneInfo):
            first, last = found.get(entry.zone, (start.year, end.year))
            found[entry.zone] = (min(first, start.year), max(last, end.year))
    return found


def _address(who: Address) -> vCalAddress:
    found = vCalAddress(f"mailto:{who.email}")
    found.params["cn"] = vText(" ".join(plain(who.name).replace('"', "'").split()))
    return found


def _attendee(who: Address, method: str) -> vCalAddress:
    """Answers are given in the portal: who is invited has accepted there, and no reply is asked for."""
    found = _address(who)
    found.params["cutype"] = vText("INDIVIDUAL")
    found.params["role"] = vText("REQ-PARTICIPANT")
    if method == "REQUEST":
        found.params["partstat"] = vText("ACCEPTED")
    found.params["rsvp"] = vText("FALSE")
    return found
