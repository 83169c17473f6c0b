"""The matrix of curricula: what its viewer sees lit, and how editors lay it out."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core.enums import Role
from core.models import Occupation, PageAudience, Person, Position
from learning.domain.queries.matrix import Layout, layout_of
from learning.models import Curriculum, CurriculumPage, Matrix, MatrixCell, MatrixColumn, MatrixRow
from tests.learning.building import curriculum
from tests.people import audience_of, make_department, make_person, place

pytestmark = pytest.mark.django_db


def vocabulary(model: Any, *codes: str) -> list[Any]:
    names = ({"name_ja": code, "name_en": code, "rank": rank} for rank, code in enumerate(codes))
    return [model.objects.get_or_create(code=code, defaults=each)[0] for code, each in zip(codes, names, strict=True)]


def published(title: str) -> Curriculum:
    page = curriculum()
    page.title = title
    page.save_revision().publish()
    return Curriculum.objects.get(translation_key=page.translation_key)


@pytest.fixture
def matrix() -> Matrix:
    """Members, leaders and managers against engineers and sales; a curriculum in each square of the engineers."""
    made = Matrix.objects.create(code="group", name_ja="全社", name_en="Group")
    for order, position in enumerate(vocabulary(Position, "member", "leader", "manager")):
        MatrixRow.objects.create(matrix=made, order=order).positions.add(position)
    for order, occupation in enumerate(vocabulary(Occupation, "engineer", "sales")):
        MatrixColumn.objects.create(matrix=made, order=order).occupations.add(occupation)
    engineers = made.columns.get(order=0)
    for row in made.rows.all():
        MatrixCell.objects.create(row=row, column=engineers, curriculum=published(f"For row {row.order}"))
    return made


def engineer(position: str = "member", **facts: Any) -> Person:
    who = make_person(**facts)
    department = make_department(f"d{who.pk}")
    place(who, department)
    who.assignments.update(
        position=Position.objects.get(code=position), occupation=Occupation.objects.get(code="engineer")
    )
    return who


def marked(layout: Layout) -> list[str]:
    shown = []
    for line in layout.lines:
        for square in line.squares:
            what = "own" if square.is_own else "next" if square.is_next else ""
            shown.append(f"{line.name}-{square.column_name}:{what}" if what else "")
    return [each for each in shown if each]


def test_ones_own_square_is_lit_and_the_next_one_outlined(matrix: Matrix) -> None:
    assert marked(layout_of(matrix, viewer=engineer())) == ["member-engineer:own", "leader-engineer:next"]
    assert marked(layout_of(matrix, viewer=engineer("manager"))) == ["manager-engineer:own"]


def test_rows_may_be_years_of_service(matrix: Matrix) -> None:
    years = Matrix.objects.create(code="years", name_ja="年数", name_en="Years", rows_are="years", order=1)
    MatrixRow.objects.create(matrix=years, order=0, years_from=0, years_to=2)
    MatrixRow.objects.create(matrix=years, order=1, years_from=3)
    column = MatrixColumn.objects.create(matrix=years)
    column.occupations.add(Occupation.objects.get(code="engineer"))
    new = engineer(joined_on="2026-04-01")
    assert [line.is_own for line in layout_of(years, viewer=new).lines] == [True, False]
    assert [line.is_own for line in layout_of(years, viewer=engineer()).lines] == [False, True]


def test_a_curriculum_that_one_may_not_see_is_not_in_its_square(matrix: Matrix) -> None:
    cell = MatrixCell.objects.get(row__order=0)
    page = CurriculumPage.objects.get(translation_key=cell.curriculum.translation_key)
    PageAudience.objects.create(translation_key=page.translation_key, audience=audience_of(make_department("closed")))
    layout = layout_of(matrix, viewer=engineer())
    assert [len(line.squares[0].curricula) for line in layout.lines] == [0, 1, 1]


def test_the_matrix_takes_the_same_queries_for_any_size(matrix: Matrix, django_assert_num_queries: Any) -> None:
    who = engineer()
    column = matrix.columns.get(order=1)
    with django_assert_num_queries(15):
        layout_of(matrix, viewer=Person.objects.get(pk=who.pk))
    for row in matrix.rows.all():
        MatrixCell.objects.create(row=row, column=column, curriculum=published(f"More {row.pk}"))
    with django_assert_num_queries(15):
        layout_of(matrix, viewer=Person.objects.get(pk=who.pk))


def test_an_editor_lays_out_a_matrix_from_nothing(client: Client) -> None:
    vocabulary(Position, "member")
    vocabulary(Occupation, "engineer")
    chosen = published("Onboarding")
    client.force_login(make_person(role=Role.EDITOR, language="en"))
    named = {"name_ja": "全社", "name_en": "Everyone", "code": "all", "rows_are": "position"}
    client.post(reverse("new_matrix"), named)
    edit = reverse("edit_matrix", args=["all"])
    client.post(edit, {"what": "row", "row-stands_for": [Position.objects.get(code="member").pk]})
    client.post(edit, {"what": "column", "column-stands_for": [Occupation.objects.get(code="engineer").pk]})
    row, column = MatrixRow.objects.get(), MatrixColumn.objects.get()
    client.post(reverse("matrix_square", args=["all", row.pk, column.pk]), {"curricula": [chosen.pk]})
    page = client.get(reverse("matrix", args=["all"])).content.decode()
    assert ("Onboarding" in page, "member" in page) == (True, True)


def test_a_departments_editor_is_not_told_of_curricula_that_they_may_not_see_and_leaves_them_where_they_stand(
    client: Client, matrix: Matrix
) -> None:
    own, closed = make_department("own"), make_department("closed")
    Matrix.objects.filter(pk=matrix.pk).update(department=own)
    cell = MatrixCell.objects.get(row__order=0)
    PageAudience.objects.create(translation_key=cell.curriculum.translation_key, audience=audience_of(closed))
    client.force_login(make_person(role=Role.DEPARTMENT_EDITOR, department=own, language="en"))
    address = reverse("matrix_square", args=["group", cell.row_id, cell.column_id])
    assert "For row 0" not in client.get(address).content.decode()
    seen = Curriculum.objects.get(title_ja="For row 1")
    assert client.post(address, {"curricula": [cell.curriculum_id]}).status_code == 422  # forged
    client.post(address, {"curricula": [seen.pk]})
    there = MatrixCell.objects.filter(row=cell.row_id, column=cell.column_id)
    assert [each.curriculum_id for each in there] == [cell.curriculum_id, seen.pk]


def test_years_that_end_before_they_begin_are_refused_and_kept(client: Client) -> None:
    Matrix.objects.create(code="years", name_ja="年数", name_en="Years", rows_are="years")
    client.force_login(make_person(role=Role.EDITOR, language="en"))
    answer = client.post(
        "/en/curricula/matrix/years/edit/",
        {"what": "row", "row-name_en": "Odd", "row-years_from": 5, "row-years_to": 2},
    )
    page = answer.content.decode()
    assert (answer.status_code, MatrixRow.objects.count()) == (422, 0)
    assert ("The years end before they begin." in page, 'value="Odd"' in page) == (True, True)


def test_rows_move_and_a_removed_one_takes_its_squares_along(client: Client, matrix: Matrix) -> None:
    client.force_login(make_person(role=Role.EDITOR))
    last = matrix.rows.get(order=2)
    client.post(reverse("edit_matrix_row", args=["group", last.pk]), {"what": "up"})
    assert [row.pk for row in matrix.rows.all()].index(last.pk) == 1
    client.post(reverse("edit_matrix_row", args=["group", last.pk]), {"what": "remove"})
    assert (matrix.rows.count(), MatrixCell.objects.count(), Curriculum.objects.count()) == (2, 2, 3)


def test_a_departments_editor_makes_matrices_of_their_own_part_alone(client: Client) -> None:
    own, other = make_department("own"), make_department("other")
    client.force_login(make_person(role=Role.DEPARTMENT_EDITOR, department=own))
    facts = {"name_ja": "表", "name_en": "Table", "rows_are": "position"}
    assert client.post(reverse("new_matrix"), {**facts, "code": "none"}).status_code == 422
    assert client.post(reverse("new_matrix"), {**facts, "code": "no", "department": other.pk}).status_code == 422
    assert client.post(reverse("new_matrix"), {**facts, "code": "yes", "department": own.pk}).status_code == 302
    assert [each.code for each in Matrix.objects.all()] == ["yes"]
