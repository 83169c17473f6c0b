"""Signing in with an identity provider: away, back, and every way in which it does not come to that."""

from __future__ import annotations

from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from core.domain.outside import Refusal, RefusedError, person_behind
from core.domain.throttle import allow
from core.interfaces.openid_connect import (
    Provider,
    come_back,
    language_of,
    provider_called,
    send_away,
)
from core.models.person import Person
from core.views import accounts
from core.views.provider_sign_out import SIGN_OUT

STATUS = {Refusal.AWAY: 503, Refusal.EXPIRED: 400, Refusal.CANCELLED: 400, Refusal.REJECTED: 400}


@never_cache
@require_GET
def sign_in_with(request: HttpRequest, provider: str) -> HttpResponse:
    """To the provider. `next` goes along in the session, and is followed on this site alone."""
    found = _provider(provider)
    if isinstance(request.user, Person):
        return redirect(accounts.home_of(request.user))
    if not allow("sign_in", request.META.get("REMOTE_ADDR", ""), most=60, seconds=300):
        return accounts.locked_out(request)
    try:
        return send_away(request, found, next_url=_safe(request, request.GET.get("next", "")))
    except RefusedError as refused:
        return _refused(request, found, refused.reason)


@never_cache
@require_GET
def sign_in_back(request: HttpRequest, provider: str) -> HttpResponse:
    """Back from the provider: signed in, or told why not. Nothing is made for whom we do not know."""
    found = _provider(provider)
    with translation.override(language_of(request) or translation.get_language()):
        try:
            returned = come_back(request, provider_called(found.id) or found)
            person = person_behind(returned.identity)
        except RefusedError as refused:
            return _refused(request, provider_called(found.id) or found, refused.reason)
        if AxesProxyHandler.is_locked(request, {"username": person.email.lower()}):
            return accounts.locked_out(request)
        login(request, person, backend=accounts.BACKEND)
        if returned.sign_out:
            request.session[SIGN_OUT] = returned.sign_out
        address = _safe(request, returned.next_url) or accounts.home_of(person)
        return accounts.remember_language(redirect(address), person)


def _provider(name: str) -> Provider:
    found = provider_called(name)
    if found is None:
        raise Http404
    return found


def _safe(request: HttpRequest, address: str) -> str:
    is_ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if is_ours else ""


def _refused(request: HttpRequest, provider: Provider, reason: Refusal) -> HttpResponse:
    context = {"provider": provider, "reason": reason.value}
    return render(request, "accounts/not_let_in.html", context, status=STATUS.get(reason, 403))
