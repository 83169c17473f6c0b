"""A run taken again: its weeks a year later, on the same weekdays and at the same times by the clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from core.api import Person
from learning.domain.clock import clock_of
from learning.domain.run_checks import PLAIN, RunFacts, SittingFacts
from learning.domain.running import make_run
from learning.models import CourseRun, Sitting

YEAR = dt.timedelta(weeks=52)
WEEK = dt.timedelta(weeks=1)


@transaction.atomic
def take_again(run: CourseRun, *, actor: Person, key: UUID | None = None) -> CourseRun:
    """A draft like this run, in its weeks a year later (or as soon after as lies ahead), for its dates to be corrected.

    Weekdays and clock times stay; who has left leads no more.
    """
    sittings = list(run.sittings.all())
    shift = _shift([each.starts_at for each in sittings])
    return make_run(run.course, facts=_again(run, sittings, shift), actor=actor, repeats=run, key=key)


def _again(run: CourseRun, sittings: Sequence[Sitting], shift: dt.timedelta) -> RunFacts:
    def later(moment: dt.datetime | None) -> dt.datetime | None:
        return None if moment is None else _later(moment, shift, run)

    moved = tuple(_moved(each, shift, run) for each in sittings)
    ends = max((each.ends_at for each in moved), default=timezone.now())
    facts = RunFacts(
        **{name: getattr(run, name) for name in PLAIN},
        sittings=moved,
        seats=run.seats.capacity,
        materials=tuple(each.material_key for each in run.materials.all()),
        lecturers=tuple(
            each for each in run.lecturers.all() if each.is_active and not each.has_left(timezone.localdate(ends))
        ),
    )
    return replace(
        facts,
        enrol_from=later(run.enrol_from),
        enrol_until=later(run.enrol_until),
        withdraw_until=later(run.withdraw_until),
    )


def _moved(sitting: Sitting, shift: dt.timedelta, run: CourseRun) -> SittingFacts:
    """By the clock; where its beginning falls into an hour that is skipped, its end may not stay before it."""
    starts, ends = _later(sitting.starts_at, shift, run), _later(sitting.ends_at, shift, run)
    if ends <= starts:
        ends = starts + (sitting.ends_at - sitting.starts_at)
    return SittingFacts(starts, ends, sitting.place, sitting.link)


def _shift(starts: Sequence[dt.datetime]) -> dt.timedelta:
    """Whole weeks: weekdays stay. A year, and more where that would still lie in the past."""
    shift, first = YEAR, min(starts, default=timezone.now())
    while first + shift <= timezone.now() + dt.timedelta(days=1):
        shift += WEEK
    return shift


def _later(moment: dt.datetime, shift: dt.timedelta, run: CourseRun) -> dt.datetime:
    """The same time by the clock of the run's zone; one that clocks skip there becomes what they show an hour on."""
    return (clock_of(moment, run.zone_info) + shift).replace(tzinfo=run.zone_info).astimezone(dt.UTC)
