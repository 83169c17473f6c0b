"""What a browser is told beside the page: which scripts, frames and features it may use, and what to keep."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

STRICT = (
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors {ancestors}"
)
# Wagtail's inline panels and date pickers die without inline script and style; nothing else is loosened.
ADMIN = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; media-src 'self' blob:; frame-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'self'"
)
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer", "autoplay", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer",
        "microphone", "midi", "payment", "usb", "browsing-topics",
    )
)  # fmt: skip
ADMIN_PREFIX = "/admin/"
# Wagtail shows these pages of ours in a frame inside its editor.
PREVIEW_NAMES = frozenset(
    {
        "wagtailadmin_pages:preview_on_add",
        "wagtailadmin_pages:preview_on_edit",
        "wagtailadmin_pages:view_draft",
        "wagtailadmin_pages:revisions_view",
        "wagtailadmin_pages:workflow_preview",
    }
)


class HeadersMiddleware:
    """One policy for each kind of address. A view that set its own policy (a file, an SVG) keeps it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if _is_preview(request):
            # Wagtail asks for the page in a request of its own, which has given it the policy of a page already.
            response["Content-Security-Policy"] = policy_for(request)
        response.headers.setdefault("Content-Security-Policy", policy_for(request))
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if _is_private(request, response):
            response.headers.setdefault("Cache-Control", "private, no-cache")
        return response


def policy_for(request: HttpRequest) -> str:
    """The policy of an address. A preview is one of our own pages: strict, but Wagtail's editor frames it."""
    if _is_preview(request):
        return STRICT.format(ancestors="'self'")
    if request.path_info.startswith(ADMIN_PREFIX):
        return ADMIN
    return STRICT.format(ancestors="'none'")


def _is_preview(request: HttpRequest) -> bool:
    return request.resolver_match is not None and request.resolver_match.view_name in PREVIEW_NAMES


def _is_private(request: HttpRequest, response: HttpResponseBase) -> bool:
    """What a signed-in person was shown belongs in no shared cache; "back" asks again."""
    return bool(getattr(request, "_cached_user", None)) and not response.has_header("Cache-Control")
