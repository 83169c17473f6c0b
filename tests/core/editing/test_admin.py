"""What editors and administrators do in Wagtail's admin beyond the pages."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale

from core.enums import Role
from core.models import ArticlePage, Audience, Department, PageAudience
from tests.people import add_page, audience_of, everyone, home, make_department, make_person

pytestmark = pytest.mark.django_db


def signed_in(role: Role, **facts: object) -> Client:
    client = Client()
    chosen = make_person(role=role, **facts)
    client.force_login(chosen)
    return client


@pytest.fixture
def article() -> ArticlePage:
    page = add_page(ArticlePage(title="朝の勉強会のすすめ", slug="study"), home("ja"))
    page.save_revision().publish()
    return page


def test_the_admins_search_says_what_it_counts(article: ArticlePage) -> None:
    html = signed_in(Role.EDITOR).get(reverse("wagtailadmin_pages:search"), {"q": "勉強"}).content.decode()
    assert "ページ 1件中 1～1件" in html


def test_the_admin_finds_a_word_inside_a_japanese_title(article: ArticlePage) -> None:
    found = signed_in(Role.EDITOR).get(reverse("wagtailadmin_pages:search"), {"q": "勉強"})
    assert article.title in found.content.decode()


def test_an_editor_says_who_may_see_a_page(article: ArticlePage) -> None:
    client = signed_in(Role.EDITOR)
    address = reverse("page_audience", args=[article.pk])
    page = client.get(address)
    assert page.status_code == 200
    assert reverse("collection_access_list") in page.content.decode()  # files do not follow the page
    assert client.post(address, {"audience": everyone().pk}).status_code == 302
    assert PageAudience.objects.get(translation_key=article.translation_key).audience == everyone()
    client.post(address, {"audience": ""})
    assert not PageAudience.objects.filter(translation_key=article.translation_key).exists()


def test_the_editor_says_who_may_see_the_page_and_leads_to_where_that_is_set(article: ArticlePage) -> None:
    client = signed_in(Role.EDITOR, language="en")
    edit, change = (
        reverse(name, args=[article.pk]) for name in ("wagtailadmin_pages:edit", "wagtailadmin_pages:set_privacy")
    )
    page = client.get(edit).content.decode()
    assert "Everyone" in page
    assert page.count(reverse("page_audience", args=[article.pk])) == 2  # the menu of the page, and the side panel
    assert change not in page  # Wagtail's own way, by password or group, answers 404
    audience = audience_of(make_department("night"))
    PageAudience.objects.create(translation_key=article.translation_key, audience=audience)
    page = client.get(edit).content.decode()
    assert str(audience) in page
    assert "Everyone" not in page  # the home page's, which this one narrows


def test_a_translation_behind_its_source_says_so_in_the_editor_and_in_the_report(article: ArticlePage) -> None:
    article = ArticlePage.objects.get(pk=article.pk)
    english = article.copy_for_translation(Locale.objects.get(language_code="en"))
    article.save_revision().publish()
    client = signed_in(Role.EDITOR, language="en")
    page = client.get(reverse("wagtailadmin_pages:edit", args=[english.pk])).content.decode()
    assert reverse("confirm_translation", args=[english.pk]) in page
    # In a tab of its own: the button stands in the editor's form, and what was typed there must not be lost.
    assert 'formtarget="_blank"' in page
    assert english.title in client.get(reverse("translations_behind")).content.decode()
    client.post(reverse("confirm_translation", args=[english.pk]))
    page = client.get(reverse("wagtailadmin_pages:edit", args=[english.pk])).content.decode()
    assert reverse("confirm_translation", args=[english.pk]) not in page


def test_an_administrator_builds_the_department_tree() -> None:
    client, above = signed_in(Role.ADMINISTRATOR), make_department("above")
    values = {"code": "below", "name_ja": "下", "name_en": "Below", "company": above.company_id, "parent": above.pk}
    assert client.post(reverse("department:add"), values).status_code == 302
    below = Department.objects.get(code="below")
    assert below.get_parent() == above
    moved = client.post(reverse("department:edit", args=[below.pk]), {**values, "parent": ""})
    assert moved.status_code == 302
    assert Department.objects.get(code="below").get_parent() is None


def test_a_department_is_not_put_below_itself() -> None:
    client, above = signed_in(Role.ADMINISTRATOR), make_department("above")
    below = make_department("below", above)
    values = {"code": "above", "name_ja": "上", "name_en": "Above", "company": above.company_id, "parent": below.pk}
    assert client.post(reverse("department:edit", args=[above.pk]), values).status_code == 200
    assert Department.objects.get(code="above").get_parent() is None


def test_an_audience_for_nobody_is_not_saved() -> None:
    client = signed_in(Role.ADMINISTRATOR)
    assert client.post(reverse("audience:add"), {"name": "nobody"}).status_code == 200
    assert not Audience.objects.filter(name="nobody").exists()
    assert client.post(reverse("audience:add"), {"name": "long", "years_from": "10"}).status_code == 302
    assert Audience.objects.get(name="long").years_from == 10


def test_editors_do_not_touch_the_organisation() -> None:
    client = signed_in(Role.EDITOR)
    for name in ("department:index", "audience:index", "position:add"):
        assert client.get(reverse(name)).status_code in {302, 403, 404}


@pytest.mark.parametrize(("language", "address"), [("ja", "/ja/accounts/files/"), ("en", "/en/accounts/files/")])
def test_the_admin_leads_administrators_to_the_spreadsheets_of_people(language: str, address: str) -> None:
    menu = signed_in(Role.ADMINISTRATOR, language=language).get(reverse("wagtailadmin_home")).content.decode()
    assert address in menu
    assert address not in signed_in(Role.EDITOR, language=language).get(reverse("wagtailadmin_home")).content.decode()
