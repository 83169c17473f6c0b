"""The directory of people: by name in any script, by department with all below it, position, occupation, region."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from core.models import Department, Person, Position, Region
from search.domain.queries import names as names_of_people
from search.domain.queries.answering import Answer
from tests.people import make_department, make_person, place
from tests.search.indexed import Index, index_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Index]:
    with index_on("embedded", tmp_path, monkeypatch) as index:
        yield index


@pytest.fixture
def me(client: Client) -> Person:
    person = make_person(
        language="en", family_name="青木", given_name="学", family_kana="あおき", given_kana="まなぶ",
        family_romaji="Aoki", given_romaji="Manabu",
    )  # fmt: skip
    client.force_login(person)
    return person


def sato(given: str = "花子", kana: str = "はなこ", romaji: str = "Hanako", **facts: Any) -> Person:
    return make_person(given_name=given, given_kana=kana, given_romaji=romaji, **facts)


def names(client: Client, query: str = "", language: str = "en") -> list[str]:
    context = client.get(f"/{language}/people/{query}").context
    return [card.person.display_name for card in context["cards"]]


def counts(client: Client, name: str, query: str = "") -> dict[str, int]:
    boxes = {box.name: box for box in client.get(f"/en/people/{query}").context["boxes"]}
    return {str(value.title): value.count for value in boxes[name].values}


@pytest.mark.parametrize(
    "typed", ["佐藤", "さとう", "サトウ", "ｻﾄｳ", "sato", "Satou", "satoh", "さと", "サt", "sat", "佐藤花子"]
)
def test_a_colleague_is_found_by_their_name_in_any_script_half_typed_too(
    client: Client, me: Person, index: Index, typed: str
) -> None:
    sato()
    make_person(
        family_name="鈴木", family_kana="すずき", family_romaji="Suzuki", about="I sit beside 佐藤花子 (sato, さとう)."
    )
    index.apply()

    assert names(client, f"?q={typed}") == ["Hanako Sato"]


def test_everybody_stands_there_in_the_order_of_their_readings_but_who_left_or_has_not_joined(
    client: Client, me: Person
) -> None:
    today = timezone.localdate()
    sato()
    make_person(left_on=today, given_romaji="Gone")
    make_person(joined_on=today + dt.timedelta(days=1), given_romaji="Early")
    make_person(is_active=False, given_romaji="Closed")

    assert names(client) == ["Manabu Aoki", "Hanako Sato"]


def test_the_order_is_that_of_the_language_and_who_has_no_reading_comes_last_in_japanese(
    client: Client, me: Person
) -> None:
    sato()
    make_person(family_name="Becker", given_name="Ida", family_kana="", given_kana="", family_romaji="Becker")

    assert names(client, language="ja") == ["青木 学", "佐藤 花子", "Ida Becker"]
    assert [name.split()[1] for name in names(client)] == ["Aoki", "Becker", "Sato"]


def test_who_leaves_or_is_called_otherwise_is_gone_from_it_at_once(client: Client, me: Person) -> None:
    person = sato()
    assert names(client) == ["Manabu Aoki", "Hanako Sato"]

    Person.objects.filter(pk=person.pk).update(given_romaji="Hana")
    assert names(client) == ["Manabu Aoki", "Hana Sato"]
    Person.objects.filter(pk=person.pk).update(is_active=False)
    assert names(client) == ["Manabu Aoki"]


def test_a_department_has_all_below_it_and_leads_on_to_its_children(client: Client, me: Person) -> None:
    network = make_department("network")
    place(sato(), make_department("backbone", network))
    place(sato(given="次郎", romaji="Jiro", kana="じろう"), make_department("sales"))

    assert names(client, "?department=network") == ["Hanako Sato"]
    assert counts(client, "department") == {"Network": 1, "Sales": 1}
    assert counts(client, "department", "?department=network") == {"Network": 1, "Backbone": 1}


def test_filters_are_joined_on_one_place_and_each_is_counted_with_the_others(client: Client, me: Person) -> None:
    lead = Position.objects.create(code="lead", name_ja="リーダー", name_en="Lead")
    network, sales = make_department("network"), make_department("sales")
    both = sato()
    place(both, network)
    place(both, sales, kind="concurrent", position=lead, share=20)
    osaka = Region.objects.create(code="osaka", name_ja="大阪", name_en="Osaka")
    place(sato(given="次郎", romaji="Jiro", kana="じろう", region=osaka), network, position=lead)

    assert names(client, "?department=network&position=lead") == ["Jiro Sato"]
    assert counts(client, "position", "?department=network") == {"Lead": 1, "Member": 1}
    assert counts(client, "position", "?department=network&position=lead") == {"Lead": 1, "Member": 1}
    assert counts(client, "region", "?position=lead") == {"Osaka": 1, "Tokyo": 1}
    assert names(client, "?region=osaka") == ["Jiro Sato"]


def test_a_name_and_filters_narrow_together(client: Client, me: Person, index: Index) -> None:
    network = make_department("network")
    place(sato(), network)
    sato(given="次郎", romaji="Jiro", kana="じろう")
    index.apply()

    assert names(client, "?q=sato&department=network") == ["Hanako Sato"]
    assert counts(client, "department", "?q=sato") == {"Network": 1}


@pytest.mark.parametrize(
    "query", ["?department=no-such", "?position=%00", "?page=999", "?page=x", "?region=" + "x" * 500, "?q=%F0%9F%A6%8A"]
)
def test_whatever_stands_in_the_address_is_answered(client: Client, me: Person, index: Index, query: str) -> None:
    assert client.get(f"/ja/people/{query}").status_code == 200


def test_an_unknown_department_holds_nobody_and_can_be_taken_off(client: Client, me: Person) -> None:
    answer = client.get("/en/people/?department=no-such")

    assert (answer.context["cards"], [chip.url for chip in answer.context["chips"]]) == ([], ["?"])
    assert "Show everybody" in answer.content.decode()


def test_where_no_engine_answers_names_are_found_as_they_are_written(
    client: Client, me: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(names_of_people, "ask", lambda question, nothing, **_: Answer(nothing, is_away=True))
    sato()

    answer = client.get("/en/people/?q=Sat")

    assert [card.person.display_name for card in answer.context["cards"]] == ["Hanako Sato"]
    assert "not available at the moment" in answer.content.decode()


def test_htmx_gets_what_was_found_alone(client: Client, me: Person) -> None:
    part = client.get("/en/people/", headers={"HX-Request": "true"}).content.decode()

    assert part.startswith('<div class="columns search-columns" id="people-found">')


def _many(department: Department, count: int) -> None:
    for number in range(count):
        place(make_person(family_name="森", password=None, given_name=str(number)), department)


@pytest.mark.parametrize("count", [1, 40])
def test_it_asks_the_database_as_often_for_many_people_as_for_one(
    client: Client, me: Person, count: int, django_assert_num_queries: Any
) -> None:
    _many(make_department("network"), count)
    client.get("/en/people/")

    with django_assert_num_queries(11):
        client.get("/en/people/")
