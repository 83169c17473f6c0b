"""People over the API: whom one may see, by name, department and region."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from core.domain.leaving import leave
from core.enums import Role
from core.models import Person
from tests.people import make_department, make_person, make_region, place

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader() -> Client:
    client = Client()
    client.force_login(make_person(language="en", family_kana="ん", given_name="読者"))
    return client


def ask(client: Client, path: str = "", **asked: object) -> Any:
    return client.get(f"/api/v1/people{path}", asked)


def names(answer: Any) -> list[str]:
    return [each["given_name"] for each in answer.json()["people"]]


def test_a_colleague_is_told_with_their_place_in_the_language_of_whoever_asks(reader: Client) -> None:
    manager = make_person(family_romaji="Abe", given_romaji="Ken")
    person = make_person(manager=manager)
    place(person, make_department("network"))
    told = ask(reader, f"/{person.public_id}").json()
    assert (told["name"], told["place"]["department"]) == ("Hanako Sato", {"code": "network", "name": "Network"})
    assert told["manager"]["name"] == "Ken Abe"
    assert told["url"] == f"http://127.0.0.1:8000/en/people/{person.public_id}/"
    assert told["email"] == person.email


def test_what_is_told_of_somebody_follows_the_table_of_profile_fields() -> None:
    manager = make_person()
    person = make_person(manager=manager, about="Bees", employee_number="N-1")
    held_back = ("employee_number", "hire_type", "language", "left_on", "grade")
    for viewer, sees in (
        (make_person(), []),
        (manager, ["employee_number"]),
        (make_person(role=Role.HR), ["employee_number", "hire_type", "language"]),
        (person, ["employee_number", "hire_type", "language"]),
    ):
        client = Client()
        client.force_login(viewer)
        told = ask(client, f"/{person.public_id}").json()
        assert (told["about"], told["joined_on"]) == ("Bees", "2020-04-01")
        assert [name for name in held_back if told[name] is not None] == sees


def test_it_lists_by_name_in_any_script_department_with_all_below_and_region(reader: Client) -> None:
    network, osaka = make_department("network"), make_region("osaka")
    one = make_person(given_name="一", family_kana="たかせ", family_romaji="Takase")
    two = make_person(given_name="二", region=osaka)
    place(one, make_department("operations", network))
    place(two, network)
    assert names(ask(reader, department="network")) == ["二", "一"]
    assert names(ask(reader, department="operations")) == ["一"]
    assert names(ask(reader, department="absent")) == []
    assert names(ask(reader, region="osaka")) == ["二"]
    for spelling in ("たかせ", "タカ", "ﾀｶｾ", "taka", "ＴＡＫＡＳＥ", "一 takase"):
        assert names(ask(reader, q=spelling)) == ["一"]
    assert names(ask(reader, q="%")) == []


def test_pages_go_on_and_end(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.views.api.A_PAGE", 2)
    for number in range(4):
        make_person(given_name=str(number))
    pages = [ask(reader, page=page) for page in (1, 2, 3, 4)]
    assert [name for page in pages for name in names(page)] == ["0", "1", "2", "3", "読者"]
    assert {(page.json()["total"], page.json()["pages"]) for page in pages} == {(5, 3)}


def test_who_left_and_who_never_was_are_both_absent(reader: Client) -> None:
    gone = make_person(given_name="去")
    leave(gone, on=timezone.localdate(), actor=None)
    answers = [ask(reader, f"/{number}") for number in (gone.public_id, "11111111-2222-3333-4444-555555555555")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content
    assert names(ask(reader)) == ["読者"]


def test_i_am_told_of_myself(reader: Client) -> None:
    assert ask(reader, "/me").json()["given_name"] == "読者"
    assert Client().get("/api/v1/people/me").status_code == 401


@pytest.mark.parametrize("count", [1, 3])
def test_a_list_asks_the_same_for_one_and_for_three(count: int, reader: Client, django_assert_num_queries: Any) -> None:
    network = make_department("network")
    for _number in range(count):
        place(make_person(manager=Person.objects.get(given_name="読者")), network)
    with django_assert_num_queries(6):
        assert len(names(ask(reader, department="network"))) == count
