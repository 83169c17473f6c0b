"""What is my state in these runs, and what can I do now: course pages, lists and the API draw their buttons from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, prefetch_related_objects
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from core.api import CalendarEvent, Offer, Person, clashing_of, events_of, may_see_page, offered_transitions
from core.domain import seats as places
from learning.domain.admission import Obstacle, employment, preparation, timing
from learning.domain.enrolling import already
from learning.domain.enrolment_flow import BUTTONS, GONE, PENDING, has_begun, withdraw_deadline
from learning.domain.run_calendar import event_key
from learning.domain.undoing import had, undo_until
from learning.enums import EnrolmentStatus, RunState
from learning.models import Course, CoursePage, CourseRun, Enrolment


@dataclass(frozen=True)
class Standing:
    """One person and one run.

    enrolment       their row, also one that ended; None: they never asked
    place           in the line, 1 is next; None where they do not wait
    against         why they cannot enrol now; None: they can, and the three below say what would happen
    would_wait      no seat is free
    needs_approval  their manager is asked first
    is_again        they were in before, and would go to the end of the line
    offers          what they can do with the enrolment (withdraw), with those that are not possible now and why
    deadline        until when they withdraw by themselves
    undo_until      until when they may take back a withdrawal of a moment ago; None: there is none
    seat_is_gone    but the seat that they had is somebody else's by now
    """

    run: CourseRun
    enrolment: Enrolment | None
    place: int | None
    against: Obstacle | None
    would_wait: bool
    needs_approval: bool
    is_again: bool
    offers: tuple[Offer, ...]
    deadline: dt.datetime | None
    undo_until: dt.datetime | None = None
    seat_is_gone: bool = False

    @property
    def can_enrol(self) -> bool:
        return self.against is None

    @property
    def can_undo(self) -> bool:
        """Take their withdrawal back."""
        return self.undo_until is not None and not self.seat_is_gone

    @property
    def is_in(self) -> bool:
        """A seat, a place in the line, or a request that is awaited."""
        return self.enrolment is not None and self.enrolment.status in PENDING


def standing_of(person: Person, runs: Sequence[CourseRun]) -> dict[int, Standing]:
    """By run, in a handful of queries however many runs there are."""
    prefetch_related_objects(list(runs), "seats", "course__department", "lecturers")
    own = {row.run_id: row for row in with_place(Enrolment.objects.filter(person=person, run__in=runs))}
    courses = {run.course_id: run.course for run in runs}
    hidden = _hidden(person, list(courses.values()))
    unready = preparation(list(courses.values()), [person])
    found = {}
    for run in runs:
        enrolment = own.get(run.pk)
        against = (
            _already(enrolment)
            or timing(run, is_own=True)
            or employment(run, person, is_own=True)
            or hidden.get(run.course_id)
            or unready.get((person.pk, run.course_id))
        )
        found[run.pk] = _standing(run, person, enrolment, against)
    return found


def clashes(run: CourseRun, person: Person) -> list[CalendarEvent]:
    """What already stands in the person's calendar while the run sits: a warning, never a refusal."""
    sittings = list(run.sittings.all())
    if not sittings:
        return []
    own = [event_key(each.pk) for each in sittings]
    first, last = min(each.starts_at for each in sittings), max(each.ends_at for each in sittings)
    others = events_of(person, first, last).exclude(key__in=own)
    return [
        event
        for event in others
        if any(event.starts_at < each.ends_at and each.starts_at < event.ends_at for each in sittings)
    ]


def clashes_of(run: CourseRun, people: Collection[Person]) -> dict[int, list[CalendarEvent]]:
    """The same for many people, one query a sitting: by the number of who has something."""
    sittings = list(run.sittings.all())
    own = [event_key(each.pk) for each in sittings]
    found: dict[int, dict[int, CalendarEvent]] = {}
    for sitting in sittings:
        busy = clashing_of(people, sitting.starts_at, sitting.ends_at, apart_from=own)
        for number, events in busy.items():
            found.setdefault(number, {}).update({event.pk: event for event in events})
    return {number: list(events.values()) for number, events in found.items()}


def _standing(run: CourseRun, person: Person, enrolment: Enrolment | None, against: Obstacle | None) -> Standing:
    offers: tuple[Offer, ...] = ()
    if enrolment is not None:
        enrolment.run, enrolment.person = run, person
        offers = tuple(each for each in offered_transitions(enrolment, person) if each.transition.name in BUTTONS)
    waits = enrolment is not None and enrolment.status == EnrolmentStatus.WAITING
    undo = None if enrolment is None or not _lies_ahead(run) else undo_until(enrolment)
    gone = bool(undo and enrolment and had(enrolment) == EnrolmentStatus.ENROLLED and not places.has_room(run.seats))
    return Standing(
        run=run,
        enrolment=enrolment,
        place=enrolment.ahead + 1 if enrolment is not None and waits else None,  # type: ignore[attr-defined]
        against=against,
        would_wait=not places.has_room(run.seats),
        needs_approval=run.course.needs_approval,
        is_again=enrolment is not None and enrolment.status in GONE,
        offers=offers,
        deadline=withdraw_deadline(run),
        undo_until=undo,
        seat_is_gone=gone,
    )


def _lies_ahead(run: CourseRun) -> bool:
    return run.status == RunState.OPEN and not has_begun(run)


def with_place(rows: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    """`ahead`: how many wait before each."""
    before = Enrolment.objects.filter(
        run=OuterRef("run"), status=EnrolmentStatus.WAITING, line__lt=OuterRef("line")
    ).order_by()
    count = before.values("run").annotate(many=Count("pk")).values("many")
    return rows.annotate(ahead=Coalesce(Subquery(count, output_field=IntegerField()), 0))


def _already(enrolment: Enrolment | None) -> Obstacle | None:
    if enrolment is None or enrolment.status in GONE:
        return None
    return Obstacle("already", already(enrolment))


def _hidden(person: Person, courses: Collection[Course]) -> dict[int, Obstacle]:
    """The courses whose page they may not read; what decides it is read once for the person."""
    pages: dict[object, list[CoursePage]] = {}
    keys = [each.translation_key for each in courses]
    for page in CoursePage.objects.filter(translation_key__in=keys, live=True):
        pages.setdefault(page.translation_key, []).append(page)
    found = {}
    for course in courses:
        mine = pages.get(course.translation_key, [])
        if not course.is_live:
            found[course.pk] = Obstacle("not_live", _("The course is no longer offered."))
        elif mine and not any(may_see_page(person, page) for page in mine):
            found[course.pk] = Obstacle("not_visible", _("The course is not for this person."))
    return found
