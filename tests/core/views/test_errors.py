"""The error pages: what went wrong and the next step, in every state the portal may be in."""

import pytest
from django.test import Client, RequestFactory
from django.views.defaults import bad_request, server_error

from tests.people import make_person


def test_a_broken_portal_says_so_in_both_languages_and_asks_the_database_nothing() -> None:
    answer = server_error(RequestFactory().get("/ja/"))
    assert answer.status_code == 500
    assert "こちらの不具合です" in answer.content.decode()
    assert "Something went wrong on our side" in answer.content.decode()


def test_a_request_that_cannot_be_read_says_so_without_a_request() -> None:
    answer = bad_request(RequestFactory().get("/ja/"), ValueError("broken"))
    assert answer.status_code == 400
    assert "broken" not in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "words"), [("ja", "このページはありません"), ("en", "This page is not here")])
def test_a_page_that_is_not_there_leads_home(client: Client, language: str, words: str) -> None:
    client.force_login(make_person())
    answer = client.get(f"/{language}/nothing-here/")
    assert answer.status_code == 404
    assert words in answer.content.decode()
    assert f'href="/{language}/"' in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/files/nothing", "/files/image/1", "/static/nothing", "/admin/nothing/", "/admin/reports/locked/"]
)
def test_what_has_no_language_is_not_found_at_once(client: Client, address: str) -> None:
    client.force_login(make_person())
    assert client.get(address).status_code == 404


@pytest.mark.django_db
def test_an_address_without_its_language_leads_to_the_one_with_it(client: Client) -> None:
    client.force_login(make_person(language="en"))
    assert client.get("/departments/").headers["Location"] == "/en/departments/"
