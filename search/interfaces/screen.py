"""What the search page draws of a search: tabs, filters that can be put on and taken off, pages. Links, no state."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote_plus

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from core.rules import Viewer
from search import registry
from search.domain.queries.finding import language
from search.domain.queries.found import Asked, Found
from search.domain.queries.tags import FACET
from search.interfaces.asking import address, toggled
from search.query import DEEPEST, PAGE_SIZE

VALUES_SHOWN = 8
ANY = secrets.token_hex(16)
"""Stands for a value in an address until it is known; nobody can have typed it."""
QUOTES = dict.fromkeys(map(ord, '"＂“”'), " ")


@dataclass(frozen=True)
class Link:
    """Somewhere a search can go on to. `count` None: not counted."""

    title: Any
    url: str
    count: int | None = None
    current: bool = False


@dataclass(frozen=True)
class FacetBox:
    """One facet with its values: those in sight, and those folded away."""

    name: str
    label: Any
    values: tuple[Link, ...]
    folded: tuple[Link, ...]


def screen_of(found: Found, *, viewer: Viewer) -> dict[str, Any]:
    """The context of the page besides `found` itself."""
    asked = found.asked
    return {
        "tabs": tabs_of(found),
        "boxes": boxes_of(found, viewer=viewer),
        "chips": chips_of(asked, viewer=viewer)[1 if len(asked.kinds) == 1 else 0 :],  # one kind alone is a tab
        "tags": [Link(tag.name, address(Asked(filters={FACET: (tag.name,)})), tag.count) for tag in found.tags],
        "orders": [
            Link(_("Best match"), _to(asked, order="best"), current=asked.order == "best"),
            Link(_("Newest"), _to(asked, order="new"), current=asked.order == "new"),
        ],
        "with_kind": not found.groups and len(asked.kinds) != 1,
        "by_time": asked.order == "new",
        "group_links": {group.kind.name: _to(asked, kinds=(group.kind.name,)) for group in found.groups},
        "page_obj": page_of(found),
        "bare_url": _to(asked, kinds=(), filters={}, order="best"),
        "corrected_url": _to(asked, text=found.corrected) if found.corrected else "",
        "unquoted_url": _unquoted(found),
        "last_url": address(replace(asked, page=_last_page(found))),
        "is_deep": found.total > DEEPEST,
    }


def tabs_of(found: Found) -> list[Link]:
    """Everything, then each kind that is found or chosen."""
    asked, known = found.asked, registry.kinds()
    every = Link(_("Everything"), _to(asked, kinds=()), sum(found.kinds.values()), current=not asked.kinds)
    return [every] + [
        Link(kind.label, _to(asked, kinds=(name,)), found.kinds.get(name, 0), current=name in asked.kinds)
        for name, kind in known.items()
        if found.kinds.get(name) or name in asked.kinds
    ]


def boxes_of(found: Found, *, viewer: Viewer) -> list[FacetBox]:
    """The facets that tell results apart: with several values that not all results have, or with one that is chosen."""
    if not found.is_counted:
        return []
    boxes = []
    for name, facet in registry.facets().items():
        chosen = found.asked.filters.get(name, ())
        counts = dict(found.facets.get(name, {}))
        counts |= {value: counts.get(value, 0) for value in chosen}
        if chosen or (len(counts) > 1 and min(counts.values()) < found.total):
            values = _values(found.asked, name, counts, viewer)
            seen = [value for place, value in enumerate(values) if place < VALUES_SHOWN or value.current]
            folded = [value for value in values if value not in seen]
            boxes.append(FacetBox(name, facet.label, tuple(seen), tuple(folded)))
    return boxes


def chips_of(asked: Asked, *, viewer: Viewer) -> list[Link]:
    """What narrows the search, each leading to the search without it."""
    known = registry.kinds()
    chips = [
        Link(known[kind].label, _to(asked, kinds=tuple(each for each in asked.kinds if each != kind)))
        for kind in asked.kinds
    ]
    for name, facet in registry.facets().items():
        chosen = asked.filters.get(name, ())
        labels = facet.labels_for(chosen, language(), viewer=viewer) if chosen else {}
        chips += [Link(labels.get(value, value), address(toggled(asked, name, value))) for value in chosen]
    return chips


def page_of(found: Found) -> Page[Any]:
    """The page as the pagination component draws it."""
    return Paginator(range(min(found.up_to, DEEPEST)), PAGE_SIZE).get_page(found.asked.page)


def _last_page(found: Found) -> int:
    """The first, where nobody knows how many there are."""
    return max(1, -(-min(found.total, DEEPEST) // PAGE_SIZE)) if found.is_counted else 1


def _values(asked: Asked, name: str, counts: Mapping[str, int], viewer: Viewer) -> list[Link]:
    facet = registry.facets()[name]
    labels = facet.labels_for(tuple(counts), language(), viewer=viewer)
    chosen = asked.filters.get(name, ())
    rank = {value: place for place, value in enumerate(facet.scale)}
    order = sorted(counts, key=lambda value: (rank.get(value, -counts[value]), str(labels.get(value, value))))
    begin, end = address(toggled(asked, name, ANY)).split(ANY)  # the same around hundreds of values: made once
    return [
        Link(labels.get(value, value), address(toggled(asked, name, value)), counts[value], current=True)
        if value in chosen
        else Link(labels.get(value, value), f"{begin}{quote_plus(value)}{end}", counts[value])
        for value in order
    ]


def _unquoted(found: Found) -> str:
    """The same words, wherever they stand: where a phrase in quotes is what nothing has."""
    if not any(clause.required for clause in found.parsed.clauses):
        return ""
    return _to(found.asked, text=" ".join(found.asked.text.translate(QUOTES).split()))


def _to(asked: Asked, **changes: Any) -> str:
    return address(replace(asked, **{"page": 1, **changes}))
