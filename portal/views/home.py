"""The bare address leads to home in the person's language."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation

from core.models.person import Person


def root(request: HttpRequest) -> HttpResponse:
    """To /ja/ or /en/: the person's choice, else what the browser asks for."""
    user = request.user
    language = user.language if isinstance(user, Person) else translation.get_language_from_request(request)
    return redirect(f"/{language}/")
