"""Someone's own courses: what comes, what is awaited, what lies behind them, and what they completed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils import timezone

from core.api import Person
from core.kept.noting import only_rows, until
from core.kept.stamps import name_of
from learning.domain.queries.feedback import feedback_to_give
from learning.domain.queries.standing import with_place
from learning.enums import EnrolmentStatus, RunState
from learning.models import Completion, Enrolment

PAST = 30
PENDING_STILL = (EnrolmentStatus.WAITING, EnrolmentStatus.REQUESTED)
"""Of a run that is over: its lecturer has not closed it yet, and then they lapse."""


@dataclass(frozen=True)
class MyCourses:
    """Enrolments by what they are now. Each has its `run` with its sittings; of those waiting, `ahead` is how many
    come before."""

    coming: list[Enrolment] = field(default_factory=list)
    waiting: list[Enrolment] = field(default_factory=list)
    requested: list[Enrolment] = field(default_factory=list)
    past: list[Enrolment] = field(default_factory=list)
    feedback: list[Enrolment] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.coming or self.waiting or self.requested or self.past)


@dataclass(frozen=True)
class Year:
    """What was completed in a year, the latest first."""

    year: int
    completions: list[Completion]

    @property
    def minutes(self) -> int:
        return sum(each.minutes for each in self.completions)


def my_courses(person: Person) -> MyCourses:
    """The next to begin stands first; of the past the latest. Four queries."""
    now = timezone.now()
    rows = with_place(Enrolment.objects.filter(person=person))
    rows = rows.select_related("run__course", "run__seats", "approver").prefetch_related("run__sittings")
    found = MyCourses(feedback=feedback_to_give(person))
    ahead = {
        EnrolmentStatus.ENROLLED: found.coming,
        EnrolmentStatus.WAITING: found.waiting,
        EnrolmentStatus.REQUESTED: found.requested,
    }
    for each in rows.order_by("run__starts_at", "pk"):
        is_over = each.run.ends_at is not None and each.run.ends_at <= now
        if each.status in ahead and not is_over and each.run.status == RunState.OPEN:
            ahead[EnrolmentStatus(each.status)].append(each)
        elif each.status not in PENDING_STILL:
            found.past.insert(0, each)
    del found.past[PAST:]
    return found


def next_sitting(enrolments: Iterable[Enrolment]) -> tuple[Enrolment, dt.datetime] | None:
    """The next sitting of all of them; one that is on counts until it ends."""
    now = timezone.now()
    moments = [
        (sitting.starts_at, sitting.ends_at, each)
        for each in enrolments
        for sitting in each.run.sittings.all()
        if sitting.ends_at > now
    ]
    if not moments:
        return None
    starts_at, ends_at, enrolment = min(moments, key=lambda found: (found[0], found[2].pk))
    until(ends_at)
    return enrolment, starts_at


def history_of(person: Person) -> list[Year]:
    """All that the person completed, by years, the latest first. One query."""
    years: dict[int, list[Completion]] = {}
    with only_rows(name_of(Completion, person=person)):
        rows = Completion.objects.filter(person=person).select_related("course")
        for each in rows.order_by("-completed_on", "-pk"):
            years.setdefault(each.completed_on.year, []).append(each)
    return [Year(year, completions) for year, completions in years.items()]
