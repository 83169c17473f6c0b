"""Dates and times in the reader's zone and language, relative when near: `{% load times %}`."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Callable
from typing import Any

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core.kept.noting import until

register = template.Library()

MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
NEAR = dt.timedelta(days=7)


@register.filter
def minutes_long(minutes: int | None) -> str:
    """How long something takes: 45 minutes, 1 hour 30 minutes; nothing where it is not said."""
    if not minutes:
        return ""
    hours, rest = divmod(int(minutes), 60)
    parts = []
    if hours:
        parts.append(ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours})
    if rest:
        parts.append(ngettext("%(count)d minute", "%(count)d minutes", rest) % {"count": rest})
    return _("%(hours)s %(minutes)s") % {"hours": parts[0], "minutes": parts[1]} if len(parts) == 2 else parts[0]


def _next_words(gone: dt.timedelta) -> dt.timedelta:
    """How long after the moment its words change: at the next minute, later at the next hour, then the next day."""
    if gone < -MINUTE:
        return -MINUTE
    unit = next(unit for unit, most in ((MINUTE, HOUR), (HOUR, DAY), (DAY, NEAR)) if gone < most)
    return (max(gone, dt.timedelta()) // unit + 1) * unit


@register.filter
def when(moment: dt.datetime | dt.date | None) -> SafeString | str:
    """A `<time>`: relative within a week, else the date; the whole moment in its title."""
    if moment is None:
        return ""
    if not isinstance(moment, dt.datetime):
        return format_html('<time datetime="{}">{}</time>', moment.isoformat(), date_format(moment, "DATE_FORMAT"))
    local = timezone.localtime(moment)
    return format_html(
        '<time datetime="{}" title="{}" data-relative>{}</time>',
        local.isoformat(timespec="minutes"),
        date_format(local, "DATETIME_FORMAT"),
        relative(local),
    )


@register.simple_tag
def span(event: Any) -> str:
    """From when to when something is (`starts_at`, `ends_at`, `zone`), in the reader's zone; where it is held in
    another whose clocks differ, the time there beside it."""
    start, end = timezone.localtime(event.starts_at), timezone.localtime(event.ends_at)
    there = event.starts_at.astimezone(zoneinfo.ZoneInfo(event.zone))
    said = f"{day_of(start)} {_from_to(start, end)} {start.tzname()}"
    if there.utcoffset() == start.utcoffset():
        return said
    zone = event.zone.rpartition("/")[2].replace("_", " ")
    return _("%(here)s (%(there)s in %(zone)s)") % {
        "here": said, "there": _from_to(there, event.ends_at.astimezone(there.tzinfo)), "zone": zone
    }  # fmt: skip


def hours_on(day: dt.date, event: Any) -> str:
    """From when to when something is on one day, in the reader's zone; a day that it fills has no hours."""
    start, end = timezone.localtime(event.starts_at), timezone.localtime(event.ends_at)
    begin = f"{start:%H:%M}" if start.date() == day else ""
    finish = f"{end:%H:%M}" if end.date() == day else ""
    if begin and not finish and _is_next_day(start, end):
        finish = _next_day(end)  # on the day itself: the next one says until when alone
    return f"{begin}–{finish}" if begin or finish else _("all day")


@register.filter
def day_of(moment: dt.date) -> str:
    """A day with its weekday."""
    return date_format(moment, pgettext("date format", "D j F Y"))


def _from_to(start: dt.datetime, end: dt.datetime) -> str:
    return f"{start:%H:%M}–{hour_of_end(start, end, day_of)}"


def hour_of_end(start: dt.datetime, end: dt.datetime, day: Callable[[dt.date], str]) -> str:
    """Of a span by one clock: the time alone on the same day, marked past one midnight, with its day further away."""
    if end.date() == start.date():
        return f"{end:%H:%M}"
    return _next_day(end) if _is_next_day(start, end) else f"{day(end)} {end:%H:%M}"


def _is_next_day(start: dt.datetime, end: dt.datetime) -> bool:
    return end.date() - start.date() == DAY and end.time() < start.time()


def _next_day(end: dt.datetime) -> str:
    return _("%(time)s (+1)") % {"time": f"{end:%H:%M}"}


def relative(moment: dt.datetime, *, now: dt.datetime | None = None) -> str:
    """In words, as seen at `now`: just now, 5 minutes ago, 3 days ago; further away, the date."""
    gone = (now or timezone.now()) - moment
    if gone < NEAR:
        until(moment + _next_words(gone))
    if gone < -dt.timedelta(minutes=1) or gone >= NEAR:
        return date_format(moment, "DATE_FORMAT")
    minutes = int(gone.total_seconds() // 60)
    if minutes < 1:
        return _("just now")
    if minutes < 60:
        return ngettext("%(count)d minute ago", "%(count)d minutes ago", minutes) % {"count": minutes}
    if minutes < 60 * 24:
        hours = minutes // 60
        return ngettext("%(count)d hour ago", "%(count)d hours ago", hours) % {"count": hours}
    return ngettext("%(count)d day ago", "%(count)d days ago", gone.days) % {"count": gone.days}
