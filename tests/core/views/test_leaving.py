"""Ending access in the interface, and the way back from it."""

import datetime as dt

import pytest
from django.test import Client
from django.utils.timezone import localdate as today

from core.enums import Role
from core.models import AuditEntry, Person
from tests.people import home, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def hr() -> Client:
    home()
    client = Client()
    client.force_login(make_person(role=Role.HR), backend="core.backends.EmployedBackend")
    return client


@pytest.mark.parametrize("days", [0, 14])
def test_ending_access_offers_an_undo_and_the_undo_undoes(days: int, hr: Client) -> None:
    person = make_person()
    address = f"/ja/accounts/{person.public_id}/"
    page = hr.post(f"{address}end/", {"left_on": (today() + dt.timedelta(days=days)).isoformat()}, follow=True)
    assert f'action="{address}stay/"' in page.content.decode()
    assert "元に戻す" in page.content.decode()
    hr.post(f"{address}stay/")
    assert Person.objects.get(pk=person.pk).is_employed()
    assert "退職を取り消す" not in hr.get(address).content.decode()


def test_a_leaving_is_taken_back_days_later_from_the_account_page(hr: Client) -> None:
    person = make_person(left_on=today() - dt.timedelta(days=3))
    address = f"/ja/accounts/{person.public_id}/"
    assert "退職を取り消す" in hr.get(address).content.decode()
    hr.post(f"{address}stay/")
    assert Person.objects.get(pk=person.pk).left_on is None


def test_closing_an_account_offers_an_undo(hr: Client) -> None:
    person = make_person()
    address = f"/ja/accounts/{person.public_id}/"
    page = hr.post(f"{address}switch/", {"active": "false"}, follow=True).content.decode()
    assert page.count("元に戻す") == 1
    hr.post(f"{address}switch/", {"active": "true"})
    assert Person.objects.get(pk=person.pk).is_active
    assert "元に戻す" not in hr.get(f"{address}?done=closed").content.decode()


def test_hr_takes_back_no_administrators_leaving(hr: Client) -> None:
    administrator = make_person(role=Role.ADMINISTRATOR, left_on=today() + dt.timedelta(days=3))
    assert hr.post(f"/ja/accounts/{administrator.public_id}/stay/").status_code == 404
    assert not AuditEntry.objects.filter(action="person.leaving_taken_back").exists()
