"""The tags that a page shows."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from wagtail.models import Locale

from core.domain.page_audience import set_page_audience
from core.domain.queries.tags import tags_shown
from core.enums import Role
from core.models import ArticlePage
from tests.people import add_page, audience_of, home, make_department, make_person, make_section

pytestmark = pytest.mark.django_db


def article(*words: str, under: Any = None, **facts: Any) -> ArticlePage:
    page = ArticlePage(title="Routers", slug="routers", **facts)
    page.tags.add(*words)
    return add_page(page, under or home())


def translated(page: ArticlePage, under: Any) -> ArticlePage:
    """A live page of the other language, without tags."""
    copy = ArticlePage(title="Routers", slug="routers-en", translation_key=page.translation_key)
    return add_page(copy, under)


def test_a_page_shows_its_own_in_order() -> None:
    assert tags_shown(article("運用", "git", "BGP"), viewer=make_person()) == ["BGP", "git", "運用"]


def test_a_translation_without_tags_shows_those_of_the_other_language() -> None:
    page = article("運用")
    copy = translated(page, home("en"))
    assert tags_shown(copy, viewer=make_person()) == ["運用"]
    copy.tags.add("operations")
    copy.save()
    assert tags_shown(copy, viewer=make_person()) == ["operations"]
    assert tags_shown(page, viewer=make_person()) == ["運用"]


def test_but_not_those_of_a_page_that_is_shut_or_offline() -> None:
    """It stands in another part of the tree, which is open to its department alone."""
    department = make_department("noc")
    section = make_section(department)
    copy = translated(article("merger", under=section), home("en"))
    set_page_audience(section, audience=audience_of(department), actor=make_person(role=Role.ADMINISTRATOR))
    assert tags_shown(copy, viewer=make_person()) == []


def test_a_preview_shows_those_of_the_draft() -> None:
    page = article("old")
    page.tags.set(["new"])
    draft = page.save_revision().as_object()
    assert tags_shown(draft, viewer=make_person()) == ["new"]
    assert tags_shown(ArticlePage.objects.get(), viewer=make_person()) == ["old"]


def test_a_new_translation_takes_the_tags_along() -> None:
    copy = article("運用").copy_for_translation(Locale.objects.get(language_code="en"))
    assert [tag.name for tag in copy.tags.all()] == ["運用"]


def test_a_page_links_each_tag_to_what_has_it_and_a_change_is_seen_at_once() -> None:
    """Pages are kept; the tables of tags have stamps as all others."""
    page = article("C++ & more")
    client = Client()
    client.force_login(make_person(), backend="core.backends.EmployedBackend")
    shown = client.get("/ja/routers/").content.decode()
    assert 'href="/ja/search/?tag=C%2B%2B%20%26%20more"' in shown
    tag = page.tags.get()
    tag.name = "Rust"
    tag.save()
    assert 'href="/ja/search/?tag=Rust"' in client.get("/ja/routers/").content.decode()
    page.page_tags.first().delete()
    assert "?tag=" not in client.get("/ja/routers/").content.decode()
