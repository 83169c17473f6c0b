"""Where my readers are stuck."""

from __future__ import annotations

import pytest

from core.enums import Role
from core.models import AuditEntry, RoleGrant
from learning.domain.progress import mark_done, mark_stuck
from learning.models import StuckAnswer
from tests.learning.building import material, person, step_id
from tests.learning.views.stuck import answered, as_, asked, at, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return person()


@pytest.fixture
def page(author):
    return material(authors=(author,))


def test_an_author_sees_the_numbers_of_each_step(author, page) -> None:
    one, two = person(), person()
    mark_stuck(one, page=page, step_id=step_id(page, 1))
    mark_done(one, page=page, step_id=step_id(page, 1))
    mark_stuck(two, page=page, step_id=step_id(page, 1))
    mark_done(two, page=page, step_id=step_id(page, 2))
    asked(two, page)
    response = as_(author).get(at("readers", key=page.translation_key))
    numbers = [(row["done"], row["stopped"], row["through"], row["open"]) for row in response.context["steps"]]
    assert numbers == [(1, 2, 1, 1), (1, 0, 0, 0), (0, 0, 0, 0)]
    assert response.context["readers"] == 2


def test_names_are_shown_when_asked_for_and_that_is_written_down(author, page) -> None:
    stuck = person("Kobayashi")
    mark_stuck(stuck, page=page, step_id=step_id(page, 1))
    address = at("readers", key=page.translation_key)
    assert "Kobayashi" not in text_of(as_(author).get(address))
    assert AuditEntry.objects.filter(action="stuck.names_opened").count() == 0
    assert "Kobayashi" in text_of(as_(author).get(address, {"names": step_id(page, 1)}))
    entry = AuditEntry.objects.get(action="stuck.names_opened")
    assert (entry.actor, entry.subject, entry.detail) == (author, stuck, {"step": step_id(page, 1)})


@pytest.mark.parametrize("role", [Role.LECTURER, Role.EDITOR, Role.ADMINISTRATOR])
def test_lecturers_and_editors_see_it_too(page, role) -> None:
    someone = person()
    RoleGrant.objects.create(person=someone, role=role)
    assert as_(someone).get(at("readers", key=page.translation_key)).status_code == 200


@pytest.mark.parametrize("role", [None, Role.HR, Role.PROGRAMME_OWNER])
def test_nobody_else_does(page, role) -> None:
    someone = person()
    if role:
        RoleGrant.objects.create(person=someone, role=role)
    address = at("readers", key=page.translation_key)
    assert as_(someone).get(address).status_code == 404
    assert as_(someone).get(address, {"names": step_id(page, 1)}).status_code == 404


def test_a_forged_step_has_no_names(author, page) -> None:
    assert as_(author).get(at("readers", key=page.translation_key), {"names": "s-forged"}).status_code == 404


def test_the_oldest_question_without_an_answer_stands_first_and_is_answered_on_the_spot(author, page) -> None:
    first, second, third = (asked(person(), page) for _ in range(3))
    answered(first, person())
    response = as_(author).get(at("readers", key=page.translation_key))
    assert [report.pk for report, _form in response.context["waiting"]] == [second.pk, third.pk, first.pk]
    token = response.context["waiting"][0][1]["token"].value()
    reply = {"body": "Start it.", "token": str(token), "next": "readers"}
    response = as_(author).post(at("question", pk=second.pk), reply)
    assert response.url == at("readers", key=page.translation_key)
    assert StuckAnswer.objects.filter(report=second, author=author).count() == 1


def test_all_my_materials_those_with_open_questions_first(author, page, django_assert_num_queries) -> None:
    client = as_(author)
    client.get(at("my_readers"))
    with django_assert_num_queries(MINE):
        client.get(at("my_readers"))
    waiting = material(authors=(author,))
    material(owner=author)
    asked(person(), waiting)
    with django_assert_num_queries(MINE):
        response = client.get(at("my_readers"))
    rows = response.context["materials"]
    assert (rows[0].page.pk, rows[0].open) == (waiting.pk, 1)
    assert len(rows) == 3


MINE = 8
