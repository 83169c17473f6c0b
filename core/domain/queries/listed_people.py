"""Colleagues as the API lists them: by name in any script, department with all below it, region."""

from __future__ import annotations

import unicodedata
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from core.domain.queries.people import colleague, main_places
from core.domain.queries.spelt import MOST_WORDS, holding
from core.models.assignment import Assignment
from core.models.organisation import Department
from core.models.person import Person, PersonQuerySet
from core.rules import Viewer, is_employee

NAMES = ("family_name", "given_name", "family_kana", "given_kana", "family_romaji", "given_romaji")


@dataclass(frozen=True)
class Listed:
    """A person with their main place today, if they have one."""

    person: Person
    place: Assignment | None


def listed_people(*, viewer: Viewer, name: str = "", department: str = "", region: str = "") -> PersonQuerySet:
    """Everybody employed who fits, as `viewer` may list them; what there is not has nobody."""
    if not is_employee(viewer):
        return Person.objects.get_queryset().none()
    people = Person.objects.employed().select_related("region", "manager")
    for word in unicodedata.normalize("NFKC", name).split()[:MOST_WORDS]:
        people = people.filter(called(word))
    if region:
        people = people.filter(region__code=region)
    if department:
        chosen = Department.objects.filter(code=department).first()
        if chosen is None:
            return people.none()
        here = Assignment.objects.on().filter(department__path__startswith=chosen.path, person=OuterRef("pk"))
        people = people.filter(Exists(here))
    return people.order_by("family_kana", "given_kana", "pk")


def with_places(people: Iterable[Person]) -> list[Listed]:
    """One query for any number of them."""
    rows = list(people)
    places = main_places(rows)
    return [Listed(person, places.get(person.pk)) for person in rows]


def listed_person(public_id: uuid.UUID, *, viewer: Viewer) -> Listed | None:
    """One of them."""
    person = colleague(str(public_id), viewer=viewer)
    return with_places([person])[0] if person is not None else None


def called(word: str) -> Q:
    """Whoever has it in a name, whichever kana it is written in."""
    return holding(word, NAMES)
