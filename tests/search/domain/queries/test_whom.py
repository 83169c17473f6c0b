"""Whom one may ask where nothing is found."""

from __future__ import annotations

import datetime as dt

import pytest

from core.enums import Role
from core.models.person import Person
from search.domain.queries.whom import whom_to_ask
from tests.people import make_department, make_person, place

pytestmark = pytest.mark.django_db


def asked_by(viewer: Person) -> list[tuple[str, str]]:
    return [(each.person.employee_number, str(each.because)) for each in whom_to_ask(viewer)]


def test_those_who_write_for_ones_own_department_come_first_the_nearest_before_those_above() -> None:
    above = make_department("network")
    here = make_department("backbone", above)
    other = make_department("sales")
    reader = make_person(language="en")
    place(reader, here)
    far = make_person(role=Role.DEPARTMENT_EDITOR, department=above)
    near = make_person(role=Role.DEPARTMENT_EDITOR, department=here)
    make_person(role=Role.DEPARTMENT_EDITOR, department=other)
    make_person(role=Role.EDITOR)
    assert [number for number, _ in asked_by(reader)] == [near.employee_number, far.employee_number]


def test_without_them_editors_and_without_these_administrators() -> None:
    reader = make_person()
    administrator = make_person(role=Role.ADMINISTRATOR)
    assert [number for number, _ in asked_by(reader)] == [administrator.employee_number]
    editor = make_person(role=Role.EDITOR)
    assert [number for number, _ in asked_by(reader)] == [editor.employee_number]


def test_nobody_is_sent_to_themselves_or_to_those_who_left() -> None:
    editor = make_person(role=Role.EDITOR)
    make_person(role=Role.EDITOR, left_on=dt.date(2024, 1, 1))
    assert asked_by(editor) == []
