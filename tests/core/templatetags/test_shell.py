"""The frame round every page: its theme, its languages, where one is."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template import Context
from django.test import Client, RequestFactory
from django.utils import translation

from core.enums import Role
from core.models import ArticlePage
from core.templatetags.shell import here, languages, may_enter_admin, may_manage_accounts, page_title, theme
from tests.people import add_page, home, make_person


def request_for(path: str, person: object = None) -> HttpRequest:
    request = RequestFactory().get(path)
    request.user = person or AnonymousUser()  # type: ignore[assignment]
    return request


def context_for(path: str, person: object = None, **more: object) -> Context:
    return Context({"request": request_for(path, person), **more})


@pytest.mark.django_db
def test_a_persons_theme_is_on_the_page_from_the_first_byte(client: Client) -> None:
    client.force_login(make_person(theme="dark"))
    assert '<html lang="en" data-theme="dark"' in client.get("/en/departments/").content.decode()


def test_a_stranger_sees_the_theme_of_their_device() -> None:
    assert theme(context_for("/en/sign-in/")) == "system"
    assert theme(Context({})) == "system"


def test_the_language_switch_keeps_the_page_and_its_query() -> None:
    with translation.override("en"):
        shown = languages(context_for("/en/departments/?page=2"))
    assert [(each["code"], each["url"], each["current"]) for each in shown] == [
        ("ja", "/ja/departments/?page=2", False),
        ("en", "/en/departments/?page=2", True),
    ]


def test_a_view_may_say_where_its_other_language_is() -> None:
    with translation.override("en"):
        shown = languages(context_for("/en/x/", language_urls={"ja": "/ja/y/"}))
    assert shown[0]["url"] == "/ja/y/"


@pytest.mark.django_db
def test_a_page_leads_to_its_translation_whatever_its_slug() -> None:
    japanese = add_page(ArticlePage(title="案内", slug="annai"), home("ja"))
    english = japanese.copy_for_translation(home("en").locale, copy_parents=True)
    english.slug, english.live = "guide", True
    english.save()
    with translation.override("ja"):
        shown = languages(context_for("/ja/annai/", page=japanese))
    assert shown[1]["url"] == "/en/guide/"


@pytest.mark.django_db
def test_a_page_without_a_translation_leads_home() -> None:
    japanese = add_page(ArticlePage(title="案内", slug="annai"), home("ja"))
    with translation.override("ja"):
        assert languages(context_for("/ja/annai/", page=japanese))[1]["url"] == "/en/"


@pytest.mark.django_db
def test_only_a_page_of_the_tree_gives_the_frame_its_title() -> None:
    assert page_title(Context({"page": ArticlePage(title="案内")})) == "案内"
    assert page_title(Context({"page": "7"})) == ""


def test_a_link_says_whether_one_is_on_it_or_below_it() -> None:
    context = context_for("/en/departments/sales/")
    assert here(context, "/en/departments/") == "true"
    assert here(context, "/en/departments/sales/") == "page"
    assert here(context, "/en/", exact=True) == ""
    assert here(context, "") == ""


@pytest.mark.django_db
def test_a_page_of_the_tree_belongs_to_the_part_of_its_app() -> None:
    context = context_for("/en/hands-on/", page=ArticlePage(title="案内"))
    assert here(context, "/en/materials/", app="core") == "true"
    assert here(context, "/en/materials/", app="learning") == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "admin", "accounts"),
    [(None, False, False), (Role.EDITOR, True, False), (Role.HR, False, True), (Role.ADMINISTRATOR, True, True)],
)
def test_the_menu_offers_what_a_role_may_do(role: Role | None, admin: bool, accounts: bool) -> None:
    context = context_for("/en/", make_person(role=role))
    assert (may_enter_admin(context), may_manage_accounts(context)) == (admin, accounts)
