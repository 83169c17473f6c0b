"""A department's page: its people in their order, whatever has changed since the last look."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone

from core import department_parts
from core.department_parts import Part, register_department_part
from core.domain.leaving import leave
from core.models import Assignment, Person
from tests.people import make_department, make_person, place

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader() -> Person:
    return make_person(family_name="閲覧")


@pytest.fixture
def client(reader: Person) -> Client:
    browser = Client()
    browser.force_login(reader)
    return browser


def names(client: Client, code: str = "sales") -> list[str]:
    page = client.get(f"/ja/departments/{code}/").content.decode()
    return re.findall(r'person__name">(\w+) ', page)


def test_people_are_listed_by_their_reading(client: Client) -> None:
    sales = make_department("sales")
    for family, kana in (("渡辺", "わたなべ"), ("井上", "いのうえ"), ("佐藤", "さとう")):
        place(make_person(family_name=family, family_kana=kana), sales)
    assert names(client) == ["井上", "佐藤", "渡辺"]


def test_a_change_is_seen_on_the_next_look(client: Client) -> None:
    sales, network = make_department("sales"), make_department("network")
    first, second = (make_person(family_name=name, family_kana=kana) for name, kana in (("井上", "い"), ("佐藤", "さ")))
    placed = place(first, sales)
    assert names(client) == ["井上"]
    place(second, sales)
    assert names(client) == ["井上", "佐藤"]
    Person.objects.get_queryset().filter(pk=first.pk).update(family_kana="わ")
    assert names(client) == ["佐藤", "井上"]
    Assignment.objects.filter(pk=placed.pk).update(department=network)
    assert (names(client), names(client, "network")) == (["佐藤"], ["井上"])
    leave(second, on=timezone.localdate(), actor=None)
    assert names(client) == []


def test_who_begins_tomorrow_is_listed_tomorrow(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    today = timezone.localdate()
    place(make_person(family_name="明日"), make_department("sales"), starts_on=today + dt.timedelta(days=1))
    assert names(client) == []
    monkeypatch.setattr(timezone, "localdate", lambda *_: today + dt.timedelta(days=1))
    assert names(client) == ["明日"]


def test_a_place_elsewhere_is_not_shown_here(client: Client) -> None:
    sales, network = make_department("sales"), make_department("network")
    someone = make_person(family_name="井上")
    place(someone, sales, starts_on=dt.date(2020, 4, 1), ends_on=dt.date(2020, 5, 1))
    place(someone, network)
    assert names(client) == []


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_for_one_and_for_three(count: int, client: Client, django_assert_num_queries) -> None:
    sales = make_department("sales")
    for _ in range(count):
        place(make_person(), sales)
    client.get("/ja/departments/sales/")
    with django_assert_num_queries(COST):
        client.get("/ja/departments/sales/")


COST = 14


def test_the_tree_is_there_up_and_down_with_how_many_are_below(client: Client) -> None:
    sales = make_department("sales")
    east = make_department("east", sales)
    tokyo = make_department("tokyo-office", east)
    both = make_person()
    place(both, east)
    place(both, tokyo, kind="concurrent", share=20)
    place(make_person(), tokyo)
    place(make_person(left_on=timezone.localdate()), tokyo)

    page = client.get("/ja/departments/east/")

    assert [each.code for each in page.context["ancestors"]] == ["sales"]
    assert [(child.code, count) for child, count in page.context["children"]] == [("tokyo-office", 2)]
    assert page.context["with_children"] == 2  # whoever has two places is one person
    assert 'href="/ja/people/?department=east"' in page.content.decode()


def test_apps_add_what_they_hold_of_it(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(department_parts, "_entries", {})
    register_department_part("a", lambda department, viewer: Part("core/department_branches.html"), order=1)
    register_department_part("none", lambda department, viewer: None, order=0)
    make_department("sales")

    assert [part.template for part in client.get("/ja/departments/sales/").context["parts"]] == [
        "core/department_branches.html"
    ]
