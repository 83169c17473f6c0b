"""The catalogue's address: what it asks for, and back. Everything that narrows stands in it, so that it can be sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from core.api import Department
from learning.domain.durations import minutes_labels
from learning.domain.queries.course_catalogue import A_PAGE, FACETS, FREE, ORDERS, Asked, Found
from learning.enums import CourseLevel, SpokenLanguage

SHOWN = 8
DEEPEST = 10_000


class DatesForm(forms.Form):
    """The days within which a run begins, both ends inclusive."""

    since = forms.DateField(
        label=pgettext_lazy("first day", "From"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    until = forms.DateField(
        label=pgettext_lazy("last day", "To"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        since, until = found.get("since"), found.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day is before the first."))
            found.pop("until", None)
        return found


@dataclass(frozen=True)
class Link:
    """Where a filter leads: put on where it is not, taken off where it is."""

    title: str
    url: str
    count: int | None = None
    current: bool = False


@dataclass(frozen=True)
class Box:
    """One filter with its values: those in sight, and those folded away."""

    name: str
    label: str
    values: list[Link]
    folded: list[Link]


def dates_form(given: QueryDict) -> DatesForm:
    return DatesForm(given if given.get("since") or given.get("until") else None)


def asked_of(given: QueryDict, dates: DatesForm) -> Asked:
    """What the address asks for; what it cannot mean is left out."""
    dates.is_valid()  # one day may be right where the other is not
    days = dates.cleaned_data if dates.is_bound else {}
    page = given.get("page", "1")
    filters = {
        name: tuple(dict.fromkeys(value for each in given.getlist(name) if (value := each.replace("\0", "")[:100])))
        for name in FACETS
    }
    return Asked(
        words=" ".join(given.get("q", "").replace("\0", "")[:100].split()),
        filters={name: values[:20] for name, values in filters.items() if values},
        free=given.get(FREE) == "1",
        since=days.get("since"),
        until=days.get("until"),
        order=given["order"] if given.get("order") in ORDERS else ORDERS[0],
        page=min(max(int(page[:9]), 1), DEEPEST) if page.isdecimal() else 1,
    )


def address(asked: Asked) -> str:
    """The catalogue asked this, without what goes without saying."""
    said: list[tuple[str, Any]] = [("q", asked.words)] if asked.words else []
    said += [(name, value) for name in FACETS for value in asked.filters.get(name, ())]
    said += [(FREE, "1")] if asked.free else []
    said += [(name, day.isoformat()) for name, day in (("since", asked.since), ("until", asked.until)) if day]
    said += [("order", asked.order)] if asked.order != ORDERS[0] else []
    said += [("page", asked.page)] if asked.page > 1 else []
    return reverse("courses") + (f"?{urlencode(said)}" if said else "")


def screen_of(asked: Asked, found: Found) -> dict[str, Any]:
    """What the page draws beside the courses themselves: filters, what is in force, orders, pages."""
    labels = _labels(asked, found)
    return {
        "boxes": [box for name in FACETS if (box := _box(name, labels[name], asked, found)) is not None],
        "free": Link(
            _("Seats free"), _to(asked, free=not asked.free), found.counts[FREE].get("1", 0), current=asked.free
        ),
        "chips": _chips(asked, labels),
        "orders": [Link(title, _to(asked, order=name), current=asked.order == name) for name, title in _orders()],
        "bare_url": reverse("courses"),
        "hidden": [(name, value) for name in FACETS for value in asked.filters.get(name, ())],
        "page_obj": _page(asked, found),
        "search_url": reverse("search") + "?" + urlencode([("q", asked.words), ("kind", "course")]),
    }


def _orders() -> list[tuple[str, str]]:
    names = {"soon": _("Next date"), "new": _("Newest"), "title": _("Title")}
    return [(name, names[name]) for name in ORDERS]


def _page(asked: Asked, found: Found) -> Page[Any]:
    return Paginator(range(found.total), A_PAGE).get_page(asked.page)


def _labels(asked: Asked, found: Found) -> dict[str, Mapping[str, str]]:
    codes = {*found.counts["department"], *asked.filters.get("department", ())}
    departments = {each.code: each.name for each in Department.objects.filter(code__in=codes)} if codes else {}
    return {
        "topic": {},
        "level": {value: str(label) for value, label in CourseLevel.choices},
        "language": {value: str(label) for value, label in SpokenLanguage.choices if value != SpokenLanguage.BOTH},
        "minutes": minutes_labels(),
        "department": departments,
    }


def _titles() -> dict[str, str]:
    return {
        "topic": _("Topic"),
        "level": _("Level"),
        "language": _("Language"),
        "minutes": _("Time it takes"),
        "department": _("Department"),
    }


def _box(name: str, labels: Mapping[str, str], asked: Asked, found: Found) -> Box | None:
    """None where there is nothing to choose from."""
    chosen = asked.filters.get(name, ())
    counts = dict.fromkeys(chosen, 0) | found.counts[name]
    if not chosen and len(counts) < 2:
        return None
    is_listed = name in {"level", "minutes"}  # these have an order of their own
    order = [code for code in labels if code in counts] if is_listed else []
    order += sorted(counts.keys() - set(order), key=lambda code: (-counts[code], labels.get(code, code)))
    values = [
        Link(labels.get(code, code), _toggled(asked, name, code), counts[code], current=code in chosen)
        for code in order
    ]
    seen = [value for place, value in enumerate(values) if place < SHOWN or value.current]
    return Box(name, _titles()[name], seen, [value for value in values if value not in seen])


def _chips(asked: Asked, labels: Mapping[str, Mapping[str, str]]) -> list[Link]:
    """What is in force, each leading to the list without it."""
    chips = [Link(f"“{asked.words}”", _to(asked, words=""))] if asked.words else []
    for name, values in asked.filters.items():
        chips += [Link(labels[name].get(value, value), _toggled(asked, name, value)) for value in values]
    if asked.free:
        chips.append(Link(_("Seats free"), _to(asked, free=False)))
    if asked.since:
        day = date_format(asked.since, "DATE_FORMAT")
        chips.append(Link(_("from %(day)s") % {"day": day}, _to(asked, since=None)))
    if asked.until:
        day = date_format(asked.until, "DATE_FORMAT")
        chips.append(Link(_("until %(day)s") % {"day": day}, _to(asked, until=None)))
    return chips


def _toggled(asked: Asked, name: str, value: str) -> str:
    chosen = asked.filters.get(name, ())
    changed = tuple(each for each in chosen if each != value) if value in chosen else (*chosen, value)
    filters = {key: values for key, values in {**asked.filters, name: changed}.items() if values}
    return _to(asked, filters=filters)


def _to(asked: Asked, **changes: Any) -> str:
    return address(replace(asked, **{"page": 1, **changes}))
