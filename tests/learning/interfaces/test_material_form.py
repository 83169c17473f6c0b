"""Editing a material in Wagtail: what is not edited comes back as it was."""

import pytest
from django.test import Client
from django.urls import reverse

from core.enums import Role
from learning.models import MaterialPage
from tests.learning.building import material
from tests.people import make_person

pytestmark = pytest.mark.django_db
TEXT = "# 題\n\n## 一\n\n本文\n\n## 二\n\n終わり\n\n\n"


def values(page: MaterialPage, **changed: str) -> dict[str, str]:
    """What a browser posts: every line end as CRLF."""
    return {
        "title": page.title, "slug": page.slug, "description": "", "markdown": page.markdown.replace("\n", "\r\n"),
        "minutes": "", "prior_knowledge": "", "step_level": "", "credit": "", "licence": "",
        "comment_notifications": "", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", **changed,
    }  # fmt: skip


def edit(page: MaterialPage, **changed: str) -> object:
    client = Client()
    client.force_login(make_person(role=Role.EDITOR, language="en"))
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), values(page, **changed))


def test_an_unedited_save_changes_no_byte_of_the_text() -> None:
    page = material(TEXT)
    before = page.steps
    assert edit(page, **{"action-publish": "1"}).status_code == 302
    saved = MaterialPage.objects.get(pk=page.pk)
    assert (saved.markdown, saved.steps) == (page.markdown, before)
    assert saved.markdown.endswith("\n\n\n")


def test_a_text_that_is_too_large_is_refused_at_the_field_and_kept() -> None:
    page = material(TEXT)
    response = edit(page, markdown="あ" * 800_000)
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["markdown"]


def test_an_overview_with_a_level_of_steps_is_a_contradiction() -> None:
    response = edit(material(TEXT), is_overview="on", step_level="2")
    assert list(response.context["form"].errors) == ["step_level"]
