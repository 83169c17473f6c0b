"""Courses in a list: each with its next run, and where the viewer stands in it. Five queries for any number."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils import timezone, translation

from core.api import visible_pages
from core.domain.queries.addresses import address_of
from core.kept.noting import only_rows, until
from core.kept.stamps import name_of
from core.models.person import Person
from learning.domain.queries.catalogue import foreign_language_of
from learning.enums import EnrolmentStatus, RunState
from learning.models import Completion, Course, CoursePage, CourseRun, Enrolment

NOT_SHOWN = ("body", "search_description")
# What is said of someone in a list, the strongest first.
STANDINGS = (EnrolmentStatus.ENROLLED, EnrolmentStatus.REQUESTED, EnrolmentStatus.WAITING)


@dataclass(frozen=True)
class CourseRow:
    """A course in a list. `standing` is an `EnrolmentStatus` in a run to come, or ""."""

    course: Course
    page: CoursePage
    url: str
    language: str
    run: CourseRun | None
    more_runs: int
    standing: str
    is_completed: bool

    @property
    def standing_label(self) -> str:
        return str(EnrolmentStatus(self.standing).label) if self.standing else ""


def course_pages(keys: Iterable[uuid.UUID], *, viewer: Person) -> dict[uuid.UUID, CoursePage]:
    """Pages that the viewer may see, by translation_key, in the language of the request where there is one."""
    wanted = translation.get_language() or settings.LANGUAGE_CODE
    pages = CoursePage.objects.filter(translation_key__in=set(keys), alias_of__isnull=True)
    found: dict[uuid.UUID, CoursePage] = {}
    for page in visible_pages(pages, viewer=viewer).select_related("locale").defer(*NOT_SHOWN).order_by("pk"):
        if page.translation_key not in found or page.locale.language_code == wanted:
            found[page.translation_key] = page
    return found


def course_rows(pks: Sequence[int], *, viewer: Person) -> list[CourseRow]:
    """In the order of the keys; a course whose page went out of sight meanwhile is left out."""
    courses = Course.objects.select_related("department").in_bulk(pks)
    pages = course_pages((course.translation_key for course in courses.values()), viewer=viewer)
    runs = _runs_to_come(pks)
    standings, completed = _standings(pks, viewer), _completed(pks, viewer)
    return [
        _row(courses[pk], pages[courses[pk].translation_key], runs[pk], standings.get(pk, ""), pk in completed)
        for pk in pks
        if pk in courses and courses[pk].translation_key in pages
    ]


def _row(course: Course, page: CoursePage, runs: list[CourseRun], standing: str, is_completed: bool) -> CourseRow:
    return CourseRow(
        course=course,
        page=page,
        url=address_of(page),
        language=foreign_language_of(page),  # type: ignore[arg-type]
        run=runs[0] if runs else None,
        more_runs=max(len(runs) - 1, 0),
        standing=standing,
        is_completed=is_completed,
    )


def _runs_to_come(pks: Sequence[int]) -> dict[int, list[CourseRun]]:
    found: dict[int, list[CourseRun]] = defaultdict(list)
    runs = CourseRun.objects.filter(course__in=pks, status=RunState.OPEN, starts_at__gt=timezone.now())
    for run in runs.select_related("seats").order_by("starts_at", "pk"):
        found[run.course_id].append(run)
        if run.starts_at is not None:
            until(run.starts_at)  # then it is no run to come any more
    return found


def _standings(pks: Sequence[int], viewer: Person) -> dict[int, str]:
    """Of each course the strongest standing in a run that is not over."""
    rows = Enrolment.objects.filter(person=viewer, run__course__in=pks, status__in=STANDINGS)
    rows = rows.filter(run__ends_at__gt=timezone.now())
    found: dict[int, str] = {}
    for course, status in rows.values_list("run__course_id", "status"):
        if course not in found or STANDINGS.index(status) < STANDINGS.index(found[course]):
            found[course] = status
    return found


def _completed(pks: Sequence[int], viewer: Person) -> set[int]:
    with only_rows(name_of(Completion, person=viewer)):
        return set(Completion.objects.filter(person=viewer, course__in=pks).values_list("course_id", flat=True))
