"""Schemathesis asks everything that the OpenAPI document allows, and what it does not: nothing disagrees."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis
from schemathesis import GenerationMode

from search.views.api import api
from tests.people import make_person
from tests.search.library import Library

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
OPERATIONS = ("search", "suggest", "similar", "kinds")


class SignedIn:
    """The cookie of somebody who signed in: schemathesis also asks without it, and with another."""

    session = ""

    def get(self, case: Any, context: Any) -> str:
        return self.session

    def set(self, case: Any, data: str, context: Any) -> None:
        case.cookies = {settings.SESSION_COOKIE_NAME: data}


@pytest.fixture
def described(library: Library, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The document of an API over a library with something in it."""
    monkeypatch.setattr("search.views.api.A_MINUTE", 100_000)
    for number in range(3):
        library.add(f"material:{number}", f"nginx {number}", facets={"department": ("network",), "tag": ("web",)})
    client = Client()
    client.force_login(make_person())
    SignedIn.session = client.cookies[settings.SESSION_COOKIE_NAME].value
    found = schemathesis.openapi.from_dict(api.get_openapi_schema())
    found.app = get_wsgi_application()
    found.auth(refresh_interval=None)(SignedIn)
    # As Django's own test client does: the end of a request must not close the connection that the test rolls back.
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield found
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@pytest.mark.parametrize("name", OPERATIONS)
@pytest.mark.parametrize("mode", list(GenerationMode))
def test_every_operation_does_what_its_document_says(name: str, mode: GenerationMode, described: Any) -> None:
    operation = described[f"/api/v1/{name}"]["GET"]

    @hypothesis(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(case=operation.as_strategy(generation_mode=mode))
    def asked(case: Any) -> None:
        case.call_and_validate()

    asked()


def test_no_operation_is_forgotten() -> None:
    assert sorted(api.get_openapi_schema()["paths"]) == sorted(f"/api/v1/{name}" for name in OPERATIONS)
