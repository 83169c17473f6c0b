"""Looking after accounts: inviting, granting roles, signing out. Ending access is in `core.views.leaving`."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.domain import accounts, people, roles
from core.domain.outside import forget_outside_account
from core.domain.queries.accounts import accounts_list, open_invitation
from core.enums import Role
from core.interfaces.accounts import InvitationForm
from core.interfaces.openid_connect import provider_called
from core.interfaces.roles import RoleForm
from core.models.person import Person
from core.rules import is_administrator, manages_accounts

PEOPLE_A_PAGE = 50
LONGEST_SEARCH = 200


@require_GET
def people_accounts(request: HttpRequest) -> HttpResponse:
    """Every account, found by number, name or address."""
    require_manager_of_accounts(request)
    search = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH]
    page = Paginator(accounts_list(viewer=request.user, search=search), PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/people.html", {"page": page, "search": search})


@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Make an account and mail its invitation."""
    actor = require_manager_of_accounts(request)
    form = InvitationForm(request.POST or None)
    if form.is_valid():
        try:
            person = accounts.invite(actor=actor, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("An invitation is on its way to %(name)s.") % {"name": person.display_name})
            return redirect("people_account", public_id=person.public_id)
    return render(request, "accounts/invite.html", {"form": form}, status=422 if form.is_bound else 200)


@require_GET
def people_account(request: HttpRequest, public_id: str) -> HttpResponse:
    """One account: its invitation, its roles, its end."""
    require_manager_of_accounts(request)
    return _render_account(request, _account(public_id), RoleForm())


@require_POST
def invite_again(request: HttpRequest, public_id: str) -> HttpResponse:
    """Mail a new link; the one before it stops working."""
    actor = require_manager_of_accounts(request)
    person = account_in_care_of(actor, public_id)
    accounts.send_invitation(person, actor=actor)
    messages.success(request, _("An invitation is on its way to %(name)s.") % {"name": person.display_name})
    return redirect("people_account", public_id=public_id)


@require_POST
def end_sessions(request: HttpRequest, public_id: str) -> HttpResponse:
    """Sign someone out everywhere: a lost laptop."""
    actor = require_manager_of_accounts(request)
    person = account_in_care_of(actor, public_id)
    people.sign_out_everywhere(person, actor=actor)
    messages.success(request, _("%(name)s is signed out everywhere.") % {"name": person.display_name})
    return redirect("people_account", public_id=public_id)


@require_POST
def forget_outside(request: HttpRequest, public_id: str, account_id: int) -> HttpResponse:
    """The account at an identity provider was made anew: its next sign-in is a first one again."""
    actor = require_manager_of_accounts(request)
    person = account_in_care_of(actor, public_id)
    account = person.outside_accounts.filter(pk=account_id).first()
    if account is None:
        raise Http404
    forget_outside_account(account, actor=actor)
    messages.success(request, _("The account is forgotten. The next sign-in with it counts as the first."))
    return redirect("people_account", public_id=public_id)


@require_POST
def grant_role(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give a role; administrators alone."""
    actor = _require_administrator(request)
    person = _account(public_id)
    form = RoleForm(request.POST)
    if form.is_valid():
        try:
            roles.grant_role(
                person, role=Role(form.cleaned_data["role"]), department=form.cleaned_data["department"], actor=actor
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("people_account", public_id=public_id)
    return _render_account(request, person, form, status=422)


@require_POST
def revoke_role(request: HttpRequest, public_id: str, grant_id: int) -> HttpResponse:
    """Take a role back; administrators alone."""
    actor = _require_administrator(request)
    held = _account(public_id).role_grants.filter(pk=grant_id).select_related("person", "department").first()
    if held is None:
        raise Http404
    try:
        roles.revoke_role(held, actor=actor)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("people_account", public_id=public_id)


def _render_account(request: HttpRequest, person: Person, form: RoleForm, status: int = 200) -> HttpResponse:
    context = {
        "person": person,
        "grants": person.role_grants.select_related("department", "granted_by").order_by("role", "pk"),
        "outside": [(each, provider_called(each.provider)) for each in person.outside_accounts.all()],
        "invitation": open_invitation(person),
        "form": form,
        "may_grant": is_administrator(request.user),
        "done": request.GET.get("done", ""),
    }
    return render(request, "accounts/account.html", context, status=status)


def _account(public_id: str) -> Person:
    person = Person.objects.get_queryset().filter(public_id=public_id).select_related("region").first()
    if person is None:
        raise Http404
    return person


def account_in_care_of(actor: Person, public_id: str) -> Person:
    """An administrator's account is looked after by administrators: HR could otherwise lock all of them out."""
    person = _account(public_id)
    if is_administrator(person) and not is_administrator(actor):
        raise Http404
    return person


def require_manager_of_accounts(request: HttpRequest) -> Person:
    if not isinstance(request.user, Person) or not manages_accounts(request.user):
        raise Http404
    return request.user


def _require_administrator(request: HttpRequest) -> Person:
    if not isinstance(request.user, Person) or not is_administrator(request.user):
        raise Http404
    return request.user
