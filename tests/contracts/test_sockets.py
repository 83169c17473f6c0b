"""Every role against every socket: every address stands here with who gets in, or the crawl fails."""

import pytest
from django.test import Client
from django.utils import timezone

from core.enums import Role
from core.models import Person
from portal.serving.sockets import UNKNOWN, websocket_urlpatterns
from tests.contracts.roles import EMPLOYED, ROLES
from tests.people import make_department, make_person
from tests.sockets import Page, run

BACKEND = "core.backends.EmployedBackend"
# Who gets in, by the address.
SOCKETS = {"/ws/notices/": EMPLOYED}
FOREIGN = ("https://evil.example", "http://testserver.evil.example", "null", "")

pytestmark = pytest.mark.django_db


def client_of(role: str) -> Client:
    client = Client()
    if role != "anonymous":
        client.force_login(person_of(role), backend=BACKEND)
    if role == "left":  # the session is from before
        Person.objects.update(left_on=timezone.localdate())
    return client


def person_of(role: str) -> Person:
    known = Role(role) if role in Role.values else None
    return make_person(role=known, department=make_department("network") if role == "department_editor" else None)


def test_every_socket_says_who_gets_in() -> None:
    known = {f"/{pattern.pattern}" for pattern in websocket_urlpatterns if str(pattern.pattern)}
    assert known == set(SOCKETS)


@pytest.mark.parametrize("role", ROLES)
def test_a_role_gets_in_where_it_should_and_nowhere_else(role: str) -> None:
    client = client_of(role)
    opened = set()

    async def walk() -> None:
        for address in SOCKETS:
            async with Page(address, client=client) as page:
                if page.is_open:
                    opened.add(address)

    run(walk)
    assert opened == {address for address, allowed in SOCKETS.items() if role in allowed}


def test_no_page_of_another_host_gets_in_with_a_borrowed_session() -> None:
    client = client_of("administrator")

    async def walk() -> None:
        for address in SOCKETS:
            for origin in FOREIGN:
                async with Page(address, client=client, origin=origin) as page:
                    assert not page.is_open

    run(walk)


def test_an_unknown_address_is_denied() -> None:
    client = client_of("administrator")

    async def walk() -> None:
        for address in ("/", "/ws/", "/ws/notices", "/ws/notices/x/", "/ws/rooms/1/"):
            async with Page(address, client=client) as page:
                assert page.closed in {UNKNOWN, 1000}

    run(walk)
