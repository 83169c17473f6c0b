"""Errors of the API as problem details (RFC 9457), in the person's language, naming the field."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Schema

CONTENT_TYPE = "application/problem+json"
QUOTED = re.compile("'([^']*)'")

# Pydantic's kinds of error in our words; its own are English.
WORDED: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "missing": lambda facts: _("This is required."),
    "int_parsing": lambda facts: _("This must be a whole number."),
    "int_from_float": lambda facts: _("This must be a whole number."),
    "int_parsing_size": lambda facts: _("This number is too large."),
    "greater_than_equal": lambda facts: _("This must be %(limit)s or more.") % {"limit": facts.get("ge")},
    "less_than_equal": lambda facts: _("This must be %(limit)s or less.") % {"limit": facts.get("le")},
    "string_too_short": lambda facts: _("This must not be empty."),
    "string_too_long": lambda facts: _("At most %(limit)s characters.") % {"limit": facts.get("max_length")},
    "too_long": lambda facts: _("At most %(limit)s values.") % {"limit": facts.get("max_length")},
    "literal_error": lambda facts: _("Choose one of these: %(values)s.") % {"values": _expected(facts)},
    "enum": lambda facts: _("Choose one of these: %(values)s.") % {"values": _expected(facts)},
}


class ProblemField(Schema):
    """One parameter that is not valid."""

    field: str
    message: str


class Problem(Schema):
    """What went wrong (RFC 9457), in the language of whoever asks."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[ProblemField] = []
    code: str = ""


def problem(
    status: int,
    detail: str,
    *,
    errors: Sequence[Mapping[str, str]] = (),
    code: str = "",
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """One answer that says what went wrong; `errors` names the fields, `code` is for programs."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": title_of(status),
        "status": status,
        "detail": detail,
    }
    if errors:
        body["errors"] = [dict(each) for each in errors]
    if code:
        body["code"] = code
    text = json.dumps(body, ensure_ascii=False)
    return HttpResponse(text, status=status, content_type=CONTENT_TYPE, headers=dict(headers or {}))


def title_of(status: int) -> str:
    """What kind of problem a status is, in a few words."""
    titles = {
        400: _("This request cannot be understood"),
        401: _("Sign in first"),
        403: _("This is not allowed"),
        404: _("There is no such thing, or it is not for you"),
        405: _("This method cannot be used here"),
        409: _("This cannot be done now"),
        413: _("The request is too large."),
        422: _("Something in the request is not valid"),
        429: _("Too many requests"),
        503: _("Search is away"),
    }
    return str(titles.get(status, HTTPStatus(status).phrase))


def errors_of(found: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Pydantic's errors: which parameter, and what is wrong with it."""
    return [{"field": _field(each.get("loc", ())), "message": _message(each)} for each in found]


def _field(place: Sequence[Any]) -> str:
    """("query", "page") → page; ("query", "kind", 0) → kind."""
    names = [str(part) for part in place if isinstance(part, str)]
    return names[-1] if names else ""


def _message(each: Mapping[str, Any]) -> str:
    worded = WORDED.get(str(each.get("type")))
    return worded(each.get("ctx") or {}) if worded else _("This value is not valid.")


def _expected(facts: Mapping[str, Any]) -> str:
    """'best' or 'new' → best, new."""
    said = str(facts.get("expected"))
    return ", ".join(QUOTED.findall(said)) or said


def detail_of(errors: Sequence[Mapping[str, str]]) -> str:
    """All that is wrong, in one line."""
    return " ".join(f"{each['field']}: {each['message']}".removeprefix(": ") for each in errors)


def refusal(error: ValidationError, status: int = 422) -> HttpResponse:
    """What a domain refused, by its fields; what belongs to no field is said alone."""
    found = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    errors = [
        {"field": "" if name == NON_FIELD_ERRORS else name, "message": message}
        for name, messages in found.items()
        for message in messages
    ]
    return problem(status, detail_of(errors), errors=[each for each in errors if each["field"]])
