"""Ending someone's access, on a day or at once, and taking that back."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.domain import accounts, leaving
from core.models.person import Person
from core.views.people_admin import account_in_care_of, require_manager_of_accounts


@require_POST
def end_access(request: HttpRequest, public_id: str) -> HttpResponse:
    """The person leaves on a day, which must be said. The answer offers to take it back."""
    actor = require_manager_of_accounts(request)
    person = account_in_care_of(actor, public_id)
    if person == actor:
        return _refused(request, person, _("You cannot close your own account."))
    try:
        leaving.leave(person, on=forms.DateField().clean(request.POST.get("left_on", "")), actor=actor)
    except ValidationError as error:
        return _refused(request, person, " ".join(error.messages))
    return _back_to(person, done="left")


@require_POST
def take_leaving_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """The person stays after all: before the day as after it."""
    actor = require_manager_of_accounts(request)
    person = account_in_care_of(actor, public_id)
    try:
        leaving.stay(person, actor=actor)
    except ValidationError as error:
        return _refused(request, person, " ".join(error.messages))
    said = _("The leaving of %(name)s is taken back: access and places are as they were.")
    messages.success(request, said % {"name": person.display_name})
    return _back_to(person)


@require_POST
def switch_account(request: HttpRequest, public_id: str) -> HttpResponse:
    """Close an account at once, or open it again. The answer to closing offers to undo it."""
    actor = require_manager_of_accounts(request)
    person = account_in_care_of(actor, public_id)
    if person == actor:
        return _refused(request, person, _("You cannot close your own account."))
    if request.POST.get("active") == "true":
        accounts.reactivate(person, actor=actor)
        messages.success(request, _("The account of %(name)s is open again.") % {"name": person.display_name})
        return _back_to(person)
    accounts.deactivate(person, actor=actor)
    return _back_to(person, done="closed")


def _refused(request: HttpRequest, person: Person, why: str) -> HttpResponse:
    messages.error(request, why)
    return _back_to(person)


def _back_to(person: Person, *, done: str = "") -> HttpResponse:
    """`done` lets the page offer an undo beside what it says."""
    return redirect(reverse("people_account", args=[person.public_id]) + (f"?done={done}" if done else ""))
