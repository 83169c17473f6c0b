"""People, departments and sections for tests: real rows, one line each."""

from __future__ import annotations

import itertools
from typing import Any

from wagtail.models import Collection, Locale, Page

from core.domain.roles import grant_role
from core.domain.site import ensure_site
from core.enums import AssignmentKind, HireType, Role
from core.models import (
    Assignment,
    Audience,
    CollectionAccess,
    Company,
    Department,
    DepartmentSectionPage,
    HomePage,
    Occupation,
    Person,
    Position,
    Region,
)

PASSWORD = "correct horse battery"
numbers_of_people = itertools.count(1)
"""One row of numbers for whoever makes people: two rows meet somewhere, and then a number or an address is taken."""


def make_region(code: str = "tokyo") -> Region:
    return Region.objects.get_or_create(code=code, defaults={"name_ja": "東京", "name_en": "Tokyo"})[0]


def make_person(*, role: Role | None = None, department: Department | None = None, **facts: Any) -> Person:
    """An employed person whose password is `PASSWORD`; with `role`, who holds it."""
    number = next(numbers_of_people)
    defaults = {
        "employee_number": f"T{number:05d}", "email": f"person{number}@example.com", "hire_type": HireType.MID_CAREER,
        "family_name": "佐藤", "given_name": f"花子{number}", "family_kana": "さとう", "given_kana": "はなこ",
        "family_romaji": "Sato", "given_romaji": "Hanako", "language": "ja", "joined_on": "2020-04-01",
    }  # fmt: skip
    facts = {**defaults, "region": facts.get("region") or make_region(), **facts}
    person = Person.objects.create_user(facts.pop("email"), facts.pop("password", PASSWORD), **facts)
    person.refresh_from_db()
    if role is not None:
        grant_role(person, role=role, department=department if role == Role.DEPARTMENT_EDITOR else None, actor=None)
        person.refresh_from_db()
    return person


def make_department(code: str, parent: Department | None = None) -> Department:
    company, _ = Company.objects.get_or_create(
        code="hq", defaults={"name_ja": "本社", "name_en": "HQ", "region": make_region()}
    )
    values = {"code": code, "name_ja": f"{code}部", "name_en": code.title(), "company": company}
    if parent is None:
        return Department.add_root(**values)
    parent.refresh_from_db()
    return parent.add_child(**values)


def place(person: Person, department: Department, **facts: Any) -> Assignment:
    """Put a person into a department."""
    names = {"name_ja": "一般", "name_en": "Member"}
    values = {
        "company": department.company, "kind": AssignmentKind.REGULAR, "starts_on": "2020-04-01",
        "position": Position.objects.get_or_create(code="member", defaults=names)[0],
        "occupation": Occupation.objects.get_or_create(code="engineer", defaults=names)[0],
    }  # fmt: skip
    return Assignment.objects.create(person=person, department=department, **{**values, **facts})


def home(language: str = "ja") -> HomePage:
    ensure_site()
    return HomePage.objects.get(locale__language_code=language)


def make_section(department: Department, language: str = "ja") -> DepartmentSectionPage:
    page = DepartmentSectionPage(
        title=f"{department.code} {language}", slug=department.code, department=department, locale=_locale(language)
    )
    home(language).add_child(instance=page)
    return page


def add_page(page: Page, under: Page) -> Page:
    """Put a page below another, in its language."""
    page.locale = under.locale
    return under.add_child(instance=page)


def make_collection(name: str, *, audience: Audience | None, department: Department | None = None) -> Collection:
    """A collection; without an audience nobody but the editors of everything may read its files."""
    collection = Collection.get_first_root_node().add_child(name=name)
    if audience is not None:
        CollectionAccess.objects.create(collection=collection, audience=audience, department=department)
    return collection


def everyone() -> Audience:
    return Audience.objects.to_choose().get_or_create(everyone=True, defaults={"name": "Everyone"})[0]


def audience_of(department: Department) -> Audience:
    audience = Audience.objects.create(name=f"only {department.code}")
    audience.departments.add(department)
    return audience


def _locale(language: str) -> Locale:
    return Locale.objects.get_or_create(language_code=language)[0]
