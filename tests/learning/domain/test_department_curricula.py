"""What a department's page shows of curricula."""

from __future__ import annotations

import pytest

from core.models import Department, DepartmentSectionPage, Person
from learning.domain.queries.departments import curricula_part
from learning.models import Curriculum
from tests.learning.building import curriculum
from tests.learning.rules import audience, rule
from tests.people import make_department, make_person, make_section

pytestmark = pytest.mark.django_db


def under(section: DepartmentSectionPage) -> Curriculum:
    page = curriculum(section)
    page.save_revision().publish()
    return Curriculum.objects.get(translation_key=page.translation_key)


def shown(department: Department, viewer: Person) -> tuple[list[int], list[int]]:
    part = curricula_part(department, viewer)
    assert part is not None
    return tuple([row.curriculum.pk for row in part.context[name]] for name in ("own", "inherited"))  # type: ignore[return-value]


def test_what_is_asked_of_a_department_is_its_own_though_it_was_written_above() -> None:
    above = make_department("operations")
    below, beside = make_department("centre", above), make_department("beside", above)
    section = make_section(above)
    asked, general = under(section), under(section)
    rule(audience(below), asked)
    viewer = make_person()
    assert shown(below, viewer) == ([asked.pk], [general.pk])
    assert shown(beside, viewer) == ([], [asked.pk, general.pk])
    assert shown(above, viewer) == ([asked.pk, general.pk], [])
