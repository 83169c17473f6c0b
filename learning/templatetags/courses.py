"""When runs are held, in the reader's zone and language: `{% load courses %}`."""

from __future__ import annotations

import datetime as dt
import zoneinfo

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.api import Seats
from core.templatetags.times import hour_of_end
from learning.models import CourseRun, Sitting

register = template.Library()


@register.filter
def day(moment: dt.datetime | dt.date | None) -> SafeString | str:
    """Sun 6 Dec; with its year where that is not this one."""
    if moment is None:
        return ""
    local = timezone.localtime(moment) if isinstance(moment, dt.datetime) else moment
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), day_words(local))


@register.filter
def starts(moment: dt.datetime | None) -> SafeString | str:
    """Sun 6 Dec 10:00."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    words = f"{day_words(local)} {local:%H:%M}"
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), words)


@register.filter
def span(sitting: Sitting) -> SafeString:
    """Sun 6 Dec 10:00–12:00, as the reader's clock reads."""
    words = span_words(sitting.starts_at, sitting.ends_at, timezone.get_current_timezone())
    at = timezone.localtime(sitting.starts_at).isoformat(timespec="minutes")
    return format_html('<time datetime="{}">{}</time>', at, words)


@register.simple_tag
def there(sitting: Sitting, run: CourseRun) -> str:
    """The same as the clock of the run's zone reads; "" where that is the reader's."""
    here = timezone.get_current_timezone()
    offsets = [moment.astimezone(run.zone_info).utcoffset() for moment in (sitting.starts_at, sitting.ends_at)]
    if offsets == [moment.astimezone(here).utcoffset() for moment in (sitting.starts_at, sitting.ends_at)]:
        return ""
    when = span_words(sitting.starts_at, sitting.ends_at, run.zone_info)
    return _("%(when)s in the zone of the run (%(zone)s)") % {"when": when, "zone": run.zone}


def span_words(first: dt.datetime, last: dt.datetime, zone: dt.tzinfo | zoneinfo.ZoneInfo) -> str:
    first, last = first.astimezone(zone), last.astimezone(zone)
    return f"{day_words(first)} {first:%H:%M}–{hour_of_end(first, last, day_words)}"


def day_words(moment: dt.date) -> str:
    if moment.year == timezone.localdate().year:
        return date_format(moment, pgettext("format of a day of this year", "D j M"))
    return date_format(moment, pgettext("format of a day of another year", "D j M Y"))


@register.simple_tag
def seats_left(seats: Seats) -> int | None:
    """How many seats are free; None where everyone has one."""
    return None if seats.capacity is None else max(seats.capacity - seats.taken, 0)
