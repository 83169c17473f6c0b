"""The courses that a viewer may see, as the catalogue looks at them: one plain row each, read together."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections import defaultdict
from typing import NamedTuple

from django.conf import settings
from django.utils import translation
from wagtail.models import PageQuerySet

from core.api import PageTag, visible_pages
from core.domain.queries.editing import own_paths
from core.domain.queries.pages import forbidden_paths
from core.domain.queries.spelt import with_words
from core.kept.noting import remembered
from core.models.person import Person
from learning.domain.durations import minutes_code
from learning.enums import RunState
from learning.models import Course, CoursePage, CourseRun


class Fact(NamedTuple):
    """A course. `minutes` is the code of a span, `department` a code or ""."""

    pk: int
    title_ja: str
    title_en: str
    level: str
    spoken: str
    minutes: str
    department: str
    topics: tuple[str, ...]


class Opening(NamedTuple):
    """A run that is yet to come and can be asked for. `is_free`: there is a seat, and enrolment is open."""

    starts_at: dt.datetime
    is_free: bool


def sight_of(viewer: Person) -> str:
    """Names what decides which pages someone sees: people with the same sight share what is remembered."""
    parts = "|".join([*sorted(forbidden_paths(viewer)), "/", *sorted(own_paths(viewer))])
    return hashlib.blake2b(parts.encode(), digest_size=12).hexdigest()


def facts_for(viewer: Person) -> list[Fact]:
    """Every course that the viewer may see; remembered until a page, a course, a tag or a department changes."""
    name = f"learning.course_facts.2:{sight_of(viewer)}:{translation.get_language()}"
    return remembered(name, lambda: _facts(viewer))


def _facts(viewer: Person) -> list[Fact]:
    pages = visible_pages(CoursePage.objects.all(), viewer=viewer)
    topics = _topics(pages)
    rows = Course.objects.filter(is_live=True, translation_key__in=pages.values("translation_key")).values_list(
        "pk", "translation_key", "title_ja", "title_en", "level", "spoken", "minutes", "department__code"
    )
    return [
        Fact(pk, ja, en, level, spoken, minutes_code(minutes), department or "", tuple(topics.get(key, ())))
        for pk, key, ja, en, level, spoken, minutes, department in rows
    ]


def _topics(pages: PageQuerySet) -> dict[uuid.UUID, set[str]]:
    """By translation key the tags in the language of the request, or those in the other where it has none."""
    here = translation.get_language() or settings.LANGUAGE_CODE
    own: dict[uuid.UUID, set[str]] = defaultdict(set)
    other: dict[uuid.UUID, set[str]] = defaultdict(set)
    tags = PageTag.objects.filter(content_object__in=pages.values("pk"), content_object__alias_of__isnull=True)
    facts = ("content_object__translation_key", "content_object__locale__language_code", "tag__name")
    for key, language, name in tags.values_list(*facts):
        (own if language == here else other)[key].add(name)
    return other | own


def openings(now: dt.datetime) -> dict[int, list[Opening]]:
    """By course the open runs to come, the soonest first. One query."""
    rows = CourseRun.objects.filter(status=RunState.OPEN, starts_at__gt=now).order_by("starts_at", "pk")
    found: dict[int, list[Opening]] = defaultdict(list)
    facts = ("course_id", "starts_at", "seats__capacity", "seats__taken", "enrol_from", "enrol_until")
    for course, starts_at, capacity, taken, opens, closes in rows.values_list(*facts):
        is_open = (opens is None or opens <= now) and (closes is None or closes > now)
        found[course].append(Opening(starts_at, is_open and (capacity is None or taken < capacity)))
    return found


def courses_with(words: str, *, viewer: Person) -> set[int]:
    """The courses whose title or goal has every one of these words, in any language."""
    pages = with_words(visible_pages(CoursePage.objects.all(), viewer=viewer), words, ("title", "goal"))
    return set(Course.objects.filter(translation_key__in=pages.values("translation_key")).values_list("pk", flat=True))
