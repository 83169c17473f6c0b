"""Editors who read Japanese meet no English in Wagtail, but for names."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from core.models.organisation import Region
from core.models.person import Person
from core.translation.bare_words import words_of_page
from core.translation.names import is_english

NAMES = {"Root", "Home", "Moderators approval", "admin@example.com"}
# Wagtail's templates hold these in English alone: a hidden submit button, two hidden labels, an empty hidden counter.
UNTRANSLATABLE = {"Search", "Actions", "Page", "None"}


@pytest.fixture
def editor(client: Client) -> Client:
    region = Region.objects.create(name_ja="関東", name_en="Kanto")
    person = Person.objects.create_superuser(
        "admin@example.com",
        employee_number="1",
        family_name="佐藤",
        given_name="花",
        region=region,
        joined_on=dt.date(2020, 4, 1),
    )
    client.force_login(person)
    return client


def english_of(client: Client, address: str) -> set[str]:
    response = client.get(address, headers={"accept-language": "ja"})
    assert response.status_code == 200
    return (
        {text for _line, text in words_of_page(response.content.decode()) if is_english(text)} - NAMES - UNTRANSLATABLE
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    [
        "wagtailadmin_home",
        "wagtailimages:index",
        "wagtaildocs:index",
        "wagtailadmin_reports:workflow",
        "wagtailadmin_reports:locked_pages",
        "wagtailadmin_workflows:add",
        "wagtailadmin_collections:add",
        "wagtailadmin_pages:search",
    ],
)
def test_a_screen_of_the_admin_is_japanese(editor: Client, name: str) -> None:
    assert english_of(editor, reverse(name)) == set()


@pytest.mark.django_db
def test_the_explorer_and_the_form_of_a_new_page_are_japanese(editor: Client) -> None:
    home = Page.objects.filter(depth=2).first()
    assert home is not None
    assert english_of(editor, reverse("wagtailadmin_explore", args=[home.pk])) == set()
    for model in home.specific_class.creatable_subpage_models():
        address = reverse("wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, home.pk])
        assert english_of(editor, address) == set()


@pytest.mark.django_db
def test_the_words_of_the_admins_javascript_are_japanese(editor: Client) -> None:
    catalogue = editor.get(
        reverse("wagtailadmin_javascript_catalog"), headers={"accept-language": "ja"}
    ).content.decode()
    assert "\\u691c\\u7d22\\u30aa\\u30d7\\u30b7\\u30e7\\u30f3" in catalogue or "検索オプション" in catalogue
