"""What the page of a course shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from core.api import Person, tags_shown, visible_pages
from core.domain.queries.addresses import address_of
from core.kept.noting import only_rows
from core.kept.stamps import name_of
from learning.domain.queries.catalogue import in_language_or_only, rows_of
from learning.domain.queries.course_rows import course_pages
from learning.domain.queries.materials import materials_by_key
from learning.domain.queries.run_boxes import boxes_of, runs_of
from learning.domain.queries.screens import language_of, viewer_of
from learning.models import Completion, Course, CoursePage, CurriculumPage, Equivalent


@dataclass(frozen=True)
class Needed:
    """A course that comes first. `is_met`: the viewer has it, or one that counts for it."""

    title: str
    url: str
    is_enforced: bool
    is_met: bool


def course_screen(page: CoursePage, *, request: HttpRequest) -> dict[str, Any]:
    """The course, its runs and where the viewer stands."""
    viewer = viewer_of(request)
    is_draft = bool(getattr(request, "is_preview", False))
    course = Course.objects.filter(translation_key=page.translation_key).select_related("department").first()
    return {
        "course": course,
        "is_draft": is_draft,
        "runs": boxes_of(list(runs_of(course)), viewer=viewer) if course else [],
        "needed": _needed(course, viewer) if course else [],
        "materials": _materials(course, viewer) if course else [],
        "curricula": _curricula(course, viewer) if course else [],
        "completions": _completions(course, viewer) if course else [],
        "tags": tags_shown(page, viewer=viewer),
        "crumbs": [(_("Courses"), reverse("courses")), (page.title, "")],
        **language_of(page),
    }


def _needed(course: Course, viewer: Person) -> list[Needed]:
    rows = list(course.prerequisites.select_related("needed").order_by("-is_enforced", "pk"))
    if not rows:
        return []
    pages = course_pages([row.needed.translation_key for row in rows], viewer=viewer)
    counts = {row.needed_id: {row.needed_id} for row in rows}
    for known, other in Equivalent.objects.filter(course__in=counts).values_list("course_id", "counts_id"):
        counts[known].add(other)
    with only_rows(name_of(Completion, person=viewer)):
        done = set(Completion.objects.filter(person=viewer, course__isnull=False).values_list("course_id", flat=True))
    return [
        Needed(
            title=pages[row.needed.translation_key].title if row.needed.translation_key in pages else row.needed.title,
            url=address_of(pages[row.needed.translation_key]) if row.needed.translation_key in pages else "",
            is_enforced=row.is_enforced,
            is_met=bool(counts[row.needed_id] & done),
        )
        for row in rows
    ]


def _materials(course: Course, viewer: Person) -> list[Any]:
    """Those that the viewer may see, in the course's order, with their progress."""
    return material_rows(list(course.materials.values_list("material_key", flat=True)), viewer=viewer)


def material_rows(keys: list[Any], *, viewer: Person) -> list[Any]:
    """Of these materials those that the viewer may see, in this order."""
    pages = materials_by_key(keys, viewer=viewer)
    return rows_of([pages[key] for key in keys if key in pages], viewer=viewer)


def _curricula(course: Course, viewer: Person) -> list[tuple[str, str]]:
    """(title, address) of the curricula that the course is in, as far as the viewer may see them."""
    keys = course.in_curricula.values("curriculum__translation_key")
    pages = visible_pages(CurriculumPage.objects.filter(translation_key__in=keys), viewer=viewer)
    shown = in_language_or_only(pages, CurriculumPage).order_by("path")
    return [(each.title, address_of(each)) for each in shown]


def _completions(course: Course, viewer: Person) -> list[Completion]:
    with only_rows(name_of(Completion, person=viewer)):
        return list(Completion.objects.filter(person=viewer, course=course))
