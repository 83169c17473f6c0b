"""The runs that someone leads, organises or looks after, and the courses of which they may make some."""

from __future__ import annotations

import functools
import operator
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from core.api import Person, Role, visible_pages
from core.domain.queries.spelt import with_words
from core.rules import Viewer, edits_everything, has_role, is_employee, own_departments
from learning.enums import EnrolmentStatus, RunState
from learning.models import Course, CoursePage, CourseRun, Enrolment
from learning.rules import manages_run

ENROLLED = (EnrolmentStatus.ENROLLED, EnrolmentStatus.COMPLETED, EnrolmentStatus.NOT_COMPLETED)
# With their faces: pages show them.
LECTURERS = Prefetch("lecturers", queryset=Person.objects.get_queryset().select_related("photo"))
LATEST = 10
STATES = ("next", "past", "draft", "cancelled", "all")


@dataclass(frozen=True)
class AskedRuns:
    """What the address says: which of them, whose, and words of their title."""

    state: str = "next"
    whose: str = "mine"
    words: str = ""


@dataclass(frozen=True)
class RunNumbers:
    """How many there are of each on a run."""

    enrolled: int = 0
    waiting: int = 0
    requested: int = 0


def looks_after_all(viewer: Viewer) -> bool:
    """Whose runs are everybody's."""
    return edits_everything(viewer) or has_role(viewer, Role.HR, Role.PROGRAMME_OWNER)


def looks_after_some(viewer: Viewer) -> bool:
    """Whether there may be runs that the viewer manages beside their own."""
    return looks_after_all(viewer) or has_role(viewer, Role.DEPARTMENT_EDITOR)


def courses_to_run(viewer: Viewer) -> QuerySet[Course]:
    """The courses of which the viewer may make runs: those they manage; of lecturers those that they see; and those
    of which somebody once made them a lecturer (decision 0127)."""
    courses = Course.objects.filter(is_live=True)
    if not is_employee(viewer) or not isinstance(viewer, Person):
        return courses.none()
    if looks_after_all(viewer):
        return courses
    may = [Q(pk__in=CourseRun.objects.filter(lecturers=viewer).values("course_id")), *_of_departments(viewer)]
    if has_role(viewer, Role.LECTURER):
        may.append(
            Q(translation_key__in=visible_pages(CoursePage.objects.all(), viewer=viewer).values("translation_key"))
        )
    return courses.filter(functools.reduce(operator.or_, may))


def _of_departments(viewer: Viewer, prefix: str = "") -> list[Q]:
    return [Q(**{f"{prefix}department__path__startswith": each.path}) for each in own_departments(viewer)]


def own_runs(viewer: Viewer) -> QuerySet[CourseRun]:
    """Those that the viewer leads or organises."""
    if not is_employee(viewer) or not isinstance(viewer, Person):
        return CourseRun.objects.none()
    led = CourseRun.lecturers.through.objects.filter(person=viewer).values("courserun_id")
    return CourseRun.objects.filter(Q(pk__in=led) | Q(organiser=viewer))


def runs_managed(viewer: Viewer) -> QuerySet[CourseRun]:
    """Those for which `manages_run` holds."""
    if not is_employee(viewer):
        return CourseRun.objects.none()
    if looks_after_all(viewer):
        return CourseRun.objects.all()
    of_departments = _of_departments(viewer, "course__")
    own = own_runs(viewer)
    if not of_departments:
        return own
    return CourseRun.objects.filter(Q(pk__in=own.values("pk")) | functools.reduce(operator.or_, of_departments))


def run_to_manage(key: uuid.UUID, *, viewer: Viewer) -> CourseRun | None:
    """The run, if the viewer may open its desk; None whether it is absent or not theirs."""
    found = CourseRun.objects.filter(key=key).select_related("course__department", "seats", "organiser")
    run = found.prefetch_related(LECTURERS, "sittings").first()
    return run if run is not None and manages_run(viewer, run) else None


def runs_listed(asked: AskedRuns, *, viewer: Viewer) -> QuerySet[CourseRun]:
    """What "My runs" shows, with all that a row needs: the next first, of the past the latest first."""
    runs = own_runs(viewer) if asked.whose == "mine" else runs_managed(viewer)
    if asked.words:
        names = ("course__title_ja", "course__title_en", "name_ja", "name_en", "place")
        runs = with_words(runs, asked.words, names)
    runs = runs.select_related("course", "seats").prefetch_related(LECTURERS, "sittings")
    return _in_state(runs, asked.state)


def _in_state(runs: QuerySet[CourseRun], state: str) -> QuerySet[CourseRun]:
    now = timezone.now()
    if state == "past":
        over = Q(status=RunState.HELD) | Q(status=RunState.OPEN, ends_at__lte=now)
        return runs.filter(over).order_by("-starts_at", "-pk")
    if state == "draft":
        return runs.filter(status=RunState.DRAFT).order_by("starts_at", "pk")
    if state == "cancelled":
        return runs.filter(status=RunState.CANCELLED).order_by("-starts_at", "-pk")
    if state == "all":
        return runs.order_by("-starts_at", "-pk")
    return runs.filter(status=RunState.OPEN, ends_at__gt=now).order_by("starts_at", "pk")


def numbers_of(runs: Sequence[CourseRun]) -> dict[int, RunNumbers]:
    """For each run how many are enrolled, wait and ask; one query."""
    rows = Enrolment.objects.filter(run__in=runs).values("run_id").annotate(
        enrolled=Count("pk", filter=Q(status__in=ENROLLED)),
        waiting=Count("pk", filter=Q(status=EnrolmentStatus.WAITING)),
        requested=Count("pk", filter=Q(status=EnrolmentStatus.REQUESTED)),
    ).order_by()  # fmt: skip
    found = {row["run_id"]: RunNumbers(row["enrolled"], row["waiting"], row["requested"]) for row in rows}
    return {run.pk: found.get(run.pk, RunNumbers()) for run in runs}


def runs_of_page(page: CoursePage, *, viewer: Viewer) -> tuple[Course | None, list[CourseRun]]:
    """The course that a page was published into, and its latest runs that the viewer manages."""
    course = Course.objects.filter(translation_key=page.translation_key).first()
    if course is None:
        return None, []
    runs = runs_managed(viewer).filter(course=course).select_related("course", "seats").order_by("-starts_at", "-pk")
    return course, list(runs[:LATEST])


def next_led(person: Person) -> list[CourseRun]:
    """The open runs that somebody leads and that are not over, the next first: for their home page."""
    led = CourseRun.lecturers.through.objects.filter(person=person).values("courserun_id")
    runs = CourseRun.objects.filter(pk__in=led, status=RunState.OPEN, ends_at__gt=timezone.now())
    return list(runs.select_related("course", "seats").order_by("starts_at", "pk")[:LATEST])
