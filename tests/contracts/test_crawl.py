"""Every role against every address: reading, and a forged form with that role's own CSRF token."""

from __future__ import annotations

import copy
import logging
import traceback
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.urls import reverse
from django.utils import translation
from django.views import defaults

from search.api import build_where_missing
from tests.contracts.addresses import ROWS, Row, expectation
from tests.contracts.resolver import Address, addresses
from tests.contracts.roles import ROLES, STRANGERS
from tests.contracts.samples import FORMS, QUERIES, sample
from tests.contracts.world import Part, World, build_world

# Asked by their own samples below.
ASKED_APART = {"file", "wagtail_serve"}
UNNAMED_ADDRESSES = {"unnamed:test404": "/admin/test404/", "unnamed:admin": "/admin/no/such/address/"}


@pytest.fixture(autouse=True)
def _the_same_no_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four of five answers are the page that says 404: half of the time went into drawing it. Each role is shown it
    where nothing was ever; what it looks like is the same wherever it stands."""

    def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
        if "absent" in request.path or request.path in UNNAMED_ADDRESSES.values():
            return defaults.page_not_found(request, exception)
        return HttpResponseNotFound()

    monkeypatch.setattr("portal.urls.handler404", not_found, raising=False)


@pytest.fixture
def world() -> Iterator[World]:
    """Each request below is rolled back, so no role meets what another one did."""
    logging.disable(logging.CRITICAL)
    world = build_world()
    build_where_missing()  # without an index, search answers everybody 503
    yield world
    logging.disable(logging.NOTSET)


def targets(world: World, part: Part) -> Iterator[tuple[str, str]]:
    """The name and the whole address of everything there is, as it concerns one part."""
    with translation.override("ja"):
        for address in addresses():
            if address.name in UNNAMED_ADDRESSES:
                yield address.name, UNNAMED_ADDRESSES[address.name]
            elif address.name not in ASKED_APART:
                yield address.name, _address(address, world, part)
    yield from (
        ("file:image", part.image.url),
        ("file:rendition", part.image.get_rendition("width-2").url),
        ("file:document", part.document.url),
        ("file:stuck", part.picture.url),
        ("file:unsent", part.unsent.url),
        ("file:nonsense", f"/files/nonsense/{part.image.pk}/x.png"),
        ("page:live", part.live.url),
        ("page:section", part.section.url),
        ("page:draft", part.section.url + "draft/"),
        ("page:absent", part.section.url + "absent/"),
        ("page:general", world.general.url),
        ("page:home", "/ja/"),
    )


def _address(address: Address, world: World, part: Part) -> str:
    values = {argument: sample(address.name, argument, world, part) for argument in address.arguments}
    query = QUERIES.get(address.name)
    return reverse(address.name, kwargs=values) + (query(world, part) if query else "")


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_in_where_the_table_says(world: World, role: str) -> None:
    wrong = []
    own = list(targets(world, world.own))
    # What is the same in both parts names nothing of either.
    foreign = sorted(set(targets(world, world.foreign)) - set(own)) if role != "administrator" else []
    for whose, asked in (("own", own), ("foreign", foreign)):
        for name, url in asked:
            found = expectation(name)
            if found is None:  # told by test_every_address_has_a_line
                continue
            for method in ("GET", "POST"):
                response = ask(world, role, method, url, FORMS.get(name, {}))
                verdict = judge(found, response, role=role, method=method, own=whose == "own")
                if verdict:
                    wrong.append(f"{method} {whose} {url} ({name}) as {role}: {response.status_code}, {verdict}")
    assert not wrong, "\n".join(["", *wrong])


def ask(world: World, role: str, method: str, url: str, form: dict[str, str]) -> HttpResponse:
    """One request; whatever it writes is undone."""
    client = world.clients[role]
    cookies = copy.deepcopy(client.cookies)  # signing out takes them
    with transaction.atomic():
        if method == "GET":
            response = client.get(url)
        else:
            token = client.cookies["terakoya_csrf"].value
            response = client.post(url, form, headers={"X-CSRFToken": token})
        transaction.set_rollback(True)
    client.cookies = cookies
    return response


def judge(found: Row, response: HttpResponse, *, role: str, method: str, own: bool) -> str:
    """Empty where the answer is the expected one."""
    status = response.status_code
    gets_in = role in (found.own if own else found.foreign)
    if status >= 500:
        return f"the server failed: {failure(response)}"
    if status == 405:
        return ""
    if role in STRANGERS and not gets_in:
        return "" if is_turned_away(response, method) else "a stranger must be sent to sign in"
    if not gets_in:
        return "" if status == 404 else "should be answered 404"
    if status == 404:
        return "" if found.may_miss else "should get in"
    return "refused" if is_refused(response) and role not in found.refused else ""


def failure(response: HttpResponse) -> str:
    _kind, error, trace = getattr(response, "exc_info", None) or (None, None, None)
    where = traceback.extract_tb(trace)[-1] if trace else None
    return f"{error!r} at {where.filename}:{where.lineno}" if where else ""


def is_turned_away(response: HttpResponse, method: str) -> bool:
    if response.status_code == 401:
        return response["Content-Type"] == "application/problem+json"  # the API, which programs ask
    if method == "POST":
        return response.status_code in {403, 404}
    return response.status_code == 404 or (
        response.status_code == 302 and response["Location"].startswith(("/ja/sign-in/", "/en/sign-in/"))
    )


def is_refused(response: HttpResponse) -> bool:
    """403, or Wagtail's way of saying no."""
    away = response.status_code == 302 and response["Location"] == reverse("wagtailadmin_home")
    return response.status_code == 403 or away


def test_every_line_of_the_table_fits_an_address() -> None:
    names = {address.name for address in addresses()} | set(UNNAMED_ADDRESSES)
    unused = [
        row.pattern
        for row in ROWS
        if not row.pattern.startswith(("page:", "file:")) and not any(expectation(name) is row for name in names)
    ]
    assert unused == []


def test_every_address_has_a_line() -> None:
    missing = [
        address.name for address in addresses() if address.name not in ASKED_APART and not expectation(address.name)
    ]
    assert missing == []
