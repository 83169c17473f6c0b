"""People: what every colleague sees (`core.profile_fields.OPEN`), and nothing more, whoever looks."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from core.domain.queries.people import MAIN_KINDS
from core.models.assignment import Assignment
from core.models.organisation import Company, Department, Named, Occupation, Position, Region
from core.models.person import Person
from core.outbox import mark
from core.rules import is_employee
from search.documents import EMPLOYEES, SearchDocument, Words
from search.domain.topics import CHANNEL
from search.kinds.addresses import without_language
from search.kinds.keys import keys_in
from search.kinds.readings import readings_of
from search.registry import Dependency, Kind, Shown, Source

PREFIX = "person"
DAYS = 2
"""A worker that slept over a day still finds what changed on it."""
KIND = Kind(
    name="person",
    label=_("People"),
    one=_("Person"),
    order=10,
    icon="person",
    facets=("department", "position", "occupation", "region"),
    boost=1.2,
)


def name_of(person: Person) -> str:
    return f"{PREFIX}:{person.public_id}"


def queryset() -> QuerySet[Person]:
    """Whoever has an account and has not left; who joins later is in the index, and found from that day on."""
    has_left = Q(left_on__lte=timezone.localdate())
    return Person.objects.get_queryset().filter(~has_left, is_active=True)


def read(names: Sequence[str]) -> Iterator[tuple[str, list[SearchDocument]]]:
    """Two queries for any number of people."""
    people = {name_of(person): person for person in _people(names).select_related("region") if person.is_active}
    places = _places(people.values())
    for name in names:
        person = people.get(name)
        yield name, [_document(person, places[person.pk])] if person is not None and not person.has_left() else []


def _people(names: Sequence[str]) -> QuerySet[Person]:
    return Person.objects.get_queryset().filter(public_id__in=keys_in(names))


def _employed(names: Sequence[str]) -> QuerySet[Person]:
    found: QuerySet[Person] = _people(names).employed()  # type: ignore[attr-defined]
    return found


def _places(people: Iterable[Person]) -> dict[int, list[Assignment]]:
    """Today's places of each, the main one first."""
    found: dict[int, list[Assignment]] = defaultdict(list)
    rows = Assignment.objects.on().filter(person__in=[person.pk for person in people])
    for row in rows.select_related("company", "department", "position", "occupation").order_by("starts_on", "pk"):
        found[row.person_id].append(row)
    ranks = {kind: rank for rank, kind in enumerate(MAIN_KINDS)}
    for each in found.values():
        each.sort(key=lambda place: ranks.get(place.kind, len(ranks)))  # type: ignore[call-overload]
    return found


def _document(person: Person, places: list[Assignment]) -> SearchDocument:
    named: list[Named] = [thing for place in places for thing in _things(place)] + [person.region]
    return SearchDocument(
        key=name_of(person),
        source=name_of(person),
        kind=KIND.name,
        title=Words(ja=_name_in(person, "ja"), en=_name_in(person, "en")),
        body=Words(ja=_body(person, named, "ja"), en=_body(person, named, "en")),
        readings=(*readings_of(person), person.email),
        facets={
            "department": _codes(place.department for place in places),
            "position": _codes(place.position for place in places),
            "occupation": _codes(place.occupation for place in places),
            "region": (person.region.code,),
        },
        audience=(EMPLOYEES,),
        url=without_language(reverse("profile", args=[person.public_id])),
        shown_from=person.joined_on,
        shown_until=person.left_on,
    )


def _things(place: Assignment) -> list[Named]:
    return [place.department, place.position, place.occupation, place.company]


def _codes(things: Iterable[Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(thing.code for thing in things))


def _name_in(person: Person, language: str) -> str:
    with translation.override(language):
        return person.display_name


def _body(person: Person, named: Sequence[Named], language: str) -> str:
    words = dict.fromkeys(thing.name_ja if language == "ja" else thing.name_en for thing in named)
    return "\n".join(filter(None, [" · ".join(words), person.about]))


def present(keys: Sequence[str], *, viewer: Person, language: str) -> Mapping[str, Shown]:
    """Employed people, with their main place and photo: two queries."""
    if not is_employee(viewer):
        return {}
    with translation.override(language):
        people = {name_of(person): person for person in _employed(keys).select_related("photo")}
        places = _places(people.values())
        return {key: _shown(person, places[person.pk]) for key, person in people.items()}


def seen(names: Sequence[str], *, viewer: Person) -> set[str]:
    """Employed people: one query."""
    if not is_employee(viewer):
        return set()
    return {f"{PREFIX}:{key}" for key in _employed(names).values_list("public_id", flat=True)}


def _shown(person: Person, places: Sequence[Assignment]) -> Shown:
    line = " · ".join([places[0].department.name, places[0].position.name]) if places else ""
    return Shown(
        title=person.display_name,
        url=reverse("profile", args=[person.public_id]),
        line=line,
        picture=person.photo.url if person.photo else "",
    )


def _of_person(row: Person) -> list[str]:
    return [name_of(row)]


def _of_assignment(row: Assignment) -> list[str]:
    return [name_of(row.person)]


def _in(field: str) -> Any:
    """Everyone whose places name this row of a vocabulary."""

    def sources(row: Any) -> Iterator[str]:
        people = Person.objects.get_queryset().filter(**{f"assignments__{field}": row.pk}).order_by("pk").distinct()
        for public_id in people.values_list("public_id", flat=True).iterator(chunk_size=1000):
            yield f"{PREFIX}:{public_id}"

    return sources


def _in_region(row: Region) -> Iterator[str]:
    for public_id in Person.objects.get_queryset().filter(region=row).values_list("public_id", flat=True).iterator():
        yield f"{PREFIX}:{public_id}"


def mark_changes_of_the_day() -> None:
    """Those whose place begins or ended, or who left, without anybody writing anything that day."""
    today = timezone.localdate()
    lately = (today - dt.timedelta(days=DAYS), today)
    began = Q(assignments__starts_on__range=lately)
    ended = Q(assignments__ends_on__range=(lately[0] - dt.timedelta(days=1), today - dt.timedelta(days=1)))
    people = Person.objects.get_queryset().filter(began | ended | Q(left_on__range=lately)).order_by("pk").distinct()
    keys = people.values_list("public_id", flat=True).iterator(chunk_size=1000)
    mark(CHANNEL, (f"{PREFIX}:{key}" for key in keys))


SOURCE = Source(
    prefix=PREFIX,
    kinds=(KIND,),
    queryset=queryset,
    name=name_of,
    read=read,
    present=present,
    depends_on=(
        Dependency(Person, _of_person),
        Dependency(Assignment, _of_assignment),
        Dependency(Department, _in("department")),
        Dependency(Position, _in("position")),
        Dependency(Occupation, _in("occupation")),
        Dependency(Company, _in("company")),
        Dependency(Region, _in_region),
    ),
    seen=seen,
)
