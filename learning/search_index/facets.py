"""Filters of materials and courses: category, level, and how long they take."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from core.domain.queries.pages import visible_pages
from core.rules import Viewer
from learning.domain import durations
from learning.enums import CourseLevel
from learning.models import CategoryPage
from search.registry import Facet


def minutes_code(minutes: int | None) -> tuple[str, ...]:
    code = durations.minutes_code(minutes)
    return (code,) if code else ()


def _minutes_labels(codes: Sequence[str], language: str) -> Mapping[str, str]:
    with translation.override(language):
        names = durations.minutes_labels()
    return {code: names[code] for code in codes if code in names}


def _level_labels(codes: Sequence[str], language: str) -> Mapping[str, str]:
    with translation.override(language):
        return {code: str(CourseLevel(code).label) for code in codes if code in CourseLevel.values}


def _category_labels(codes: Sequence[str], language: str) -> Mapping[str, str]:
    """Codes are translation keys; a category without this language has its other name."""
    rows = CategoryPage.objects.live().filter(translation_key__in=list(filter(None, map(_key, codes))))
    found: dict[str, str] = {}
    for key, title, code in rows.values_list("translation_key", "title", "locale__language_code"):
        if str(key) not in found or code == language:
            found[str(key)] = title
    return found


def _seen_categories(codes: Sequence[str], viewer: Viewer) -> list[str]:
    rows = CategoryPage.objects.filter(translation_key__in=list(filter(None, map(_key, codes))))
    seen = set(map(str, visible_pages(rows, viewer=viewer).values_list("translation_key", flat=True)))
    return [code for code in codes if code in seen]


def _key(code: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(code)
    except ValueError:
        return None


FACETS = (
    Facet("category", _("Category"), _category_labels, order=15, told=_seen_categories),
    Facet("level", _("Level"), _level_labels, order=45, scale=tuple(CourseLevel.values)),
    Facet(
        "minutes", _("Time it takes"), _minutes_labels, order=50, scale=tuple(code for code, _most in durations.MINUTES)
    ),
)
