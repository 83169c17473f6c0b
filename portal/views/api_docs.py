"""A page that explains the API, made from its own OpenAPI document: nothing is fetched from anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.views import ways_in
from portal.views.api import api

EXAMPLES = {
    "search": "q=nginx&kind=material&order=new",
    "suggest": "q=いんふ",
    "people": "q=さとう",
    "kinds": "",
    "me": "",
    "courses": "",
    "runs": "",
    "curricula": "",
    "my_rules": "",
    "my_enrolments": "",
}


@require_safe
def api_docs(request: HttpRequest) -> HttpResponse:
    """Each operation with its parameters, what its response holds and, where it can be opened as it is, an address to
    try."""
    document = api.get_openapi_schema()
    operations = [
        {
            "path": path, "method": method.upper(), "example": EXAMPLES.get(operation["operationId"]),
            "fields": _fields(operation, document["components"]["schemas"]), **operation,
        }
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]  # fmt: skip
    context = {"operations": operations, "base": settings.BASE_URL, "a_minute": ways_in.A_MINUTE}
    return render(request, "portal/api.html", context)


def _fields(operation: dict[str, Any], schemas: dict[str, Any]) -> list[tuple[str, str]]:
    """Each field of the response by its way from the outside (`hits.snippet.text`), and what it means."""
    return list(_below("", operation["responses"][200]["content"]["application/json"]["schema"], schemas))


def _below(way: str, schema: dict[str, Any], schemas: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for part in (schema, schema.get("items", {}), *schema.get("anyOf", ())):
        named = schemas.get(part.get("$ref", "").rpartition("/")[2], {})
        for name, field in named.get("properties", {}).items():
            yield f"{way}{name}", field["description"]
            yield from _below(f"{way}{name}.", field, schemas)
