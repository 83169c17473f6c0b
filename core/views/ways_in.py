"""Who asks the API: the two ways in, how often, and what may go wrong. Apps build their routers on it."""

from __future__ import annotations

import functools
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.request import RawPostDataException
from django.utils import timezone, translation
from django.utils.translation import get_supported_language_variant
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header
from ninja.errors import HttpError
from ninja.security import APIKeyCookie, HttpBearer
from ninja.throttling import BaseThrottle
from ninja.utils import check_csrf

from core.domain.api_tokens import use_token
from core.domain.throttle import allow
from core.enums import TokenScope
from core.interfaces.problems import Problem, problem
from core.models.person import Person
from core.rules import is_employee

MINUTE = 60
A_MINUTE = 120
GUESSES_A_MINUTE = 60
READING = frozenset({"GET", "HEAD", "OPTIONS"})
# What may go wrong wherever something is read or written.
WRONG = {401: Problem, 422: Problem, 429: Problem}
WRITING = {400: Problem, 403: Problem, 404: Problem, 409: Problem, **WRONG}


class Token(HttpBearer):
    """`Authorization: Bearer tkya_…`: a token that a person made for a program of their own. No form token is asked:
    no browser sends this by itself."""

    def authenticate(self, request: HttpRequest, token: str) -> Person | None:
        found = use_token(token)
        if found is None:
            if not allow("api_guess", request.META.get("REMOTE_ADDR", ""), most=GUESSES_A_MINUTE, seconds=MINUTE):
                raise HttpError(429, _("Too many requests with a token that is none. Wait a little."))
            return None
        request.user = found.person
        # The middleware that speaks to people knew nobody yet.
        translation.activate(language_asked(request) or found.person.language)
        timezone.activate(found.person.zone)
        if found.scope == TokenScope.READ and request.method not in READING:
            raise HttpError(403, _("This token may only read."))
        return found.person


def language_asked(request: HttpRequest) -> str | None:
    """The first of our languages that a program names. (A browser always names some: there the person's own counts.)"""
    for language, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower()):
        with suppress(LookupError):
            return get_supported_language_variant(language)
    return None


class Session(APIKeyCookie):
    """Whoever signed in with a browser and is employed today; what writes asks for the form token too."""

    param_name = settings.SESSION_COOKIE_NAME

    def authenticate(self, request: HttpRequest, key: str | None) -> Person | None:
        # A token that is none is not made good by a browser's session.
        if request.headers.get("Authorization"):
            return None
        if not isinstance(request.user, Person) or not is_employee(request.user):
            return None
        if request.method not in READING and _lacks_form_token(request):
            raise HttpError(403, _("Send the form token of the session in X-CSRFToken, or use a token of your own."))
        return request.user


def _lacks_form_token(request: HttpRequest) -> bool:
    """The body is read first: looking for the token among the fields of a form would use it up, and there is no body
    left for the operation to refuse."""
    with suppress(RawPostDataException):  # the middleware has looked already, where a view is not exempt from it
        _body = request.body
    return bool(check_csrf(request))


# The one list of ways in; operations need to know of neither.
WAYS_IN = [Token(), Session(csrf=False)]


class Rate(BaseThrottle):
    """So many requests a minute and person, over all operations."""

    def allow_request(self, request: HttpRequest) -> bool:
        return allow("api", str(request.user.pk), most=A_MINUTE, seconds=MINUTE)

    def wait(self) -> float:
        return MINUTE


def who_asks(request: HttpRequest) -> Person | None:
    """The person, by the first way in that knows one."""
    found = (way(request) for way in WAYS_IN)
    return next((person for person in found if person is not None), None)


def for_employees(view: Callable[..., Any]) -> Callable[..., Any]:
    """The document is for those whom the operations answer."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return view(request, *args, **kwargs) if who_asks(request) else not_signed_in(request, None)
        except HttpError as error:
            return problem(error.status_code, str(error))

    return guarded


def not_signed_in(request: HttpRequest, error: Any) -> HttpResponse:
    detail = _("Sign in to the portal, or send a token of your own; the API sees what you see.")
    return problem(401, detail, headers={"WWW-Authenticate": "Bearer"})
