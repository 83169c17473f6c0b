"""The page of a material, and what a reader does on it."""

from __future__ import annotations

import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from core.domain.queries.addresses import address_of
from core.enums import Role
from core.models import RoleGrant
from learning.domain.progress import mark_done, mark_stuck
from learning.models import ReadingPlace, StepMark
from tests.learning.building import TEXT, made_anew, material, person, step_id, translated

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader():
    return person()


@pytest.fixture
def browser(client: Client, reader) -> Client:
    client.force_login(reader)
    return client


def url(page, language: str = "ja") -> str:
    return address_of(page, language=language)


def named(name: str, *, language: str = "ja", **arguments) -> str:
    with translation.override(language):
        return reverse(name, kwargs=arguments)


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", response.content.decode()))


def test_a_material_shows_its_steps_as_sections_with_anchors(browser) -> None:
    page = material()
    response = browser.get(url(page))
    assert response.status_code == 200
    html = response.content.decode()
    for number in (1, 2, 3):
        assert f'id="{step_id(page, number)}"' in html
        assert f'href="#{step_id(page, number)}"' in html
    assert "Words before the first step." in html


def test_an_overview_shows_no_steps_and_is_offered_none_to_mark(browser) -> None:
    page = material(is_overview=True)
    html = browser.get(url(page)).content.decode()
    assert page.steps == []
    assert "Install it" in html
    assert 'name="done"' not in html


def test_without_javascript_a_step_is_marked_and_the_page_comes_back_at_it(browser, reader) -> None:
    page = material()
    response = browser.post(named("mark_step", key=page.translation_key), {"done": step_id(page, 2)})
    assert response.status_code == 302
    assert response.url == f"{url(page)}#{step_id(page, 2)}"
    assert StepMark.objects.get(person=reader).state == "done"


def test_without_javascript_being_stuck_leads_to_the_question(browser) -> None:
    page = material()
    response = browser.post(named("mark_step", key=page.translation_key), {"stuck": step_id(page, 2)})
    assert response.url == named("stuck", key=page.translation_key, step_id=step_id(page, 2))
    assert browser.get(response.url).status_code == 200


def test_with_htmx_only_what_changed_comes_back(browser) -> None:
    page = material()
    response = browser.post(
        named("mark_step", key=page.translation_key), {"done": step_id(page, 1)}, headers={"HX-Request": "true"}
    )
    html = response.content.decode()
    assert f'id="controls-{step_id(page, 1)}" hx-swap-oob="true"' in html
    assert 'id="progress"' in html
    assert "1/3" in html
    assert "<html" not in html


def test_a_mark_is_taken_back(browser, reader) -> None:
    page = material()
    mark_done(reader, page=page, step_id=step_id(page, 1))
    browser.post(named("mark_step", key=page.translation_key), {"undo": step_id(page, 1)})
    assert StepMark.objects.count() == 0


@pytest.mark.parametrize("data", [{}, {"done": "s-forged"}, {"done": ""}, {"eaten": "s-forged"}])
def test_a_forged_step_is_not_found(browser, data) -> None:
    page = material()
    assert browser.post(named("mark_step", key=page.translation_key), data).status_code == 404
    assert StepMark.objects.count() == 0


@pytest.mark.parametrize("name", ["mark_step", "remember_place"])
def test_a_forged_key_is_not_found(browser, name) -> None:
    assert browser.post(named(name, key=uuid.uuid4()), {"done": "s-1", "step": "s-1"}).status_code == 404


def test_the_step_of_another_material_is_not_found(browser) -> None:
    page, other = material(), material()
    response = browser.post(named("mark_step", key=page.translation_key), {"done": step_id(other, 1)})
    assert response.status_code == 404


def test_marks_are_only_posted(browser) -> None:
    page = material()
    assert browser.get(named("mark_step", key=page.translation_key)).status_code == 405


def test_a_stranger_is_sent_to_sign_in(client) -> None:
    page = material()
    response = client.get(url(page))
    assert response.status_code == 302
    assert "/sign-in/" in response.url


def test_the_place_is_remembered_and_offered(browser, reader) -> None:
    page = material()
    response = browser.post(named("remember_place", key=page.translation_key), {"step": step_id(page, 2)})
    assert response.status_code == 204
    assert ReadingPlace.objects.get(person=reader).step_id == step_id(page, 2)
    html = browser.get(url(page)).content.decode()
    assert f'href="#{step_id(page, 2)}" data-resume' in html


def test_continue_skips_what_is_done(browser, reader) -> None:
    page = material()
    mark_done(reader, page=page, step_id=step_id(page, 1))
    mark_done(reader, page=page, step_id=step_id(page, 2))
    assert f'href="#{step_id(page, 3)}" data-resume' in browser.get(url(page)).content.decode()


def test_progress_runs_over_all_chapters(browser, reader) -> None:
    head = material("# All of it\n", is_overview=True)
    one, two = material(parent=head), material(parent=head)
    mark_done(reader, page=one, step_id=step_id(one, 1))
    html = browser.get(url(two)).content.decode()
    assert "1/6" in html
    assert f'href="{url(one)}" rel="prev"' in html


def test_the_english_address_of_a_japanese_page_shows_it_with_a_notice(browser) -> None:
    page = material(title="コンテナ")
    response = browser.get(url(page, "en"))
    assert response.status_code == 200
    assert "This page exists only in Japanese so far." in text_of(response)
    assert "コンテナ" in text_of(response)
    assert "exists only" not in text_of(browser.get(url(page, "ja")))


def test_the_japanese_slug_leads_to_the_english_page_where_there_is_one(browser) -> None:
    page = material(title="コンテナ")
    other = translated(page, TEXT)
    other.slug = "containers-in-english"
    other.title = "Containers in English"
    other.save()
    response = browser.get(url(page, "en"))
    assert "Containers in English" in text_of(response)
    assert "exists only" not in text_of(response)


def test_a_translation_behind_its_source_says_so(browser) -> None:
    page = material()
    page.save_revision().publish()
    page.refresh_from_db()
    other = translated(page, TEXT)
    other.translated_from = page.live_revision
    other.save()
    assert "behind its source" not in text_of(browser.get(url(other, "en")))
    page.save_revision().publish()
    assert "behind its source" in text_of(browser.get(url(other, "en")))


def test_authors_and_licence_stay_with_the_material(browser) -> None:
    author = person("Suzuki")
    page = material(authors=(author,), credit="IIJ bootcamp team", licence="CC BY-SA 4.0")
    text = text_of(browser.get(url(page)))
    for words in (author.display_name, "IIJ bootcamp team", "CC BY-SA 4.0"):
        assert words in text


def test_an_author_whom_the_source_names_too_is_named_once(browser) -> None:
    author = person("Suzuki")
    page = material(authors=(author,), credit=f"{author.display_name}, The IIJ team")
    text = text_of(browser.get(url(page)))
    assert text.count(author.display_name) == 1
    assert "The IIJ team" in text


@pytest.mark.parametrize("named", ["Suzuki Hana", "Hana Suzuki", "Suzuki 花"])
def test_an_author_is_named_once_in_whichever_order_the_source_writes_the_name(browser, named: str) -> None:
    page = material(authors=(person("Suzuki"),), credit=f"{named}, The IIJ team")
    text = text_of(browser.get(url(page, "en")))
    assert text.count("Suzuki") == 1
    assert "The IIJ team" in text


def test_an_editor_gets_to_the_editor_from_the_page_and_a_reader_does_not(client, browser) -> None:
    page = material()
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert edit not in browser.get(url(page)).content.decode()
    editor = person("Editor")
    RoleGrant.objects.create(person=editor, role=Role.EDITOR)
    client.force_login(editor)
    assert edit in client.get(url(page)).content.decode()


def test_hostile_markdown_does_nothing(browser) -> None:
    page = material("## A <script>alert(1)</script>\n\n<img src=x onerror=alert(1)> [a](javascript:alert(1))\n")
    html = browser.get(url(page)).content.decode()
    assert "<script>alert" not in html
    assert "onerror=alert" not in html.replace("&lt;img src=x onerror=alert(1)&gt;", "")
    assert 'href="javascript:' not in html


def test_numbers_are_shown_to_everyone_without_names(browser) -> None:
    page, stuck, through = material(), person("Kobayashi"), person("Watanabe")
    mark_stuck(stuck, page=page, step_id=step_id(page, 1))
    mark_stuck(through, page=page, step_id=step_id(page, 1))
    mark_done(through, page=page, step_id=step_id(page, 1))
    text = text_of(browser.get(url(page, "en")))
    assert "2 stopped here, 1 got through" in text
    assert "Kobayashi" not in text
    assert "Watanabe" not in text


def test_a_preview_shows_the_draft_and_keeps_nothing(rf, reader, django_assert_num_queries) -> None:
    from django.core.cache import cache

    page = material()
    cache.clear()
    request = page.make_preview_request()
    page.markdown = TEXT.replace("Words before", "A draft before")
    request = rf.get("/")
    request.user = reader
    request.is_preview = True
    context = page.get_context(request)
    assert "A draft before" in context["reading"].intro
    assert "Words before" in material().get_context(request)["reading"].intro


def test_the_same_page_costs_the_same_queries_at_one_and_three_chapters(browser, django_assert_num_queries) -> None:
    head = material("# All of it\n", is_overview=True)
    one = material(parent=head)
    browser.get(url(one))
    with django_assert_num_queries(COST):
        made_anew(browser, url(one))
    material(parent=head)
    material(parent=head)
    browser.get(url(one))
    with django_assert_num_queries(COST):
        made_anew(browser, url(one))


COST = 22
