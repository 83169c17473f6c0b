"""Where pages lie, for documents: the places that may be shut to a viewer, and the department they belong to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wagtail.models import Page

from core.models.pages import HOME_DEPTH, DepartmentSectionPage


@dataclass(frozen=True)
class Place:
    """`within` as documents hold it: translation keys of the page and of all above, below the home of its language.

    `above` are (translation key, title) of the pages above, the nearest last.
    """

    within: tuple[str, ...] = ()
    above: tuple[tuple[str, str], ...] = ()
    department: str = ""


def places_of(pages: Iterable[Page]) -> dict[int, Place]:
    """Of each page by its id where it lies: two queries for any number of pages."""
    pages = list(pages)
    paths = {path for page in pages for path in _above(page)}
    known = {
        path: (str(key), title)
        for path, key, title in Page.objects.filter(path__in=paths).values_list("path", "translation_key", "title")
    }
    sections = dict(
        DepartmentSectionPage.objects.filter(path__in=paths | {page.path for page in pages}).values_list(
            "path", "department__code"
        )
    )
    return {page.pk: _place(page, known, sections) for page in pages}


def _above(page: Page) -> list[str]:
    """Tree paths from the home of the language down to the page's parent."""
    return [page.path[:end] for end in range(HOME_DEPTH * Page.steplen, len(page.path), Page.steplen)]


def _place(page: Page, known: dict[str, tuple[str, str]], sections: dict[str, str]) -> Place:
    above = [known[path] for path in _above(page) if path in known]
    department = next((sections[path] for path in reversed([*_above(page), page.path]) if path in sections), "")
    return Place(
        within=tuple(dict.fromkeys([*(key for key, _ in above), str(page.translation_key)])),
        above=tuple(above[1:]),
        department=department,
    )


def within_all(places: Iterable[Place]) -> tuple[str, ...]:
    """A thing whose languages lie in different places is shut where any of them is. What only some of them lie in is
    marked as such: whoever edits that part does not therefore see what stands in the others."""
    each = [place.within for place in places]
    keys = dict.fromkeys(key for within in each for key in within)
    return tuple(key if all(key in within for within in each) else in_part(key) for key in keys)


def in_part(key: str) -> str:
    """How a document names a place in which not all of its languages lie."""
    return f"{key}~"
