"""Our own lists in the admin and beside it: found however it is typed."""

import pytest
from django.test import Client
from django.urls import reverse

from core.domain.queries.accounts import accounts_list
from core.enums import Role
from core.models import Department
from tests.people import make_department, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> Client:
    client = Client()
    client.force_login(make_person(role=Role.ADMINISTRATOR))
    return client


@pytest.mark.parametrize("words", ["ネットワーク", "ねっとわーく", "ﾈｯﾄﾜｰｸ", "ｎｅｔ", "運用 ねっと", "NET-OPS"])
def test_a_department_is_found_in_any_kana_and_width(words: str, administrator: Client) -> None:
    make_department("sales")
    Department.objects.filter(pk=make_department("net-ops").pk).update(name_ja="ネットワーク運用部")
    page = administrator.get(reverse("department:index"), {"q": words})
    assert [row.code for row in page.context["object_list"]] == ["net-ops"]


def test_a_position_has_a_search_box_that_works(administrator: Client) -> None:
    page = administrator.get(reverse("position:index"), {"q": "no such position"})
    assert (page.status_code, list(page.context["object_list"])) == (200, [])


@pytest.mark.parametrize("words", ["サトウ", "ｻﾄｳ", "ｓａｔｏ", "さとう ハナ", "sato"])
def test_an_account_is_found_in_any_kana_and_width(words: str) -> None:
    hr = make_person(role=Role.HR, family_name="大久保", family_kana="おおくぼ", family_romaji="Okubo")
    wanted = make_person(email="x@example.com")
    assert list(accounts_list(viewer=hr, search=words)) == [wanted]
