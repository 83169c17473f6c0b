"""The facts of courses and curricula: one row each, whatever languages their pages have, as they were published last.

Facts that know no language (level, minutes, prerequisites, items) come from the page that was written first; each live
page gives its title. A course that was ever published keeps its row: runs and completions hang on it.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction

from core.api import DepartmentSectionPage
from core.enums import Language
from learning.models import (
    Course,
    CourseMaterial,
    CoursePage,
    CoursePrerequisite,
    Curriculum,
    CurriculumItem,
    CurriculumPage,
    Equivalent,
    MaterialPage,
)


@transaction.atomic
def publish_course(key: uuid.UUID) -> Course | None:
    """Bring the row of a course up to its live pages; None where it was never published."""
    pages = list(CoursePage.objects.filter(translation_key=key, live=True).select_related("locale").order_by("pk"))
    if not pages:
        Course.objects.filter(translation_key=key).update(is_live=False)
        return Course.objects.filter(translation_key=key).first()
    first = pages[0]
    facts = ("level", "minutes", "spoken", "needs_approval", "withdraw_days")
    course, _ = Course.objects.update_or_create(
        translation_key=key, defaults={**_titles(pages), **{name: getattr(first, name) for name in facts}}
    )
    _write_prerequisites(course, first)
    _write_materials(course, first)
    _write_equivalents(course, first)
    return course


@transaction.atomic
def publish_curriculum(key: uuid.UUID) -> Curriculum | None:
    """Bring the row of a curriculum up to its live pages; None where it was never published."""
    pages = list(CurriculumPage.objects.filter(translation_key=key, live=True).select_related("locale").order_by("pk"))
    if not pages:
        Curriculum.objects.filter(translation_key=key).update(is_live=False)
        return Curriculum.objects.filter(translation_key=key).first()
    first = pages[0]
    curriculum, _ = Curriculum.objects.update_or_create(translation_key=key, defaults=_titles(pages))
    items = _write_items(curriculum, first)
    minutes = sum(item.minutes for item in items if item.is_required)
    if first.expected_hours is not None:
        minutes = int(first.expected_hours * Decimal(60))
    if curriculum.minutes != minutes:
        Curriculum.objects.filter(pk=curriculum.pk).update(minutes=minutes)
        curriculum.minutes = minutes
    return curriculum


def _titles(pages: Sequence[Any]) -> dict[str, Any]:
    titles = {page.locale.language_code: page.title for page in pages}
    section = DepartmentSectionPage.objects.ancestor_of(pages[0]).first()
    return {
        "title_ja": titles.get(Language.JAPANESE, ""),
        "title_en": titles.get(Language.ENGLISH, ""),
        "department_id": section.department_id if section else None,
        "is_live": True,
    }


def _write_prerequisites(course: Course, page: CoursePage) -> None:
    """Those whose course was never published wait until it is."""
    wanted = {row.needed.translation_key: row.is_enforced for row in page.page_prerequisites.select_related("needed")}
    known = Course.objects.filter(translation_key__in=wanted).exclude(pk=course.pk)
    course.prerequisites.exclude(needed__in=known).delete()
    for needed in known:
        CoursePrerequisite.objects.update_or_create(
            course=course, needed=needed, defaults={"is_enforced": wanted[needed.translation_key]}
        )


def _write_equivalents(course: Course, page: CoursePage) -> None:
    """One way: what counts for this course. A row that stays is left as it is, with who said so and when."""
    wanted = set(page.page_equivalents.values_list("counts__translation_key", flat=True))
    known = Course.objects.filter(translation_key__in=wanted).exclude(pk=course.pk)
    for gone in course.equivalents.exclude(counts__in=known):
        gone.delete()
    for counts in known:
        Equivalent.objects.get_or_create(course=course, counts=counts, defaults={"added_by": page.owner})


def _write_materials(course: Course, page: CoursePage) -> None:
    keys = dict.fromkeys(page.page_materials.values_list("material__translation_key", flat=True))
    course.materials.exclude(material_key__in=keys).delete()
    for order, key in enumerate(keys):
        CourseMaterial.objects.update_or_create(course=course, material_key=key, defaults={"order": order})


def _write_items(curriculum: Curriculum, page: CurriculumPage) -> list[CurriculumItem]:
    """In the page's order; an item that stays keeps its row."""
    kept: list[CurriculumItem] = []
    for order, row in enumerate(page.page_items.select_related("item")):
        what = _what(row.item.specific)
        if what is None:
            continue
        thing, minutes = what
        item, _ = CurriculumItem.objects.update_or_create(
            curriculum=curriculum,
            **thing,
            defaults={"order": order, "is_required": row.is_required, "minutes": minutes},
        )
        kept.append(item)
    curriculum.items.exclude(pk__in=[item.pk for item in kept]).delete()
    return kept


def _what(page: Any) -> tuple[dict[str, Any], int] | None:
    if isinstance(page, MaterialPage):
        return {"material_key": page.translation_key}, page.minutes or 0
    course = Course.objects.filter(translation_key=page.translation_key).first()
    return ({"course": course}, course.minutes) if course else None
