"""What the API says of people: the schemas that its document describes."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.urls import reverse
from ninja import Field, Schema

from core.domain.queries.listed_people import Listed
from core.models.organisation import Named
from core.models.person import Person


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
    """A colleague, as their profile shows them to whoever asks."""

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


def colleague_out(person: Person) -> ColleagueOut:
    url = f"{settings.BASE_URL}{reverse('profile', args=[person.public_id])}"
    return ColleagueOut(id=person.public_id, name=person.display_name, url=url)


def named_out(row: Named) -> NamedOut:
    return NamedOut(code=row.code, name=row.name)
