"""Saved searches in templates: a row of the list, and the form that saves what a page shows."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from core.rules import Viewer
from search import registry
from search.domain.queries.found import Asked
from search.domain.queries.saved import asked_of, feed_address
from search.interfaces.asking import address
from search.interfaces.screen import chips_of
from search.models import SavedSearch


@dataclass(frozen=True)
class Line:
    """A saved search in the list: where it leads, what narrows it, the address of its feed."""

    saved: SavedSearch
    url: str
    narrowed: tuple[str, ...]
    feed: str
    anchor: str


def line_of(saved: SavedSearch, *, viewer: Viewer) -> Line:
    asked = asked_of(saved)
    narrowed = tuple(str(chip.title) for chip in chips_of(asked, viewer=viewer))
    return Line(saved, f"{reverse('search')}{address(asked)}", narrowed, feed_address(saved), anchor_of(saved))


def anchor_of(saved: SavedSearch) -> str:
    """Where it stands on the page of one's own."""
    return f"saved-{saved.public_id}"


def fields_of(asked: Asked) -> list[tuple[str, str]]:
    """A search as the hidden fields of a form."""
    pairs = [("q", asked.text), ("order", asked.order)]
    pairs += [("kind", kind) for kind in asked.kinds]
    pairs += [(name, value) for name in registry.facets() for value in asked.filters.get(name, ())]
    return [(name, value) for name, value in pairs if value]
