"""A page cannot take an address at which the portal itself answers: nobody could ever open it."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from core.enums import Role
from core.models import ArticlePage
from core.reserved import is_reserved
from tests.people import add_page, home, make_department, make_person, make_section

pytestmark = pytest.mark.django_db


def test_the_portal_s_own_addresses_are_reserved() -> None:
    taken = {"settings", "departments", "me", "sign-in"}
    assert {slug for slug in (*taken, "handbook", "教材", "") if is_reserved(slug)} == taken


def test_a_page_below_home_cannot_take_one() -> None:
    with pytest.raises(ValidationError) as refusal:
        add_page(ArticlePage(title="設定", slug="settings"), home())
    assert list(refusal.value.message_dict) == ["slug"]


def test_deeper_down_it_can() -> None:
    page = add_page(ArticlePage(title="設定", slug="settings"), make_section(make_department("ops")))
    assert page.url.endswith("/ops/settings/")


def test_an_editor_is_told_at_the_field_and_keeps_what_was_typed() -> None:
    client = Client()
    client.force_login(make_person(role=Role.EDITOR, language="en"))
    values = {
        "title": "All about settings", "slug": "settings", "comment_notifications": "", "body-count": 0,
        "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0,
    }  # fmt: skip
    response = client.post(reverse("wagtailadmin_pages:add", args=["core", "articlepage", home().pk]), values)
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["slug"]
    assert "All about settings" in response.content.decode()
