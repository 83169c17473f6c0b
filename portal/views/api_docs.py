"""A page that explains the API, made from its own OpenAPI document: nothing is fetched from anywhere."""

from __future__ import annotations

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
    """Each operation with its parameters and, where it can be opened as it is, an address to try."""
    operations = [
        {"path": path, "method": method.upper(), "example": EXAMPLES.get(operation["operationId"]), **operation}
        for path, methods in api.get_openapi_schema()["paths"].items()
        for method, operation in methods.items()
    ]
    context = {"operations": operations, "base": settings.BASE_URL, "a_minute": ways_in.A_MINUTE}
    return render(request, "portal/api.html", context)
