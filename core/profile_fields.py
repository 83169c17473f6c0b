"""What of a person each kind of viewer sees: one table, which profile, directory, search and exports all ask.

`docs/profile-fields.md` is the same table for people to read; a test holds the two, and every screen, against it.
"""

from __future__ import annotations

import enum

from core.enums import Role
from core.models.person import Person
from core.rules import Viewer, granted_roles, is_administrator, is_employee, is_manager_of


class Field(enum.StrEnum):
    """A fact of a person, as the table names it."""

    NAME = "name"
    READING = "reading"
    PHOTO = "photo"
    ABOUT = "about"
    EMAIL = "email"
    DEPARTMENT = "department"
    POSITION = "position"
    OCCUPATION = "occupation"
    COMPANY = "company"
    REGION = "region"
    TIME_ZONE = "time_zone"
    MANAGER = "manager"
    JOINED_ON = "joined_on"
    EARLIER_PLACES = "earlier_places"
    EMPLOYEE_NUMBER = "employee_number"
    GRADE = "grade"
    SHARE = "share"
    COMING_PLACES = "coming_places"
    LEFT_ON = "left_on"
    HIRE_TYPE = "hire_type"
    LANGUAGE = "language"


class Kind(enum.StrEnum):
    """What a viewer is to a person. One viewer may be several: they see what any of them sees."""

    SELF = "self"
    COLLEAGUE = "colleague"
    MANAGER = "manager"
    HR = "hr"
    ADMINISTRATOR = "administrator"
    EDITOR = "editor"
    DEPARTMENT_EDITOR = "department_editor"
    LECTURER = "lecturer"
    PROGRAMME_OWNER = "programme_owner"
    ANONYMOUS = "anonymous"


# What any colleague sees is what search finds by and the directory shows, whoever looks.
OPEN = frozenset(
    {
        Field.NAME, Field.READING, Field.PHOTO, Field.ABOUT, Field.EMAIL, Field.DEPARTMENT, Field.POSITION,
        Field.OCCUPATION, Field.COMPANY, Field.REGION, Field.TIME_ZONE, Field.MANAGER, Field.JOINED_ON,
        Field.EARLIER_PLACES,
    }
)  # fmt: skip
# A move or a leaving that is not announced yet, and what pay follows from, is for those who answer for the person.
IN_CHARGE = OPEN | {Field.EMPLOYEE_NUMBER, Field.GRADE, Field.SHARE, Field.COMING_PLACES, Field.LEFT_ON}
EVERYTHING = frozenset(Field)

SEEN: dict[Kind, frozenset[Field]] = {
    Kind.SELF: EVERYTHING,
    Kind.COLLEAGUE: OPEN,
    Kind.MANAGER: IN_CHARGE,
    Kind.HR: EVERYTHING,
    Kind.ADMINISTRATOR: EVERYTHING,
    Kind.EDITOR: OPEN,
    Kind.DEPARTMENT_EDITOR: OPEN,
    Kind.LECTURER: OPEN,
    Kind.PROGRAMME_OWNER: OPEN,
    Kind.ANONYMOUS: frozenset(),
}


def kinds_of(viewer: Viewer, person: Person) -> frozenset[Kind]:
    """What the viewer is to the person. Managers are direct and indirect ones, by the data of this moment."""
    if not isinstance(viewer, Person) or not is_employee(viewer):
        return frozenset({Kind.ANONYMOUS})
    found = {Kind.COLLEAGUE} | {Kind(role) for role in granted_roles(viewer) if role in _ROLES}
    if viewer == person:
        found.add(Kind.SELF)
    if is_administrator(viewer):
        found.add(Kind.ADMINISTRATOR)
    # Whoever has no reports is nobody's manager: most viewers are answered by one question.
    if viewer.reports.exists() and is_manager_of(viewer, person):
        found.add(Kind.MANAGER)
    return frozenset(found)


def fields_for(viewer: Viewer, person: Person) -> frozenset[Field]:
    """What the viewer sees of the person."""
    return frozenset().union(*(SEEN[kind] for kind in kinds_of(viewer, person)))


_ROLES = frozenset(Role) & frozenset(Kind)
