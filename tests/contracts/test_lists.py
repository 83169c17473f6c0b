"""What is typed above a list of people, courses or materials, whatever it is: a list."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client

from core.enums import Role
from tests.people import home, make_person

pytestmark = pytest.mark.django_db
LISTS = [
    "/ja/accounts/?q=%s",
    "/ja/courses/?q=%s",
    "/ja/courses/?department=%s",
    "/ja/materials/?q=%s",
    "/ja/people/?q=%s",
    "/ja/people/?department=%s",
    "/ja/training/people/?q=%s",
    "/ja/training/people/?department=%s",
    "/api/v1/people?q=%s",
    "/api/v1/people?department=%s",
]
TYPED = {
    "nul, which PostgreSQL refuses": "a%00b",
    "words, of which each is a condition": "a+" * 45,
    "thousands of words": "a+" * 3_000,
    "more than a database compares": "%E5%8B%89" * 20_000,
    "what stands for anything": "%25_%5C%27%22",
}


@pytest.fixture
def hr() -> Client:
    home()
    cache.clear()
    client = Client()
    client.force_login(make_person(role=Role.HR), backend="core.backends.EmployedBackend")
    return client


@pytest.mark.parametrize("name", TYPED)
def test_every_list_takes_whatever_is_typed(name: str, hr: Client) -> None:
    for address in LISTS:
        answer = hr.get(address % TYPED[name])

        assert answer.status_code in ({200, 422} if address.startswith("/api/") else {200}), address
        assert b"\0" not in answer.content, address
