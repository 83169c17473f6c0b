"""Answer with a kept page where nothing it was made of has changed since.

The session, the person and their employment are looked at on every request, by the middleware before this one; who may
see the page, and all that it shows, is covered by the stamps of the tables that were read to make it.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import ExitStack
from http import HTTPStatus
from typing import Any

from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import get_token
from django.utils import timezone

from core.kept import noting, stamps, triggers
from core.kept.noting import Notes
from core.kept.store import KeptPage, pages
from core.models.pages import PortalPage
from core.models.person import Person

# Stands in a page that is being made for the token of its forms, and is replaced in each answer. Random, and never
# sent to anyone: no text can contain it.
TOKEN = secrets.token_hex(32)
NOT_SHOWN = frozenset({"last_login", "password"})
OF_DJANGO = frozenset({"_state", "backend"})
WITH_THE_PERSON = "unread_notices"  # stands in the header of every page, and is read with the person


class KeptPages:
    """The last of the middleware: what it keeps is what the view answered."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with ExitStack() as stack:
            request._kept = stack  # type: ignore[attr-defined]
            response = self.get_response(request)
        notes: Notes | None = getattr(request, "_notes", None)
        if notes is None or not isinstance(response, HttpResponse):
            return response
        _keep(request, response, notes)
        response.content = _with_token(request, response.content)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if not _could_be_kept(request):
            return None
        kept = pages.get(_place(request))
        if kept is not None and _holds(kept, request):
            return HttpResponse(_with_token(request, kept.body), headers=kept.headers)
        notes = noting.taking_notes(stamps.names_for(_reader(request)))
        request._notes = request._kept.enter_context(notes)  # type: ignore[attr-defined]
        return None


def form_token(request: HttpRequest) -> dict[str, str]:
    """A context processor: the place of the token while a page is made that may be kept."""
    return {"csrf_token": TOKEN} if getattr(request, "_notes", None) is not None else {}


def _could_be_kept(request: HttpRequest) -> bool:
    """A page of the tree or a view that says so, asked for by its bare address by someone known, without a message
    that is shown once."""
    reader = _reader(request)
    if not _asks_for_page(request) or not isinstance(reader, Person) or len(get_messages(request)):
        return False
    # What was read of the person before notes are taken (roles, audiences) would be missing in them.
    is_fresh = not vars(reader).keys() - FIELDS - OF_DJANGO - {WITH_THE_PERSON}
    return is_fresh and bool(pages.most) and not noting.is_uncommitted() and triggers.in_place()


def _asks_for_page(request: HttpRequest) -> bool:
    if request.method != "GET" or request.META.get("QUERY_STRING") or request.headers.get("HX-Request"):
        return False
    match = request.resolver_match
    if match is None:
        return False
    return _is_kept_view(request) or (match.view_name == "wagtail_serve" and request.path not in _passed_over)


def _is_kept_view(request: HttpRequest) -> bool:
    return bool(getattr(getattr(request.resolver_match, "func", None), "may_be_kept", False))


def _holds(kept: KeptPage, request: HttpRequest) -> bool:
    return (
        timezone.now() < kept.until
        and kept.reader == _as_they_are(_reader(request))
        and stamps.read(kept.made_of) == kept.made_of
    )


def _keep(request: HttpRequest, response: HttpResponse, notes: Notes) -> None:
    if response.status_code != HTTPStatus.OK or not _is_of_a_kept_kind(request, response):
        return
    if notes.spoilt or response.cookies:
        return
    reader = _as_they_are(_reader(request))
    headers = dict(response.headers.items())
    pages.put(_place(request), KeptPage(response.content, headers, reader, notes.made_of(), notes.until))


def _is_of_a_kept_kind(request: HttpRequest, response: HttpResponse) -> bool:
    """A view that says so, or a page of the tree that Wagtail restricts in no way of its own."""
    if _is_kept_view(request):
        return True
    page = (getattr(response, "context_data", None) or {}).get("page")
    if not isinstance(page, PortalPage) or not page.may_be_kept:
        _pass_over(request.path)
        return False
    return not len(page.get_view_restrictions())


def _pass_over(path: str) -> None:
    """No notes are taken for a page of a kind that is not kept."""
    if len(_passed_over) >= 1000:
        _passed_over.clear()
    _passed_over.add(path)


_passed_over: set[str] = set()


def _with_token(request: HttpRequest, body: bytes) -> bytes:
    return body.replace(TOKEN.encode(), get_token(request).encode()) if TOKEN.encode() in body else body


def _place(request: HttpRequest) -> tuple[Any, ...]:
    return (_reader(request).pk, request.scheme, request.get_host(), request.path)


def _reader(request: HttpRequest) -> Any:
    """The person themselves, not the lazy stand-in for them; nobody where the session was not looked at."""
    return getattr(request, "_cached_user", None)


FIELDS = frozenset(field.attname for field in Person._meta.concrete_fields)
SHOWN = tuple(sorted(FIELDS - NOT_SHOWN))


def _as_they_are(person: Person) -> tuple[Any, ...]:
    """Their own row, read on every request: name, language, theme, zone …, and the count of their notices."""
    return (*(getattr(person, name) for name in SHOWN), getattr(person, WITH_THE_PERSON, None))
