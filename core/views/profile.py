"""My profile, a colleague's profile, my settings."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.domain import people
from core.domain.photos import change_photo
from core.domain.queries.people import colleague, main_place_on, path_of, written_by
from core.interfaces.profile import ProfileForm, SettingsForm
from core.models.person import Person
from core.profile_fields import Field, fields_for


@login_required
def my_profile(request: HttpRequest) -> HttpResponse:
    """My own profile, as colleagues see it, with the way to change it."""
    person = _me(request)
    return render(request, "core/profile.html", _profile_context(person, viewer=person))


@login_required
def profile(request: HttpRequest, public_id: str) -> HttpResponse:
    """A colleague's profile; 404 whether unknown, left or forbidden."""
    person = colleague(public_id, viewer=_me(request))
    if person is None:
        raise Http404
    return render(request, "core/profile.html", _profile_context(person, viewer=_me(request)))


@login_required
@require_http_methods(["GET", "POST"])
def edit_profile(request: HttpRequest) -> HttpResponse:
    """Change what is mine to change."""
    person = _me(request)
    form = ProfileForm(request.POST or None, request.FILES or None, instance=person)
    if request.method == "POST" and form.is_valid():
        _save_profile(person, dict(form.cleaned_data))
        messages.success(request, _("Your profile is saved."))
        return redirect("my_profile")
    status = 422 if form.is_bound else 200
    return render(request, "core/profile_edit.html", {"form": form, "person": person}, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def my_settings(request: HttpRequest) -> HttpResponse:
    """Language, time zone, theme, shortcuts; saved, the page comes back in the chosen language."""
    person = _me(request)
    form = SettingsForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        people.change_profile(person, actor=person, **form.cleaned_data)
        with translation.override(person.language):
            messages.success(request, _("Your settings are saved."))
            return redirect(reverse("my_settings"))
    status = 422 if form.is_bound else 200
    return render(request, "core/settings.html", {"form": form}, status=status)


@login_required
@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End every other session; this one stays."""
    person = _me(request)
    people.sign_out_everywhere(person, actor=person)
    update_session_auth_hash(request, person)
    messages.success(request, _("You are signed out everywhere else."))
    return redirect("my_settings")


@login_required
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """The theme switch of the header; works as a plain form and by script."""
    person = _me(request)
    form = SettingsForm({**_current(person), "theme": request.POST.get("theme", "")}, instance=person)
    if form.is_valid():
        people.change_profile(person, actor=person, theme=form.cleaned_data["theme"])
    if request.headers.get("X-Requested-With") == "fetch":
        return HttpResponse(status=204)
    return redirect("my_settings")


def _save_profile(person: Person, changes: dict[str, Any]) -> None:
    """The photo is an image of its own; everything else is the person's row."""
    photo, is_removed = changes.pop("new_photo"), changes.pop("remove_photo")
    people.change_profile(person, actor=person, **changes)
    if photo is not None or (is_removed and person.photo_id):
        change_photo(person, actor=person, content=photo)


def _current(person: Person) -> dict[str, object]:
    return {name: getattr(person, name) for name in ("language", "time_zone", "theme", "shortcuts")}


def _me(request: HttpRequest) -> Person:
    if not isinstance(request.user, Person):
        raise Http404
    return request.user


def _profile_context(person: Person, *, viewer: Person) -> dict[str, object]:
    sees = fields_for(viewer, person)
    return {
        "person": person,
        "is_me": person == viewer,
        "sees": {field.value for field in sees},
        "place": main_place_on(person),
        "places": path_of(person, with_coming=Field.COMING_PLACES in sees),
        "materials": written_by(person, viewer=viewer)[:12],
    }
