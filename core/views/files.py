"""The one view that hands out private files."""

from __future__ import annotations

import mimetypes
from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from core.file_kinds import StoredFile, find_file

# What a browser may show; anything else is saved, whatever it calls itself.
SHOWN = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/svg+xml"})
SANDBOX = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'"
SECONDS = 600
mimetypes.add_type("image/avif", ".avif")
mimetypes.add_type("image/webp", ".webp")


@require_safe
def file(request: HttpRequest, kind: str, number: int, name: str) -> HttpResponseBase:
    """Decide, then let the server send; 404 whether absent or forbidden."""
    stored = find_file(kind, number, viewer=request.user)
    if stored is None:
        raise Http404
    response = _accelerated(stored) if _is_sent_for_us(request) else _streamed(stored)
    guessed = mimetypes.guess_type(stored.name)[0] or "application/octet-stream"
    is_shown = guessed in SHOWN and not stored.attachment
    response["Content-Type"] = guessed if is_shown or stored.attachment else "application/octet-stream"
    response["Content-Disposition"] = content_disposition_header(not is_shown, stored.name) or "attachment"
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = f"private, max-age={SECONDS}"
    return response


def _is_sent_for_us(request: HttpRequest) -> bool:
    """nginx in production, the ASGI side of `manage.py serve`; nobody under runserver and in tests."""
    return bool(settings.BEHIND_PROXY or request.META.get("terakoya.sends_files"))


def _accelerated(stored: StoredFile) -> HttpResponse:
    """The front, or the ASGI side of one process, sends the file while this thread answers the next request."""
    response = HttpResponse()
    response["X-Accel-Redirect"] = f"/protected/{quote(stored.path)}"
    return response


def _streamed(stored: StoredFile) -> FileResponse:
    try:
        return FileResponse(default_storage.open(stored.path, "rb"))
    except (FileNotFoundError, IsADirectoryError) as error:
        raise Http404 from error
