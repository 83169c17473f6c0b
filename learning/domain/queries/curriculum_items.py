"""The courses and materials of a curriculum, and where the viewer stands with each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from core.domain.queries.addresses import address_of
from core.domain.queries.pages import visible_pages
from core.kept.noting import only_rows, until
from core.kept.stamps import name_of
from core.models.person import Person
from learning.domain.queries.catalogue import MaterialRow, foreign_language_of, in_language_or_only, rows_of
from learning.domain.queries.credit import Credit
from learning.domain.queries.materials import materials_by_key
from learning.domain.queries.progress import Progress
from learning.enums import EnrolmentStatus, RunState
from learning.models import CoursePage, CourseRun, Curriculum, CurriculumItem, Enrolment

UNDER_WAY = (EnrolmentStatus.REQUESTED, EnrolmentStatus.ENROLLED, EnrolmentStatus.WAITING)


@dataclass(frozen=True)
class ItemRow:
    """A course or a material of a curriculum for one viewer; `language` is set where it is not that of the request."""

    title: str
    url: str
    minutes: int
    language: str
    is_required: bool
    done_on: dt.date | None
    is_course: bool = False
    progress: Progress | None = None
    enrolment: Enrolment | None = None
    next_run: CourseRun | None = None


@dataclass(frozen=True)
class _Known:
    """What was read for all items at once."""

    courses: dict[UUID, CoursePage]
    materials: dict[UUID, MaterialRow]
    enrolments: dict[int, Enrolment]
    runs: dict[int, CourseRun]


def item_rows(curriculum: Curriculum, credit: Credit, *, viewer: Person) -> list[ItemRow]:
    """The items that the viewer may see, in order; the same number of queries for any number of them."""
    items = list(curriculum.items.select_related("course"))
    courses = {item.course.pk: item.course.translation_key for item in items if item.course is not None}
    heads = materials_by_key([item.material_key for item in items if item.material_key], viewer=viewer)
    known = _Known(
        courses=_course_pages(viewer, set(courses.values())),
        materials={row.page.translation_key: row for row in rows_of(list(heads.values()), viewer=viewer)},
        enrolments=_enrolments(viewer, courses),
        runs=_next_runs(courses),
    )
    rows = (_row(item, known, credit.on.get(item.pk)) for item in items)
    return [row for row in rows if row is not None]


def _row(item: CurriculumItem, known: _Known, done_on: dt.date | None) -> ItemRow | None:
    """None where the viewer may not see it."""
    if item.course is None:
        material = known.materials.get(item.material_key) if item.material_key else None
        return _material(item, material, done_on) if material else None
    page = known.courses.get(item.course.translation_key)
    if page is None:
        return None
    return ItemRow(
        title=page.title,
        url=address_of(page),
        minutes=item.course.minutes,
        language=foreign_language_of(page),
        is_required=item.is_required,
        done_on=done_on,
        is_course=True,
        enrolment=known.enrolments.get(item.course.pk),
        next_run=known.runs.get(item.course.pk),
    )


def _material(item: CurriculumItem, row: MaterialRow, done_on: dt.date | None) -> ItemRow:
    return ItemRow(
        title=row.page.title,
        url=row.url,
        minutes=row.page.minutes or 0,
        language=row.language,
        is_required=item.is_required,
        done_on=done_on,
        progress=row.progress,
    )


def _course_pages(viewer: Person, keys: Collection[UUID]) -> dict[UUID, CoursePage]:
    pages = visible_pages(CoursePage.objects.filter(translation_key__in=keys), viewer=viewer)
    shown = in_language_or_only(pages, CoursePage).select_related("locale").defer("body")
    return {page.translation_key: page for page in shown}


def _enrolments(viewer: Person, courses: Collection[int]) -> dict[int, Enrolment]:
    """What the viewer is enrolled in, waits for or asked for, by course."""
    own = Enrolment.objects.filter(person=viewer, status__in=UNDER_WAY)
    with only_rows(name_of(Enrolment, person=viewer)):
        return {row.run.course_id: row for row in own.select_related("run")}


def _next_runs(courses: Collection[int]) -> dict[int, CourseRun]:
    """The next open run of each course."""
    coming = CourseRun.objects.filter(course__in=courses, status=RunState.OPEN, starts_at__gt=timezone.now())
    found = {run.course_id: run for run in coming.order_by("-starts_at")}
    for run in found.values():
        if run.starts_at:
            until(run.starts_at)
    return found
