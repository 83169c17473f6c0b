"""Log lines carry the request's id, read well on a terminal, and hold no secret."""

import json
import logging

import pytest
from django.conf import settings

from core.request_id import under_request_id
from portal.logs import MaskedJsonFormatter, RequestIdFilter, TextFormatter, mask


def record(message: str, **extra: object) -> logging.LogRecord:
    made = logging.LogRecord("terakoya.access", logging.INFO, __file__, 1, message, (), None)
    made.__dict__.update(extra)
    RequestIdFilter().filter(made)
    return made


def test_a_json_line_is_one_object_with_the_request_s_id() -> None:
    form = settings.LOGGING["formatters"]["json"]
    formatter = MaskedJsonFormatter(
        form["format"], rename_fields=form["rename_fields"], timestamp=form["timestamp"], json_ensure_ascii=False
    )

    with under_request_id("abc-123"):
        line = json.loads(formatter.format(record("GET /ja/ 200", status=200, ms=3.5)))

    assert {key: line[key] for key in ("level", "logger", "message", "request_id", "status", "ms")} == {
        "level": "INFO",
        "logger": "terakoya.access",
        "message": "GET /ja/ 200",
        "request_id": "abc-123",
        "status": 200,
        "ms": 3.5,
    }
    assert "time" in line


def test_a_line_for_a_terminal() -> None:
    with under_request_id("abc-123"):
        line = TextFormatter("%(levelname)s %(message)s").format(record("GET /ja/ 200", ms=3.5))

    assert line == "INFO GET /ja/ 200  3.5 ms  [abc-123]"


@pytest.mark.parametrize(
    ("said", "logged"),
    [
        ("password=hunter22 next", "password=[hidden] next"),
        ('{"api_key": "s3cret", "page": 3}', '{"api_key": "[hidden]", "page": 3}'),
        ("Authorization: Bearer abc.def", "Authorization: [hidden]"),
        ("postgres://user:pa55@host/db", "postgres://user:[hidden]@host/db"),
        ("GET /ja/set-password/MQ/c5xk2l-0123456789abcdef0123456789abcdef/", "GET /ja/set-password/MQ/[hidden]/"),
        ("GET /ja/materials/password-managers/", "GET /ja/materials/password-managers/"),
        ("寺子屋 said nothing secret", "寺子屋 said nothing secret"),
    ],
)
def test_secrets_are_masked(said: str, logged: str) -> None:
    assert mask(said) == logged
