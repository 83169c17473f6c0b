"""Signing in and out, and setting a password."""

from __future__ import annotations

import math
from typing import Any

from axes.helpers import get_cool_off
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, update_session_auth_hash
from django.contrib.auth.views import LoginView, LogoutView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.domain import accounts
from core.domain.queries.demo import demo_person, demo_roles
from core.domain.throttle import allow
from core.interfaces.accounts import ChangePasswordForm, ForgottenPasswordForm, NewPasswordForm, SignInForm
from core.interfaces.openid_connect import providers
from core.models.person import Person
from core.views.provider_sign_out import SIGN_OUT, leave_provider

LINK_IN_SESSION = "account_link"
BACKEND = "core.backends.EmployedBackend"


@method_decorator([never_cache, sensitive_post_parameters("password")], name="dispatch")
class SignIn(LoginView):
    """The one way in. `next` is followed on this site alone; without it, home in the person's language."""

    template_name = "accounts/sign_in.html"
    form_class = SignInForm
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """axes counts failures by account and address; this counts what one address tries over all accounts."""
        if not allow("sign_in", request.META.get("REMOTE_ADDR", ""), most=60, seconds=300):
            return locked_out(request)
        return super().post(request, *args, **kwargs)

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form: Any) -> HttpResponse:
        return remember_language(super().form_valid(form), form.get_user())

    def get_default_redirect_url(self) -> str:
        return home_of(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["demo_roles"] = demo_roles() if settings.DEMO else []
        context["providers"] = providers()
        return context


@method_decorator(never_cache, name="dispatch")
class SignOut(LogoutView):
    """POST alone; the next page speaks the person's language. Who came by an identity provider leaves it too."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        language = getattr(request.user, "language", None) or translation.get_language()
        told = request.session.get(SIGN_OUT)
        super().post(request, *args, **kwargs)
        with translation.override(language):
            return leave_provider(request, told) if told else redirect("sign_in")


@never_cache
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as anyone with one click. Outside the demo this address does not exist."""
    person = demo_person(request.POST.get("person", "").replace("\0", "")) if settings.DEMO else None
    if person is None:
        raise Http404
    login(request, person, backend=BACKEND)
    return remember_language(redirect(home_of(person)), person)


def locked_out(request: HttpRequest, *args: Any) -> HttpResponse:
    """After too many failures: when to try again, and the way round by mail. Says nothing of who has an account."""
    cool_off = get_cool_off(request)
    minutes = math.ceil(cool_off.total_seconds() / 60) if cool_off else 15
    response = render(request, "accounts/locked_out.html", {"minutes": minutes}, status=429)
    response["Retry-After"] = str(minutes * 60)
    return response


@never_cache
@require_http_methods(["GET", "POST"])
def forgotten_password(request: HttpRequest) -> HttpResponse:
    """Ask for a link by mail. The answer is the same whether or not someone has the address."""
    form = ForgottenPasswordForm(request.POST or None)
    if not form.is_valid():
        return render(request, "accounts/forgotten_password.html", {"form": form}, status=422 if form.is_bound else 200)
    email = form.cleaned_data["email"]
    from_here = allow("forgotten", request.META.get("REMOTE_ADDR", ""), most=20, seconds=3600)
    if from_here and allow("forgotten", email.lower(), most=3, seconds=3600):
        accounts.forgot_password(email)
    return redirect("forgotten_password_sent")


@require_GET
def forgotten_password_sent(request: HttpRequest) -> HttpResponse:
    """What happens next."""
    return render(request, "accounts/forgotten_password_sent.html")


@never_cache
@require_GET
def account_link(request: HttpRequest, token: str) -> HttpResponse:
    """Open a mailed link: it moves into the session, so that no later address or log line holds it."""
    if accounts.open_link(token) is None:
        return _dead_link(request)
    request.session[LINK_IN_SESSION] = token
    return redirect("set_password")


@never_cache
@sensitive_post_parameters("new_password1", "new_password2")
@require_http_methods(["GET", "POST"])
def set_password(request: HttpRequest) -> HttpResponse:
    """Set the password that the opened link is for, and be signed in."""
    link = accounts.open_link(request.session.get(LINK_IN_SESSION, ""))
    if link is None:
        return _dead_link(request)
    form = NewPasswordForm(link.person, request.POST or None)
    if not form.is_valid():
        context = {"form": form, "link": link}
        return render(request, "accounts/set_password.html", context, status=422 if form.is_bound else 200)
    if not accounts.use_link(link, password=form.cleaned_data["new_password1"]):
        return _dead_link(request)
    del request.session[LINK_IN_SESSION]
    if not link.person.is_employed():
        return redirect("sign_in")
    login(request, link.person, backend=BACKEND)
    messages.success(request, _("Your password is set."))
    return remember_language(redirect(home_of(link.person)), link.person)


@never_cache
@sensitive_post_parameters("old_password", "new_password1", "new_password2")
@require_http_methods(["GET", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; every other session ends."""
    person = request.user
    if not isinstance(person, Person):
        raise Http404
    form = ChangePasswordForm(person, request.POST or None)
    if not form.is_valid():
        return render(request, "accounts/change_password.html", {"form": form}, status=422 if form.is_bound else 200)
    accounts.set_password(person, password=form.cleaned_data["new_password1"], actor=person)
    update_session_auth_hash(request, person)
    messages.success(request, _("Your password is changed. You are signed out everywhere else."))
    return redirect("my_settings")


def home_of(person: Any) -> str:
    """Home in the person's language."""
    return f"/{person.language}/" if isinstance(person, Person) else reverse("root")


def _dead_link(request: HttpRequest) -> HttpResponse:
    request.session.pop(LINK_IN_SESSION, None)
    return render(request, "accounts/dead_link.html", status=410)


def remember_language(response: HttpResponse, person: Person) -> HttpResponse:
    """So that the sign-in page speaks it next time."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        person.language,
        max_age=31_536_000,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
    return response
