"""Everything asks for a sign-in, except the few addresses named here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseForbidden
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

# By the name of the address. Static files are answered before this middleware is asked.
PUBLIC = frozenset(
    {
        "sign_in",
        "sign_in_with",
        "sign_in_back",
        "demo_sign_in",
        "sign_out",
        "forgotten_password",
        "forgotten_password_sent",
        "account_link",
        "set_password",
        "set_language",
        "health",
        "healthz",
        "ready",
        "readyz",
        "favicon",
        "styles",
        "robots",
        "calendar_feed",  # so do calendar programs
        "search_feed",  # feed readers sign in nowhere: the address says whose it is
    }
)

# Programs ask here: they are told 401 in their own words instead of being sent to a page. Every operation of the API
# asks who comes, and what it does not know is answered by `api_unknown`, which asks too.
ANSWERS_ITSELF = ("api:", "api_unknown")

# Ways in and out that Wagtail brings along: there is one sign-in, one password reset, and no page has a password.
CLOSED = frozenset(
    {
        "wagtailadmin_password_reset",
        "wagtailadmin_password_reset_done",
        "wagtailadmin_password_reset_confirm",
        "wagtailadmin_password_reset_complete",
        "wagtailcore_authenticate_with_password",
        "wagtailcore_login",
        "wagtailadmin_error_test",
    }
)


class SignInRequired:
    """Deny by default: an address that is not in `PUBLIC` is for signed-in people, whatever its view says."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in CLOSED:
            raise Http404
        if name == "wagtailadmin_login":
            return to_sign_in(request, request.GET.get("next", ""))
        if name in PUBLIC or name.startswith(ANSWERS_ITSELF) or request.user.is_authenticated:
            return None
        return to_sign_in(request)


def to_sign_in(request: HttpRequest, came_from: str | None = None) -> HttpResponse:
    """Where a stranger is sent: readers to the sign-in page and back, anything that writes or fetches is refused. Whose
    session ended while a page was open comes back to that page."""
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=401)
        response["HX-Redirect"] = _sign_in_address(_own_page(request, request.headers.get("HX-Current-URL", "")))
        return response
    if request.headers.get("X-Requested-With"):
        return HttpResponseForbidden()
    if request.method not in {"GET", "HEAD"}:
        return _please_sign_in(request)
    return redirect(_sign_in_address(request.get_full_path() if came_from is None else came_from))


def _please_sign_in(request: HttpRequest) -> HttpResponse:
    """A form that was sent too late: what it said is not kept, and the page that it stands on still has it."""
    if "text/html" not in request.headers.get("Accept", ""):
        return HttpResponseForbidden()
    address = _sign_in_address(_own_page(request, request.headers.get("Referer", "")))
    return render(request, "403_signed_out.html", {"sign_in_address": address}, status=403)


def _own_page(request: HttpRequest, address: str) -> str:
    """The path of a page of ours; nothing for what is none."""
    if not url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
        return ""
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _sign_in_address(came_from: str) -> str:
    """`next` is left out where it says nothing: the bare address and home."""
    bare = {"", "/", *(f"/{code}/" for code, _ in settings.LANGUAGES)}
    return reverse("sign_in") + ("" if came_from in bare else f"?{urlencode({'next': came_from})}")
