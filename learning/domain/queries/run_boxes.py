"""Course runs as someone who may take them sees them: when, where, how full, and what they can do."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import QuerySet
from django.utils import timezone

from core.api import CalendarEvent, Offer, Person, events_of
from core.kept.noting import until
from learning.domain.enrolment_flow import PENDING
from learning.domain.queries.course_rows import course_pages
from learning.domain.queries.runs_led import numbers_of
from learning.domain.queries.standing import Standing, standing_of
from learning.domain.run_calendar import event_key
from learning.enums import EnrolmentStatus, RunState
from learning.models import Course, CourseRun, Enrolment, Sitting
from learning.models.enrolments import SEATED
from learning.rules import manages_run

KNOWN = (*SEATED, EnrolmentStatus.WAITING, EnrolmentStatus.REQUESTED)


@dataclass(frozen=True)
class Place:
    """A sitting with where it is. `link` is empty for whoever does not come."""

    sitting: Sitting
    place: str
    link: str


@dataclass(frozen=True)
class RunBox:
    """A run for one viewer. `waiting` is how many stand in line, `clashes` what their calendar has at the time,
    `others` the other runs of the course that they are in."""

    run: CourseRun
    standing: Standing
    places: list[Place]
    waiting: int
    clashes: list[CalendarEvent]
    manages: bool
    is_over: bool
    others: tuple[CourseRun, ...] = ()

    @property
    def status(self) -> str:
        """Of the viewer's enrolment; "" where there is none."""
        return str(self.standing.enrolment.status) if self.standing.enrolment else ""

    @property
    def withdrawal(self) -> Offer | None:
        return next((each for each in self.standing.offers if each.transition.name == "withdraw"), None)


def runs_of(course: Course) -> QuerySet[CourseRun]:
    """Those that are open and not over, the next first."""
    runs = CourseRun.objects.filter(course=course, status=RunState.OPEN, ends_at__gt=timezone.now())
    return _whole(runs).order_by("starts_at", "pk")


def run_at(key: uuid.UUID, *, viewer: Person) -> CourseRun | None:
    """A run that the viewer may look at: of a course that they see, unless it is a draft; theirs in any case."""
    run = _whole(CourseRun.objects.filter(key=key)).first()
    if run is None:
        return None
    if manages_run(viewer, run):
        return run
    if run.status == RunState.DRAFT:
        return None
    if course_pages([run.course.translation_key], viewer=viewer):
        return run
    return run if Enrolment.objects.filter(run=run, person=viewer, status__in=KNOWN).exists() else None


def boxes_of(runs: Sequence[CourseRun], *, viewer: Person) -> list[RunBox]:
    """The same few queries for any number of runs."""
    standings, numbers = standing_of(viewer, runs), numbers_of(runs)
    busy, own = _busy(runs, viewer), _runs_that_they_are_in(runs, viewer)
    return [
        replace(
            _box(run, standings[run.pk], numbers[run.pk].waiting, busy, viewer),
            others=tuple(each for each in own if each.course_id == run.course_id and each.pk != run.pk),
        )
        for run in runs
    ]


def _runs_that_they_are_in(runs: Sequence[CourseRun], viewer: Person) -> list[CourseRun]:
    """Those of the same courses that lie ahead, where they have a seat, wait or asked: who takes a second one should
    know of the first."""
    courses = {run.course_id for run in runs}
    own = Enrolment.objects.filter(
        person=viewer, status__in=PENDING, run__course__in=courses, run__status=RunState.OPEN,
        run__ends_at__gt=timezone.now(),
    )  # fmt: skip
    return [each.run for each in own.select_related("run__course").order_by("run__starts_at", "pk")]


def _whole(runs: QuerySet[CourseRun]) -> QuerySet[CourseRun]:
    return runs.select_related("seats", "course__department", "organiser").prefetch_related(
        "sittings", "lecturers__photo"
    )


def _busy(runs: Sequence[CourseRun], viewer: Person) -> list[CalendarEvent]:
    """What stands in the viewer's calendar from the first sitting to the last; one query."""
    bounds = [(run.starts_at, run.ends_at) for run in runs if run.starts_at and run.ends_at]
    if not bounds:
        return []
    return list(events_of(viewer, min(first for first, _ in bounds), max(last for _, last in bounds)))


def _box(run: CourseRun, standing: Standing, waiting: int, busy: Sequence[CalendarEvent], viewer: Person) -> RunBox:
    sittings = list(run.sittings.all())
    manages = manages_run(viewer, run)
    comes = standing.enrolment is not None and standing.enrolment.status in SEATED
    _note_moments(run, standing)
    return RunBox(
        run=run,
        standing=standing,
        places=[_place(each, run, shows_link=comes or manages) for each in sittings],
        waiting=waiting,
        clashes=clashes_among(sittings, busy),
        manages=manages,
        is_over=run.ends_at is not None and run.ends_at <= timezone.now(),
    )


def _place(sitting: Sitting, run: CourseRun, *, shows_link: bool) -> Place:
    return Place(sitting, sitting.place or run.place, (sitting.link or run.link) if shows_link else "")


def clashes_among(sittings: Sequence[Sitting], busy: Sequence[CalendarEvent]) -> list[CalendarEvent]:
    """What of these events lies at the time of a sitting and is not that sitting itself."""
    own = {event_key(each.pk) for each in sittings}
    return [
        event
        for event in busy
        if event.key not in own
        and any(event.starts_at < each.ends_at and each.starts_at < event.ends_at for each in sittings)
    ]


def _note_moments(run: CourseRun, standing: Standing) -> None:
    """A kept page says something else from each of these on."""
    own = (standing.deadline, standing.undo_until)
    for moment in (run.enrol_from, run.enrol_until, run.starts_at, run.ends_at, *own):
        if moment is not None and moment > timezone.now():
            until(moment)
