"""Courses that a person may like, and why: none that they have, must take anyway, or cannot take any more."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from core.domain.queries.people import main_place_on
from core.kept.noting import only_rows, remembered
from core.kept.stamps import name_of
from core.models.assignment import Assignment
from core.models.person import Person
from learning.domain.queries.course_rows import CourseRow, course_rows
from learning.domain.queries.curricula import CurriculumRow
from learning.models import Completion, CurriculumItem, Equivalent

LIKED = 6
POPULAR_FROM = 3  # people of the occupation: fewer would tell of single colleagues
LATELY = dt.timedelta(days=365)


@dataclass(frozen=True)
class Liked:
    """A course that the person may like, and why."""

    course: CourseRow
    reason: str


def may_like(person: Person, curricula: dict[int, CurriculumRow], *, asked: Collection[int]) -> list[Liked]:
    """Of a person to whom rules set the curricula `asked`, `curricula` being those they see: electives of these first,
    then what many of the same occupation completed in the last year; with a run to come."""
    reasons = _reasons(person, curricula)
    had = _had_or_asked(person, asked)
    wanted = [pk for pk in reasons if pk not in had]
    rows = course_rows(wanted, viewer=person) if wanted else []
    return [Liked(row, reasons[row.course.pk]) for row in rows if row.run and not row.standing][:LIKED]


def _reasons(person: Person, curricula: dict[int, CurriculumRow]) -> dict[int, str]:
    found: dict[int, str] = {}
    electives = CurriculumItem.objects.filter(curriculum__in=curricula, is_required=False, course__isnull=False)
    for course, curriculum in electives.order_by("order").values_list("course_id", "curriculum_id"):
        words = _("an elective of “%(curriculum)s”") % {"curriculum": curricula[curriculum].title}
        found.setdefault(course, words)
    if (place := main_place_on(person)) is None:
        return found
    for course, count in _popular(place.occupation_id):
        words = _("%(occupation)s: %(count)d completed it in the last year")
        found.setdefault(course, words % {"count": count, "occupation": place.occupation.name})
    return found


def _had_or_asked(person: Person, curricula: Collection[int]) -> set[int]:
    """The courses that one completed or is asked to take anyway, in any edition."""
    with only_rows(name_of(Completion, person=person)):
        mine = Completion.objects.filter(person=person, course__isnull=False)
        done = set(mine.values_list("course_id", flat=True))
    items = CurriculumItem.objects.filter(curriculum__in=curricula, is_required=True, course__isnull=False)
    asked = set(items.values_list("course_id", flat=True))
    editions = list(Equivalent.objects.values_list("course_id", "counts_id"))
    counted = {course for course, counts in editions if counts in done}
    return done | asked | counted | {counts for course, counts in editions if course in asked | done | counted}


def _popular(occupation: int) -> list[tuple[int, int]]:
    """The courses that most people of an occupation completed; the same for all of them, kept for a day at most."""
    today = timezone.localdate()

    def build() -> list[tuple[int, int]]:
        here = Assignment.objects.on(today).filter(occupation=occupation).values("person_id")
        rows = Completion.objects.filter(person__in=here, course__isnull=False, completed_on__gt=today - LATELY)
        counted = rows.order_by().values("course_id").annotate(people=Count("person", distinct=True))
        most = Counter({row["course_id"]: row["people"] for row in counted if row["people"] >= POPULAR_FROM})
        return most.most_common(LIKED * 4)

    return remembered(f"learning.popular.2:{occupation}:{today}", build)
