"""A page that explains the API, made from its own OpenAPI document: nothing is fetched from anywhere."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from search.views.api import A_MINUTE, api

EXAMPLES = {
    "search": "q=nginx&kind=material&order=new",
    "suggest": "q=いんふ",
    "similar": "key=material:…",
    "kinds": "",
}


@require_safe
def api_docs(request: HttpRequest) -> HttpResponse:
    """Each operation with its parameters and an address to try."""
    operations = [
        {"path": path, "example": EXAMPLES.get(operation["operationId"], ""), **operation}
        for path, methods in api.get_openapi_schema()["paths"].items()
        for operation in methods.values()
    ]
    context = {"operations": operations, "base": settings.BASE_URL, "a_minute": A_MINUTE}
    return render(request, "search/api.html", context)
