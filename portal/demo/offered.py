"""Whom the demo's sign-in page offers: the cast, in groups, each with a word on what they come to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from core.api import Person
from portal.demo.cast import Member, cast

# In the order in which a visitor would meet them.
GROUPS: dict[str, Any] = {
    "employee": _("Employees"),
    "lecturer": _("Authors and lecturers"),
    "editor": _("Editors"),
    "manager": _("Managers"),
    "hr": _("HR and programme owners"),
    "administrator": _("Administrators"),
}


@dataclass(frozen=True)
class Offer:
    """A person to sign in as."""

    person: Person
    hint: str


@dataclass(frozen=True)
class Group:
    """People of one kind."""

    label: Any
    offers: Sequence[Offer]


def offered() -> list[Group]:
    """The cast of each group that is in the database, in the cast's order; one query."""
    numbers = [member.number for member in cast() if member.group]
    people = {
        person.employee_number: person for person in Person.objects.employed().filter(employee_number__in=numbers)
    }
    groups = [Group(label, _offers(key, people)) for key, label in GROUPS.items()]
    return [group for group in groups if group.offers]


def _offers(key: str, people: dict[str, Person]) -> list[Offer]:
    return [
        Offer(people[member.number], _hint(member))
        for member in cast()
        if member.group == key and member.number in people
    ]


def _hint(member: Member) -> str:
    return member.hint_ja if (translation.get_language() or "ja").startswith("ja") else member.hint_en
