"""Three hundred people: the cast, and a crowd that is the same each time."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from core.api import (
    Assignment,
    AssignmentKind,
    Company,
    Department,
    Grade,
    HireType,
    Occupation,
    Person,
    Position,
    Region,
    RoleGrant,
    add_people,
    assign,
    complete_names,
    grant_role,
    set_manager,
)
from core.outbox import mark
from portal.demo.cast import Member, cast
from portal.demo.names import pools
from portal.demo.organisation import UNITS, Unit

DEMO_PASSWORD = "terakoya-demo"  # noqa: S105 - the demo's sign-in page tells it to everyone


def fiscal_april(years_ago: int) -> dt.date:
    """The first of April so many years of service ago."""
    today = timezone.localdate()
    this = today.year if today.month >= 4 else today.year - 1
    return dt.date(this - years_ago, 4, 1)


@transaction.atomic
def load_people(count: int = 300) -> None:
    """Make those who are missing of the cast and of a crowd of `count` people in all."""
    password = make_password(DEMO_PASSWORD)
    known = set(Person.objects.values_list("employee_number", flat=True))
    newcomers = [member for member in cast() if member.number not in known]
    people = {member.number: _cast_person(member, password) for member in newcomers}
    add_people(list(people.values()), actor=None)
    for member in newcomers:
        _place_cast(member, people[member.number])
    for member in newcomers:
        _finish_cast(member)
    _load_crowd(max(0, count - len(cast())), known, password)


def add_member(member: Member) -> Person:
    """One named person with their place and manager; nobody can sign in as them without an invitation."""
    person = _cast_person(member, make_password(None))
    add_people([person], actor=None)
    _place_cast(member, person)
    _finish_cast(member)
    return Person.objects.get(employee_number=member.number)


def _cast_person(member: Member, password: str) -> Person:
    person = Person(
        employee_number=member.number,
        family_name=member.family[0], family_kana=member.family[1], family_romaji=member.family[2],
        given_name=member.given[0], given_kana=member.given[1], given_romaji=member.given[2],
        email=f"{member.given[2]}.{member.family[2]}@minamo.example".lower(),
        language=member.language, time_zone=member.zone, region=Region.objects.get(code=member.region),
        hire_type=member.hire_type, joined_on=fiscal_april(member.years), password=password,
    )  # fmt: skip
    complete_names(person)
    return person


def _place_cast(member: Member, person: Person) -> None:
    place = _place(member.company, member.department, member.position, member.occupation, member.grade)
    assign(person, starts_on=person.joined_on, actor=None, **place)


def _finish_cast(member: Member) -> None:
    person = Person.objects.get(employee_number=member.number)
    if member.manager:
        set_manager(person, manager=Person.objects.get(employee_number=member.manager), actor=None)
    for role, code in member.roles:
        department = Department.objects.get(code=code) if code else None
        if not RoleGrant.objects.filter(person=person, role=role, department=department).exists():
            grant_role(person, role=role, department=department, actor=None)


def _place(company: str, department: str, position: str, occupation: str, grade: str) -> dict[str, Any]:
    return {
        "company": Company.objects.get(code=company),
        "department": Department.objects.get(code=department),
        "position": Position.objects.get(code=position),
        "occupation": Occupation.objects.get(code=occupation),
        "grade": Grade.objects.get(code=grade),
    }


def _load_crowd(count: int, known: set[str], password: str) -> None:
    rng = random.Random(20260401)  # noqa: S311 - the same people each time
    rows = list(_crowd(count, rng, password))
    fresh = [(person, place) for person, place in rows if person.employee_number not in known]
    add_people([person for person, _ in fresh], actor=None)
    Assignment.objects.bulk_create(
        [Assignment(person=person, starts_on=person.joined_on, **place) for person, place in fresh], batch_size=500
    )
    mark("search", (f"person:{person.public_id}" for person, _ in fresh))
    _say_managers()


def _crowd(count: int, rng: random.Random, password: str) -> Iterator[tuple[Person, dict[str, Any]]]:
    """The heads of departments and sections first, then everyone else by the size of their department."""
    lookup = _Lookup()
    weights = [unit.headcount for unit in UNITS]
    leading = _leading_places()
    for index in range(count):
        if index < len(leading):
            unit, department, position = leading[index]
            years, grade = rng.randrange(12, 26), "g5" if position == "department-manager" else "g4"
        else:
            unit = rng.choices(UNITS, weights)[0]
            department, position = rng.choice([code for code, _, _ in unit.sections] or [unit.code]), "member"
            years = min(int(rng.expovariate(1 / 7)), 32)
            if years >= 6 and rng.random() < 0.2:
                position = "leader"
            grade = "g1" if years < 2 else rng.choice(["g2", "g3"] if years < 8 else ["g2", "g3", "g3", "g4"])
        person = _crowd_person(index, years, unit, rng, password, lookup)
        yield person, {
            "company": lookup.companies[unit.company], "department": lookup.departments[department],
            "position": lookup.positions[position], "occupation": lookup.occupations[rng.choice(unit.occupations)],
            "grade": lookup.grades[grade],
        }  # fmt: skip


def _leading_places() -> list[tuple[Unit, str, str]]:
    """The places of department and section managers that the cast does not fill."""
    filled = {(member.department, member.position) for member in cast()}
    heads = [(unit, unit.code, "department-manager") for unit in UNITS]
    heads += [(unit, code, "section-manager") for unit in UNITS for code, _, _ in unit.sections]
    return [head for head in heads if (head[1], head[2]) not in filled]


class _Lookup:
    """The vocabularies by code, read once."""

    def __init__(self) -> None:
        self.companies = {row.code: row for row in Company.objects.select_related("region")}
        self.departments = {row.code: row for row in Department.objects.all()}
        self.positions = {row.code: row for row in Position.objects.all()}
        self.occupations = {row.code: row for row in Occupation.objects.all()}
        self.grades = {row.code: row for row in Grade.objects.all()}


def _crowd_person(index: int, years: int, unit: Unit, rng: random.Random, password: str, lookup: _Lookup) -> Person:
    hire_type = HireType.NEW_GRADUATE if rng.random() < 0.65 else HireType.MID_CAREER
    joined = fiscal_april(years)
    if hire_type == HireType.MID_CAREER and years > 0:
        joined += dt.timedelta(days=rng.randrange(0, 330))
    region = lookup.companies[unit.company].region
    person = Person(
        employee_number=f"D{index + 1:05d}", region=region, hire_type=hire_type, joined_on=joined, password=password,
        **_name(region.code, rng),
    )  # fmt: skip
    complete_names(person)
    person.email = f"{person.given_romaji}.{person.family_romaji}.{index + 1}@minamo.example".lower()
    return person


def _name(region: str, rng: random.Random) -> dict[str, Any]:
    if region == "japan":
        family, given = rng.choice(pools()["family_ja"]), rng.choice(pools()["given_ja"])
        return {
            "family_name": family[0], "family_kana": family[1], "given_name": given[0], "given_kana": given[1],
            "language": "ja", "time_zone": "Asia/Tokyo",
        }  # fmt: skip
    zone = {"americas": "America/New_York", "europe": "Europe/Berlin"}[region]
    family_name, given_name = rng.choice(pools()[f"family_{region}"]), rng.choice(pools()[f"given_{region}"])
    return {"family_name": family_name, "given_name": given_name, "language": "en", "time_zone": zone}


def _say_managers() -> None:
    """Members report to a leader of their section, leaders to the department's manager, those to the president."""
    president = Person.objects.get(employee_number="M0013")
    places = list(
        Assignment.objects.on()
        .filter(kind=AssignmentKind.REGULAR, person__employee_number__startswith="D", person__manager__isnull=True)
        .select_related("person", "position", "department")
    )
    heads = _heads()
    changed: list[Person] = []
    for place in places:
        boss = heads["leader"].get(place.department.path) if place.position.code == "member" else None
        boss = boss or heads["department-manager"].get(place.department.path[:4]) or president.pk
        if boss != place.person_id:
            place.person.manager_id = boss
            changed.append(place.person)
    Person.objects.bulk_update(changed, ["manager"], batch_size=500)


def _heads() -> dict[str, dict[str, int]]:
    """By position: path of the department → the first person who leads it."""
    heads: dict[str, dict[str, int]] = {"leader": {}, "department-manager": {}}
    leading = Assignment.objects.on().filter(position__code__in=["leader", "section-manager", "department-manager"])
    for code, path, person in leading.order_by("person__employee_number").values_list(
        "position__code", "department__path", "person_id"
    ):
        key = "leader" if code in {"leader", "section-manager"} else "department-manager"
        heads[key].setdefault(path if key == "leader" else path[:4], person)
    return heads
