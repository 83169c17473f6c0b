"""Schemathesis asks everything that the OpenAPI document allows, and what it does not: nothing disagrees."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, assume, given
from hypothesis import settings as hypothesis
from schemathesis import GenerationMode

from core.domain.api_tokens import make_token
from core.models import Person
from learning.models import Course
from portal.views.api import api
from tests.learning.building import curriculum
from tests.learning.courses import course_page, run
from tests.people import make_department, make_person, place
from tests.search.library import opened

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
OPERATIONS = [
    (path, method.upper()) for path, methods in api.get_openapi_schema()["paths"].items() for method in methods
]
# Few for every run of the suite; API_EXAMPLES=500 asks for long.
EXAMPLES = int(os.environ.get("API_EXAMPLES", "8"))


class WithToken:
    """Somebody's token: schemathesis also asks without it, and with another."""

    text = ""

    def get(self, case: Any, context: Any) -> str:
        return self.text

    def set(self, case: Any, data: str, context: Any) -> None:
        case.headers = {**(case.headers or {}), "Authorization": f"Bearer {data}"}


@pytest.fixture
def described(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The document of an API over a portal with something in it."""
    for limit in ("A_MINUTE", "GUESSES_A_MINUTE"):
        monkeypatch.setattr(f"core.views.ways_in.{limit}", 100_000)
    reader = make_person()
    place(reader, make_department("network"))
    WithToken.text = make_token(reader, name="all", scope="write", last_day=timezone.localdate())[1]
    # As Django's own test client does: the end of a request must not close the connection that the test rolls back.
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    with opened(tmp_path) as library:
        for number in range(3):
            library.add(f"material:{number}", f"nginx {number}", facets={"department": ("network",), "tag": ("web",)})
        found = schemathesis.openapi.from_dict(api.get_openapi_schema())
        found.app = get_wsgi_application()
        found.auth(refresh_interval=None)(WithToken)
        found.known = _ids(reader)
        yield found
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


def _ids(reader: Person) -> dict[str, str]:
    """What an address may name: nothing that is made up is ever there."""
    course = course_page()
    of = run(Course.objects.get(translation_key=course.translation_key))
    asked = curriculum()
    asked.save_revision().publish()
    return {
        "person_id": str(reader.public_id), "course_id": str(course.translation_key), "run_id": str(of.key),
        "curriculum_id": str(asked.translation_key),
    }  # fmt: skip


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_every_operation_does_what_its_document_says(path: str, method: str, described: Any) -> None:
    for mode in GenerationMode:
        _ask(described[path][method], mode, described.known if mode is GenerationMode.POSITIVE else {})


def _ask(operation: Any, mode: GenerationMode, known: dict[str, str]) -> None:
    # The same few each time: a suite that asks by chance fails by chance. Long runs, asked for, are by chance.
    is_few = "API_EXAMPLES" not in os.environ
    few = {"deadline": None, "suppress_health_check": list(HealthCheck), "database": None, "derandomize": is_few}

    @hypothesis(max_examples=EXAMPLES, **few)  # type: ignore[arg-type]
    @given(case=operation.as_strategy(generation_mode=mode))
    def asked(case: Any) -> None:
        # A list of one date, or of none, is the same address as the date, or none: nothing is wrong with it.
        assume(mode is GenerationMode.POSITIVE or not any(isinstance(each, list) for each in _query(case)))
        case.path_parameters = {**(case.path_parameters or {}), **_named(case.path_parameters or {}, known)}
        case.call_and_validate()

    asked()


def _query(case: Any) -> list[Any]:
    return list(case.query.values()) if isinstance(case.query, dict) else []


def _named(wanted: Any, known: dict[str, str]) -> dict[str, str]:
    return {name: known[name] for name in wanted if name in known}
