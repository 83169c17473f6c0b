"""Lists of materials: what there is, and how far the viewer is in each."""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q
from django.utils import translation
from wagtail.models import Locale, Page

from core.domain.queries.addresses import address_of
from core.domain.queries.pages import visible_pages
from core.domain.queries.spelt import with_words
from core.models.person import Person
from learning.domain.queries.materials import HEAVY, materials_by_key
from learning.domain.queries.progress import Progress, marks_of, progress_over
from learning.models import CategoryPage, CurriculumPage, MaterialPage

A_PAGE = 30


@dataclass(frozen=True)
class MaterialRow:
    """A material in a list, with the viewer's progress over all its chapters."""

    page: MaterialPage
    url: str
    progress: Progress
    language: str = ""

    @property
    def is_foreign(self) -> bool:
        return bool(self.language)


@dataclass(frozen=True)
class Listing:
    """One page of a list; it knows whether there is more without counting all."""

    rows: list[MaterialRow]
    number: int
    has_next: bool

    @property
    def previous_number(self) -> int:
        return self.number - 1

    @property
    def next_number(self) -> int:
        return self.number + 1


@dataclass(frozen=True)
class Slot:
    """A cell of a curriculum's table: a material, or one that is planned or internal."""

    title: str
    row: MaterialRow | None


def in_language_or_only(pages: Any, model: type[Page]) -> Any:
    """Pages in the language of the request, and those that exist only in the other."""
    here = _locale()
    twin = model.objects.filter(translation_key=OuterRef("translation_key"), locale=here, live=True)
    return pages.filter(Q(locale=here) | ~Exists(twin))


def listed(pages: Any, *, viewer: Person, number: int = 1) -> Listing:
    """One page of first pages of materials, in the order of the tree; those in the viewer's language come first."""
    first = (max(1, number) - 1) * A_PAGE
    shown = in_language_or_only(visible_pages(pages, viewer=viewer), MaterialPage)
    shown = shown.select_related("locale").defer(*HEAVY).order_by("path")
    # Two queries, not one sorted by language: each stops after a page, however many materials there are.
    own = shown.filter(locale__language_code=translation.get_language())
    found = list(own[first : first + A_PAGE + 1])
    if len(found) <= A_PAGE:
        before = 0 if found or not first else first - own.count()
        others = shown.exclude(locale__language_code=translation.get_language())
        found += list(others[before : before + A_PAGE + 1 - len(found)])
    return Listing(rows_of(found[:A_PAGE], viewer=viewer), max(1, number), len(found) > A_PAGE)


def rows_of(heads: Sequence[MaterialPage], *, viewer: Person) -> list[MaterialRow]:
    """The materials with the viewer's progress: two queries for any number of them."""
    below = _chapters_of(heads, viewer)
    pages = {head.pk: [head, *(page for page in below if page.path.startswith(head.path))] for head in heads}
    marks = marks_of(viewer, {page.translation_key for each in pages.values() for page in each})
    return [
        MaterialRow(
            page=head,
            url=address_of(head),
            progress=progress_over(pages[head.pk], marks),
            language=foreign_language_of(head),
        )
        for head in heads
    ]


def materials_in(category: CategoryPage | CurriculumPage) -> Any:
    """First pages of materials directly below a category (or curriculum), in each of its languages."""
    twins = type(category).objects.filter(translation_key=category.translation_key)
    places = twins.values_list("path", "depth")
    here = (Q(path__startswith=path, depth=depth + 1) for path, depth in places)
    return MaterialPage.objects.filter(functools.reduce(operator.or_, here))


def all_materials(words: str = "") -> Any:
    """First pages of all materials; `words` narrows by title and description."""
    return with_words(MaterialPage.objects.filter(is_chapter=False), words, ("title", "description"))


def categories_of(curriculum: CurriculumPage, *, viewer: Person) -> list[CategoryPage]:
    """The categories of a curriculum, in its order."""
    return list(visible_pages(CategoryPage.objects.child_of(curriculum), viewer=viewer).order_by("path"))


def curricula(viewer: Person) -> list[CurriculumPage]:
    """The curricula that materials lie in, as far as the viewer may see them; all others stand with the matrix."""
    pages = visible_pages(CurriculumPage.objects.filter(numchild__gt=0), viewer=viewer)
    return list(in_language_or_only(pages, CurriculumPage).select_related("locale").order_by("path"))


def grid_of(curriculum: CurriculumPage, *, viewer: Person) -> list[dict[str, Any]]:
    """The curriculum's table: rows with their slots, each material with progress."""
    keys = [slot["translation_key"] for row in curriculum.table for slot in row["slots"] if slot.get("translation_key")]
    pages = materials_by_key(keys, viewer=viewer)
    by_key = {str(row.page.translation_key): row for row in rows_of(list(pages.values()), viewer=viewer)}
    categories = {category.title: address_of(category) for category in categories_of(curriculum, viewer=viewer)}
    widest = max((len(row["slots"]) for row in curriculum.table), default=0)
    return [
        {
            "label": row["label"],
            "url": categories.get(row["label"], ""),
            "slots": [
                *(Slot(slot["title"], by_key.get(str(slot.get("translation_key")))) for slot in row["slots"]),
                *([None] * (widest - len(row["slots"]))),
            ],
        }
        for row in curriculum.table
    ]


def _chapters_of(heads: Iterable[MaterialPage], viewer: Person) -> list[MaterialPage]:
    parents = [Q(path__startswith=head.path, depth=head.depth + 1) for head in heads if head.numchild]
    if not parents:
        return []
    pages = MaterialPage.objects.filter(functools.reduce(operator.or_, parents))
    return list(visible_pages(pages, viewer=viewer).defer(*HEAVY).order_by("path"))


def foreign_language_of(page: MaterialPage) -> str:
    """The page's language where it is not that of the request."""
    code = str(page.locale.language_code)
    return "" if code == _language() else code


def _language() -> str:
    return translation.get_language() or settings.LANGUAGE_CODE


def _locale() -> Locale:
    found: Locale = Locale.objects.get_for_language(_language())
    return found
