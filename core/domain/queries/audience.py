"""Who belongs to an audience, and what a person may see through it."""

from __future__ import annotations

import datetime as dt
import functools
import operator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from core.domain.queries.belonging import belonging, years_before
from core.models.assignment import Assignment, AssignmentQuerySet
from core.models.audience import Audience
from core.models.organisation import Department
from core.models.person import Person, PersonQuerySet, employed_on

AXES = {"positions": "position", "occupations": "occupation", "grades": "grade", "companies": "company"}


@dataclass(frozen=True)
class Reach:
    """What an audience says, whether it is a row or still in a form. `departments` and the rest are keys."""

    everyone: bool = False
    departments: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    occupations: tuple[int, ...] = ()
    grades: tuple[int, ...] = ()
    regions: tuple[int, ...] = ()
    companies: tuple[int, ...] = ()
    hire_types: tuple[str, ...] = ()
    years_from: int | None = None
    years_to: int | None = None
    joined_from: dt.date | None = None
    joined_to: dt.date | None = None

    @property
    def names_places(self) -> bool:
        """Whether one and the same assignment must fulfil something."""
        return not self.everyone and any((self.departments, *(getattr(self, axis) for axis in AXES)))

    @property
    def names_facts(self) -> bool:
        """Whether a fact of the person decides that is written without a date: region, hire type."""
        return not self.everyone and bool(self.regions or self.hire_types)

    @property
    def names_nothing(self) -> bool:
        spans = (self.years_from, self.years_to, self.joined_from, self.joined_to)
        named = any(end is not None for end in spans)
        return not (self.everyone or self.names_places or self.names_facts or named)


def reach_of(audience: Audience) -> Reach:
    """What a saved audience says."""
    links = ("departments", "positions", "occupations", "grades", "regions", "companies")
    if audience.everyone:
        return Reach(everyone=True)
    named: dict[str, Any] = {
        axis: tuple(sorted(getattr(audience, axis).values_list("pk", flat=True))) for axis in links
    }
    return Reach(
        **named,
        hire_types=tuple(audience.hire_types),
        years_from=audience.years_from,
        years_to=audience.years_to,
        joined_from=audience.joined_from,
        joined_to=audience.joined_to,
    )


def members(audience: Audience, *, on: dt.date | None = None) -> PersonQuerySet:
    """The employed people an audience reaches on a day (today where none is said).

    Axes that name something are joined by "and", values on one axis by "or". An audience that names
    nothing and does not say `everyone` reaches nobody.
    """
    return people_within(reach_of(audience), on=on)


def people_within(reach: Reach, *, on: dt.date | None = None) -> PersonQuerySet:
    """The same, of what is said."""
    day = on or timezone.localdate()
    people = Person.objects.employed(day)
    if reach.everyone:
        return people
    if reach.names_nothing:
        return people.none()
    if reach.names_places:
        people = people.filter(pk__in=Assignment.objects.on(day).filter(_place_condition(reach)).values("person_id"))
    return people.filter(_own_condition(reach, day))


def places_within(reach: Reach, *, until: dt.date) -> AssignmentQuerySet:
    """The places, of whatever day up to one, that fulfil what is said of places; none where nothing is said.

    Of people who are employed on that day and fulfil what is said of themselves: those whose places hold on that day
    are the people of `people_within`, without asking for them once more.
    """
    if not reach.names_places:
        return Assignment.objects.none()
    people = Q(*(_through_person(part) for part in (employed_on(until), _own_condition(reach, until))))
    return Assignment.objects.filter(people, _place_condition(reach), starts_on__lte=until)


def _through_person(condition: Q) -> Q:
    """A condition of people, of what points to them."""
    children: list[Any] = [
        _through_person(each) if isinstance(each, Q) else _renamed(each) for each in condition.children
    ]
    return Q(*children, _connector=condition.connector, _negated=condition.negated)


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


def _renamed(lookup: Any) -> tuple[str, Any]:
    name, value = lookup
    return f"person__{name}", value


def _place_condition(reach: Reach) -> Q:
    """The axes that one and the same assignment must fulfil."""
    parts = [Q(**{f"{AXES[axis]}__in": getattr(reach, axis)}) for axis in AXES if getattr(reach, axis)]
    if reach.departments:
        paths = Department.objects.filter(pk__in=reach.departments).values_list("path", flat=True)
        below = functools.reduce(operator.or_, (Q(path__startswith=path) for path in paths), Q(pk__in=[]))
        parts.append(Q(department__in=Department.objects.filter(below)))
    return functools.reduce(operator.and_, parts, Q())


def _own_condition(reach: Reach, day: dt.date) -> Q:
    """The axes that are facts of the person."""
    parts: list[Q] = []
    if reach.regions:
        parts.append(Q(region__in=reach.regions))
    if reach.hire_types:
        parts.append(Q(hire_type__in=reach.hire_types))
    if reach.years_from is not None:
        parts.append(Q(joined_on__lte=years_before(day, reach.years_from)))
    if reach.years_to is not None:
        parts.append(Q(joined_on__gt=years_before(day, reach.years_to + 1)))
    if reach.joined_from is not None:
        parts.append(Q(joined_on__gte=reach.joined_from))
    if reach.joined_to is not None:
        parts.append(Q(joined_on__lte=reach.joined_to))
    return functools.reduce(operator.and_, parts, Q())
