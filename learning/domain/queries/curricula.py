"""Curricula as their reader meets them: which there are, what is asked, how far one is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from core.domain.queries.addresses import address_of
from core.domain.queries.pages import visible_pages
from core.kept.noting import only_rows
from core.kept.stamps import name_of
from core.models.person import Person
from learning.domain.queries.catalogue import foreign_language_of, in_language_or_only
from learning.domain.queries.credit import Credit, Thing, credit_from, items_of, latest_completions
from learning.enums import RequirementState
from learning.models import Completion, Curriculum, CurriculumPage, Requirement


@dataclass(frozen=True)
class Asked:
    """That a curriculum is asked of the viewer: by when, and whether that is past."""

    due_on: dt.date
    is_overdue: bool


@dataclass(frozen=True)
class CurriculumRow:
    """A curriculum that the viewer may see, and how far they are in it."""

    curriculum: Curriculum
    page: CurriculumPage
    url: str
    language: str
    credit: Credit
    asked: Asked | None = None

    @property
    def title(self) -> str:
        return str(self.page.title)

    @property
    def hours(self) -> float:
        return round(self.curriculum.minutes / 60, 1)

    @property
    def is_done(self) -> bool:
        return self.credit.completed_on is not None

    @property
    def is_begun(self) -> bool:
        return bool(self.credit.on)


def curricula_for(viewer: Person, *, pages: Any = None) -> dict[int, CurriculumRow]:
    """The curricula that the viewer may see, by their key, in the order of the tree; `pages` narrows them.

    The same number of queries for any number of them.
    """
    shown = visible_pages(CurriculumPage.objects.all() if pages is None else pages, viewer=viewer)
    shown = in_language_or_only(shown, CurriculumPage).select_related("locale").defer("body", "table").order_by("path")
    found = {page.translation_key: page for page in shown}
    rows = Curriculum.objects.filter(translation_key__in=found, is_live=True).select_related("department")
    by_key = {row.translation_key: row for row in rows}
    kept = {by_key[key].pk: (by_key[key], page) for key, page in found.items() if key in by_key}
    credit, asked = credits_of(viewer, kept), asked_of(viewer, kept)
    return {
        pk: CurriculumRow(row, page, address_of(page), foreign_language_of(page), credit[pk], asked.get(pk))
        for pk, (row, page) in kept.items()
    }


def other_curricula(viewer: Person, *, besides: Collection[int]) -> QuerySet[Curriculum]:
    """All that the viewer may see but these: those of departments first, in the order of the tree of departments."""
    here = CurriculumPage.objects.filter(translation_key=OuterRef("translation_key"))
    found = Curriculum.objects.filter(Exists(visible_pages(here, viewer=viewer)), is_live=True)
    return found.exclude(pk__in=besides).order_by(F("department__path").asc(nulls_last=True), "pk")


def curricula_with_keys(viewer: Person, keys: Collection[UUID]) -> dict[int, CurriculumRow]:
    """Those among these that the viewer may see."""
    return curricula_for(viewer, pages=CurriculumPage.objects.filter(translation_key__in=keys))


def credits_of(viewer: Person, curricula: Collection[int]) -> dict[int, Credit]:
    """The viewer's credit in each; their own completions alone decide."""
    items = items_of(curricula)
    things = {thing for each in items.values() for item in each for thing in item.credited_by}
    latest = own_completions(viewer, things)
    return {pk: credit_from(each, latest) for pk, each in items.items()}


def own_completions(viewer: Person, things: Iterable[Thing]) -> dict[Thing, dt.date]:
    """When the viewer last completed each of these."""
    with only_rows(name_of(Completion, person=viewer)):
        return latest_completions([viewer.pk], set(things)).get(viewer.pk, {})


def asked_of(viewer: Person, curricula: Collection[int]) -> dict[int, Asked]:
    """What rules ask of the viewer and is still open: of each curriculum the nearest due date."""
    open_ones = Requirement.objects.filter(person=viewer, state=RequirementState.OPEN).order_by("-due_on")
    today = timezone.localdate()
    with only_rows(name_of(Requirement, person=viewer)):
        rows = list(open_ones.values_list("rule__curriculum_id", "due_on"))
    return {pk: Asked(due, due < today) for pk, due in rows if pk in curricula}
