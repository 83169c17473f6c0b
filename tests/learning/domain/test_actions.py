"""What learning offers in the palette."""

from __future__ import annotations

import pytest
from django.utils import translation

from core.enums import Role
from core.models import Audience, PageAudience
from learning.domain.progress import mark_done
from learning.models import MaterialPage
from search.actions import actions_for, continues
from search.domain.queries.offering import offer
from tests.learning.building import TEXT, material, person, step_id, translated
from tests.people import make_person

pytestmark = pytest.mark.django_db


def titles(someone, text: str) -> list[str]:
    with translation.override("en"):
        return [str(action.title) for action in offer(text, viewer=someone).actions]


@pytest.mark.parametrize("text", ["continue nginx", "nginx", "続き", "つづk", "nginx 続き", "resume"])
def test_one_goes_on_where_one_stopped_by_any_of_its_words(text: str) -> None:
    reader, page = person(), material(title="Nginx from zero")
    mark_done(reader, page=page, step_id=step_id(page, 1))
    assert titles(reader, text)[:1] == ["Continue: Nginx from zero"]
    (action, *_others) = continues(reader)
    assert (action.url.endswith(f"#{step_id(page, 2)}"), action.line) == (True, page.steps[1]["title"])


def test_a_title_of_the_other_language_is_meant_too() -> None:
    reader, page = person(), material(title="コンテナの基本")
    twin = translated(page, TEXT)
    MaterialPage.objects.filter(pk=twin.pk).update(title="Container basics")
    mark_done(reader, page=page, step_id=step_id(page, 1))
    assert titles(reader, "コンテナ") == titles(reader, "container") == ["Continue: Container basics"]


def test_how_far_one_is_is_asked_only_where_a_material_may_be_meant(django_assert_num_queries) -> None:
    reader, page = person(), material(title="Nginx from zero")
    mark_done(reader, page=page, step_id=step_id(page, 1))
    list(actions_for(reader))
    with django_assert_num_queries(1):
        list(actions_for(reader, lambda words: False))


def test_what_is_shut_meanwhile_is_not_offered() -> None:
    reader, page = person(), material(title="Nginx from zero")
    mark_done(reader, page=page, step_id=step_id(page, 1))
    PageAudience.objects.create(translation_key=page.translation_key, audience=Audience.objects.create(name="Nobody"))
    assert titles(reader, "nginx") == []


def test_a_title_that_was_taken_back_is_not_meant_any_more() -> None:
    reader, page = person(), material(title="コンテナの基本")
    twin = translated(page, TEXT)
    MaterialPage.objects.filter(pk=twin.pk).update(title="Xylophone")
    mark_done(reader, page=page, step_id=step_id(page, 1))
    assert titles(reader, "xylophone") == ["Continue: Xylophone"]
    MaterialPage.objects.get(pk=twin.pk).unpublish()
    assert titles(reader, "xylophone") == []


def test_only_editors_are_offered_the_import() -> None:
    assert titles(person(), "import") == []
    assert titles(make_person(role=Role.EDITOR), "import") == ["Import materials"]
