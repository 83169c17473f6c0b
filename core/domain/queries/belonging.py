"""Which of all audiences a person belongs to: three queries however many there are, since every page asks."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping

from django.db.models import CharField, Value
from django.db.models.functions import Cast

from core.models.assignment import Assignment
from core.models.audience import (
    Audience,
    AudienceCompany,
    AudienceDepartment,
    AudienceGrade,
    AudienceOccupation,
    AudiencePosition,
    AudienceRegion,
)
from core.models.person import Person

Axes = Mapping[str, set[str]]
NUMBERED = {
    "position": AudiencePosition,
    "occupation": AudienceOccupation,
    "grade": AudienceGrade,
    "company": AudienceCompany,
    "region": AudienceRegion,
}
ON_A_PLACE = ("position", "occupation", "grade", "company")


def belonging(person: Person, day: dt.date) -> frozenset[int]:
    """The audiences that include the person on a day: the same answer as asking `includes` of each."""
    if not person.is_employed(day):
        return frozenset()
    audiences = list(Audience.objects.to_choose().order_by())
    if all(audience.everyone for audience in audiences):
        return frozenset(audience.pk for audience in audiences)
    axes, places = _axes(), _places(person, day)
    return frozenset(a.pk for a in audiences if a.everyone or _reaches(a, axes[a.pk], person, places, day))


def _axes() -> defaultdict[int, defaultdict[str, set[str]]]:
    """What each audience names on each axis, all of it in one query: departments by path, the rest by number."""
    named = AudienceDepartment.objects.values_list("audience_id", Value("department"), "department__path")
    others = [
        model.objects.values_list("audience_id", Value(axis), Cast(f"{axis}_id", CharField()))  # type: ignore[attr-defined]
        for axis, model in NUMBERED.items()
    ]
    found: defaultdict[int, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for audience, axis, value in named.union(*others, all=True):
        found[audience][axis].add(value)
    return found


def _places(person: Person, day: dt.date) -> list[dict[str, str]]:
    rows = Assignment.objects.on(day).filter(person=person).order_by()
    return [
        {name.removesuffix("_id"): str(value) for name, value in row.items()}
        for row in rows.values("department__path", *(f"{axis}_id" for axis in ON_A_PLACE))
    ]


def _reaches(audience: Audience, axes: Axes, person: Person, places: list[dict[str, str]], day: dt.date) -> bool:
    """One and the same place fulfils every axis of places; the person fulfils every axis of persons."""
    on_place = [axis for axis in ("department", *ON_A_PLACE) if axes.get(axis)]
    own = _own(audience, axes, person, day)
    if not on_place and not own:
        return False  # an audience that names nothing reaches nobody
    here = not on_place or any(all(_fits(place, axis, axes[axis]) for axis in on_place) for place in places)
    return here and all(own)


def _fits(place: dict[str, str], axis: str, named: set[str]) -> bool:
    if axis == "department":
        return any(place["department__path"].startswith(path) for path in named)
    return place[axis] in named


def _own(audience: Audience, axes: Axes, person: Person, day: dt.date) -> list[bool]:
    """Each axis of persons that the audience names, with whether this one fulfils it."""
    found = []
    if axes.get("region"):
        found.append(str(person.region_id) in axes["region"])
    if audience.hire_types:
        found.append(person.hire_type in audience.hire_types)
    if audience.years_from is not None:
        found.append(person.joined_on <= years_before(day, audience.years_from))
    if audience.years_to is not None:
        found.append(person.joined_on > years_before(day, audience.years_to + 1))
    if audience.joined_from is not None:
        found.append(person.joined_on >= audience.joined_from)
    if audience.joined_to is not None:
        found.append(person.joined_on <= audience.joined_to)
    return found


def years_before(day: dt.date, years: int) -> dt.date:
    """The same day so many years earlier; 29 February becomes 28 February."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
