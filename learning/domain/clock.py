"""Clock times of a zone as instants. Twice a year in many zones an hour is skipped, and another comes twice."""

from __future__ import annotations

import datetime as dt
import zoneinfo

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

SKIPPED, TWICE = "skipped", "twice"
YEARS = range(1900, 2201)
"""At the ends of the calendar a time of one zone is none in another."""


def moment_of(clock: dt.datetime, zone: zoneinfo.ZoneInfo, *, later: bool | None = None) -> dt.datetime:
    """The instant at which the clocks of a zone show this (naive) time, in UTC.

    `later` says which one is meant of a time that comes twice. Raises ValidationError: with the code `skipped` for a
    time that no clock shows, with `twice` for one that comes twice while nobody said which.
    """
    if clock.year not in YEARS:
        raise ValidationError(_("Is the year right?"))
    first, second = clock.replace(tzinfo=zone, fold=0), clock.replace(tzinfo=zone, fold=1)
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(dt.UTC)
    words = {"time": date_format(clock, "DATETIME_FORMAT"), "zone": zone.key}
    if clock_of(first.astimezone(dt.UTC), zone) != clock:
        text = _("No clock shows %(time)s in %(zone)s: they are put forward over it. Choose an hour before or after.")
        raise ValidationError(text % words, code=SKIPPED)
    if later is None:
        text = _("%(time)s comes twice in %(zone)s: clocks are put back then. Say which of the two is meant.")
        raise ValidationError(text % words, code=TWICE)
    return (second if later else first).astimezone(dt.UTC)


def clock_of(moment: dt.datetime, zone: zoneinfo.ZoneInfo) -> dt.datetime:
    """What the clocks of a zone show at an instant (naive)."""
    return moment.astimezone(zone).replace(tzinfo=None, fold=0)


def comes_twice(moment: dt.datetime, zone: zoneinfo.ZoneInfo) -> bool | None:
    """Of a time that comes twice, whether it is the later one; None where it comes once."""
    local = moment.astimezone(zone)
    other = local.replace(fold=1 - local.fold)
    if other.utcoffset() == local.utcoffset():
        return None
    return bool(local.fold)
