"""Feedback on runs: what lecturers and organisers read (without names), and what someone has still to give."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from core.api import Person
from core.kept.noting import only_rows
from core.kept.stamps import name_of
from core.rules import Viewer
from learning.enums import RunState
from learning.models import CourseRun, Enrolment, Feedback
from learning.models.enrolments import SEATED
from learning.rules import manages_run

ENOUGH = 3
"""From so many answers on words are shown: of one or two, everybody would know whose they are."""
RECENT = dt.timedelta(days=30)


@dataclass(frozen=True)
class Said:
    """All that was said of a run. `useful` counts answers by their value, 5 first; words come in no order of people."""

    count: int
    asked: int
    useful: tuple[tuple[int, int], ...]
    mean: float | None
    slow: int
    right: int
    fast: int
    recommends: int
    good: tuple[str, ...]
    better: tuple[str, ...]

    @property
    def has_enough(self) -> bool:
        return self.count >= ENOUGH

    @property
    def missing(self) -> int:
        """How many answers there must be more before words are shown."""
        return max(ENOUGH - self.count, 0)


def feedback_of(run: CourseRun, viewer: Viewer) -> Said | None:
    """What those who came said, for whoever looks after the run; None for anybody else."""
    if not manages_run(viewer, run):
        return None
    answers = list(Feedback.objects.filter(enrolment__run=run).order_by("pk"))
    asked = Enrolment.objects.filter(run=run, status__in=SEATED).count()
    values, paces = Counter(each.useful for each in answers), Counter(each.pace for each in answers)
    return Said(
        count=len(answers),
        asked=asked,
        useful=tuple((value, values[value]) for value in (5, 4, 3, 2, 1)),
        mean=round(sum(each.useful for each in answers) / len(answers), 1) if answers else None,
        slow=paces[-1],
        right=paces[0],
        fast=paces[1],
        recommends=sum(each.recommends for each in answers),
        good=_words(answers, "good"),
        better=_words(answers, "better"),
    )


def _words(answers: Sequence[Feedback], field: str) -> tuple[str, ...]:
    """Sorted by their letters: the order in which they came would tell who wrote what."""
    if len(answers) < ENOUGH:
        return ()
    return tuple(sorted(text for each in answers if (text := str(getattr(each, field)).strip())))


def feedback_to_give(person: Person) -> list[Enrolment]:
    """Runs of the last month that the person had a seat in and has not said anything about, the latest first."""
    now = timezone.now()
    with only_rows(name_of(Enrolment, person=person)):
        rows = Enrolment.objects.filter(person=person, status__in=SEATED, feedback__isnull=True)
        rows = rows.filter(run__ends_at__lte=now, run__ends_at__gt=now - RECENT).exclude(run__status=RunState.CANCELLED)
        return list(rows.select_related("run__course").order_by("-run__ends_at"))
