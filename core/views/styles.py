"""Hands out the stylesheet."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from core.styles import digest, stylesheet

FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
def styles(request: HttpRequest, wanted: str) -> HttpResponse:
    """All styles in one answer. An old address (a page left open over an update) gets today's, kept shortly."""
    response = HttpResponse(stylesheet(), content_type="text/css; charset=utf-8")
    response["Cache-Control"] = FOR_EVER if wanted == digest() else "public, max-age=60"
    return response
