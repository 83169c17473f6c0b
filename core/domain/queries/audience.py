"""Who belongs to an audience, and what a person may see through it."""

from __future__ import annotations

import datetime as dt
import functools
import operator

from django.db.models import Q
from django.utils import timezone

from core.domain.queries.belonging import belonging, years_before
from core.models.assignment import Assignment
from core.models.audience import Audience
from core.models.organisation import Department
from core.models.person import Person, PersonQuerySet


def members(audience: Audience, *, on: dt.date | None = None) -> PersonQuerySet:
    """The employed people an audience reaches on a day (today where none is said).

    Axes that name something are joined by "and", values on one axis by "or". An audience that names
    nothing and does not say `everyone` reaches nobody.
    """
    day = on or timezone.localdate()
    people = Person.objects.employed(day)
    if audience.everyone:
        return people
    place, own = _place_condition(audience), _own_condition(audience, day)
    if place is None and own is None:
        return people.none()
    if place is not None:
        people = people.filter(pk__in=Assignment.objects.on(day).filter(place).values("person_id"))
    return people.filter(own) if own is not None else people


def includes(audience: Audience, person: Person, *, on: dt.date | None = None) -> bool:
    """Whether a person belongs to an audience."""
    if audience.everyone:
        return person.is_employed(on)
    return members(audience, on=on).filter(pk=person.pk).exists()


def audience_ids_of(person: Person) -> frozenset[int]:
    """The audiences a person belongs to today: the tokens that search and lists filter on."""
    cached: frozenset[int] | None = getattr(person, "_audience_ids", None)
    if cached is None:
        cached = belonging(person, timezone.localdate())
        person._audience_ids = cached  # type: ignore[attr-defined]
    return cached


def _place_condition(audience: Audience) -> Q | None:
    """The axes that one and the same assignment must fulfil."""
    parts: list[Q] = []
    paths = list(audience.departments.values_list("path", flat=True))
    if paths:
        below = functools.reduce(operator.or_, (Q(path__startswith=path) for path in paths))
        parts.append(Q(department__in=Department.objects.filter(below)))
    for axis in ("positions", "occupations", "grades", "companies"):
        chosen = list(getattr(audience, axis).values_list("pk", flat=True))
        if chosen:
            parts.append(Q(**{f"{AXES[axis]}__in": chosen}))
    return functools.reduce(operator.and_, parts) if parts else None


def _own_condition(audience: Audience, day: dt.date) -> Q | None:
    """The axes that are facts of the person."""
    parts: list[Q] = []
    regions = list(audience.regions.values_list("pk", flat=True))
    if regions:
        parts.append(Q(region__in=regions))
    if audience.hire_types:
        parts.append(Q(hire_type__in=audience.hire_types))
    if audience.years_from is not None:
        parts.append(Q(joined_on__lte=years_before(day, audience.years_from)))
    if audience.years_to is not None:
        parts.append(Q(joined_on__gt=years_before(day, audience.years_to + 1)))
    return functools.reduce(operator.and_, parts) if parts else None


AXES = {"positions": "position", "occupations": "occupation", "grades": "grade", "companies": "company"}
