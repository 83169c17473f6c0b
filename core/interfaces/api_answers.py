"""What the API says of people: the schemas that its document describes."""

from __future__ import annotations

import datetime as dt
import uuid

from django.conf import settings
from django.urls import reverse
from ninja import Field, Schema

from core.domain.queries.listed_people import Listed
from core.enums import HireType, Language
from core.models.organisation import Named
from core.models.person import Person
from core.profile_fields import Field as Fact
from core.profile_fields import fields_for


class NamedOut(Schema):
    """A row of a vocabulary: the code never changes, the name is in the language of whoever asks."""

    code: str
    name: str


class PlaceOut(Schema):
    """The main place of a person today."""

    company: NamedOut
    department: NamedOut
    position: NamedOut
    occupation: NamedOut


class ColleagueOut(Schema):
    """Somebody, by name alone."""

    id: uuid.UUID
    name: str
    url: str


class PersonOut(ColleagueOut):
    """A colleague, with what every other colleague sees of them."""

    family_name: str
    given_name: str
    family_kana: str
    given_kana: str
    family_romaji: str
    given_romaji: str
    email: str
    region: NamedOut
    time_zone: str
    place: PlaceOut | None
    manager: ColleagueOut | None


class PersonWithFactsOut(PersonOut):
    """A colleague with what else you may see of them; null where you may not, or where nothing is."""

    about: str | None
    joined_on: dt.date | None
    employee_number: str | None
    grade: NamedOut | None
    left_on: dt.date | None = Field(description="The first day without access.")
    hire_type: HireType | None
    language: Language | None


class PeopleOut(Schema):
    """A page of people, by the reading of their names."""

    total: int
    page: int
    pages: int = Field(description="0 where there is nobody.")
    people: list[PersonOut]


def person_out(listed: Listed) -> PersonOut:
    person, place = listed.person, listed.place
    plain = ("family_name", "given_name", "family_kana", "given_kana", "family_romaji", "given_romaji")
    return PersonOut(
        **{name: getattr(person, name) for name in (*plain, "email", "time_zone")},
        **colleague_out(person).dict(),
        region=named_out(person.region),
        place=PlaceOut(
            company=named_out(place.company), department=named_out(place.department),
            position=named_out(place.position), occupation=named_out(place.occupation),
        ) if place else None,
        manager=colleague_out(person.manager) if person.manager and person.manager.is_employed() else None,
    )  # fmt: skip


def person_with_facts_out(listed: Listed, *, viewer: Person) -> PersonWithFactsOut:
    person, place, seen = listed.person, listed.place, fields_for(viewer, listed.person)
    plain = ("about", "joined_on", "employee_number", "left_on", "hire_type", "language")
    return PersonWithFactsOut(
        **person_out(listed).dict(),
        **{name: getattr(person, name) if Fact(name) in seen else None for name in plain},
        grade=named_out(place.grade) if place and place.grade and Fact.GRADE in seen else None,
    )


def colleague_out(person: Person) -> ColleagueOut:
    url = portal_url(reverse("profile", args=[person.public_id]))
    return ColleagueOut(id=person.public_id, name=person.display_name, url=url)


def named_out(row: Named) -> NamedOut:
    return NamedOut(code=row.code, name=row.name)


def portal_url(path: str) -> str:
    """The whole address of a page of the portal."""
    return f"{settings.BASE_URL}{path}"
