"""The directory as its page draws it: what an address asks, links that put a filter on and take it off, cards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from core.domain.queries.people import main_places
from core.models.assignment import Assignment
from core.models.organisation import Department, Named
from core.models.person import Person
from search.domain.queries.directory import FILTERS, VOCABULARIES, Directory, Wanted
from search.interfaces.asking import clean, page_number
from search.interfaces.screen import FacetBox, Link

CARDS = 30
SHOWN = 8
LABELS = {
    "department": _("Department"), "position": _("Position"), "occupation": _("Occupation"), "region": _("Region")
}  # fmt: skip
LONGEST_NAME = 100


@dataclass(frozen=True)
class Card:
    """A person with their main place, if they have one today."""

    person: Person
    place: Assignment | None


def wanted_from(values: QueryDict) -> Wanted:
    """What an address asks for; what nobody knows stays, finds nobody and can be taken off."""
    filters = {name: code[:40] for name in FILTERS if (code := clean(values.get(name, "")))}
    return Wanted(clean(values.get("q", ""))[:LONGEST_NAME], filters, page_number(values.get("page", "")))


def address(wanted: Wanted) -> str:
    """The query of an address, with its question mark."""
    pairs = [("q", wanted.text)] if wanted.text else []
    pairs += [(name, wanted.filters[name]) for name in FILTERS if name in wanted.filters]
    pairs += [("page", str(wanted.page))] if wanted.page > 1 else []
    return f"?{urlencode(pairs)}"


def screen_of(found: Directory, wanted: Wanted) -> dict[str, Any]:
    """The context of the page."""
    page: Page[int] = Paginator(found.numbers, CARDS).get_page(wanted.page)
    return {
        "wanted": wanted,
        "found": found,
        "page_obj": page,
        "cards": cards_of(page.object_list),
        "boxes": [box for box in (_departments(found, wanted), *_others(found, wanted)) if box.values],
        "chips": _chips(found, wanted),
        "bare_url": address(Wanted(wanted.text)),
        "all_url": "?",
    }


def cards_of(numbers: Iterable[int]) -> list[Card]:
    """Two queries, in the order of the keys."""
    people = Person.objects.get_queryset().select_related("photo").in_bulk(list(numbers))
    places = main_places(people.values())
    return [Card(people[number], places.get(number)) for number in numbers if number in people]


def _departments(found: Directory, wanted: Wanted) -> FacetBox:
    """The chosen one to take off, and below it where one may go on."""
    counts = found.counted.departments
    rows = Department.objects.filter(path__in=counts).order_by("path") if counts else []
    chosen = found.chosen.get("department")
    links = [_link(chosen, wanted, "department", len(found.numbers), chosen=True)] if chosen is not None else []
    links += [_link(row, wanted, "department", counts[row.path]) for row in rows]
    return FacetBox("department", LABELS["department"], tuple(links), ())


def _others(found: Directory, wanted: Wanted) -> list[FacetBox]:
    return [_box(name, found.counted.others.get(name, {}), found, wanted) for name in VOCABULARIES]


def _box(name: str, counts: Mapping[int, int], found: Directory, wanted: Wanted) -> FacetBox:
    chosen = found.chosen.get(name)
    rows = VOCABULARIES[name]._default_manager.in_bulk([*counts, *([chosen.pk] if chosen else [])])
    order = sorted(rows.values(), key=lambda row: (row != chosen, -counts.get(row.pk, 0), row.code))
    links = [_link(row, wanted, name, counts.get(row.pk, 0), chosen=row == chosen) for row in order]
    return FacetBox(name, LABELS[name], tuple(links[:SHOWN]), tuple(links[SHOWN:]))


def _link(row: Named, wanted: Wanted, name: str, count: int, *, chosen: bool = False) -> Link:
    filters = wanted.without(name).filters if chosen else {**wanted.filters, name: row.code}
    return Link(row.name, address(replace(wanted, filters=filters, page=1)), count, current=chosen)


def _chips(found: Directory, wanted: Wanted) -> list[Link]:
    """What narrows, each leading to the same without it."""
    return [
        Link(found.chosen[name].name if name in found.chosen else code, address(replace(wanted.without(name), page=1)))
        for name, code in wanted.filters.items()
    ]
