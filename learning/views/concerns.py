"""What is asked of me, of my team, of everyone; reminding and exempting."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.models import Department, Person
from core.rules import is_manager
from learning.domain import exemptions, reminding
from learning.domain.completions import records_completions
from learning.domain.queries.exempted import exempted_by
from learning.domain.queries.for_me import for_me as concerns_of
from learning.domain.queries.reasons import departments_of, of_another
from learning.domain.queries.team import Wish, rules_to_choose, team, team_page
from learning.enums import RequirementState as State
from learning.interfaces.rule_forms import ExemptionForm
from learning.interfaces.training_csv import lines_of
from learning.models import Exemption, Requirement
from learning.rules import changes_rule, ends_exemption, exempts, oversees_training, sees_training_of

NARROWED_BY = ("q", "state", "rule", "department", "page")


@require_safe
def for_me(request: HttpRequest) -> HttpResponse:
    """Overdue, next, later; what I may like; what I have done."""
    return render(request, "learning/for_me.html", {"mine": concerns_of(_person(request))})


@require_safe
def my_team(request: HttpRequest) -> HttpResponse:
    """Whoever reports to me, directly or through others."""
    viewer = _person(request)
    if not is_manager(viewer):
        raise Http404
    return _table(request, viewer, everyone=False)


@require_safe
def everyone(request: HttpRequest) -> HttpResponse:
    """The same over all people, by rule and department."""
    return _table(request, _overseer(request), everyone=True)


@require_safe
def team_csv(request: HttpRequest) -> HttpResponseBase:
    """What my team is asked, for a spreadsheet."""
    viewer = _person(request)
    if not is_manager(viewer):
        raise Http404
    return _csv(_wish(request, everyone=False), viewer)


@require_safe
def everyone_csv(request: HttpRequest) -> HttpResponseBase:
    """What everyone is asked, for a spreadsheet."""
    return _csv(_wish(request, everyone=True), _overseer(request))


@require_http_methods(["GET", "POST"])
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Sending a reminder, in one click from the table; and the words of it, to read."""
    row, actor = _row(request, pk)
    if actor.pk == row.person_id:
        raise Http404
    if request.method == "POST":
        try:
            reminding.remind(row, actor=actor)
        except ValidationError as error:
            messages.info(request, " ".join(error.messages))
        else:
            messages.success(request, _("A reminder is on its way to %(name)s.") % {"name": row.person.display_name})
        return redirect(_back(request, actor, row))
    context = {"row": row, "may_remind": reminding.may_remind(row), "back": _back(request, actor, row)}
    return render(request, "learning/remind.html", context)


@require_http_methods(["GET", "POST"])
def exempt(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that someone need not, why, and until when."""
    row, actor = _row(request, pk)
    if not exempts(actor, row.person) or row.state == State.MET:
        raise Http404
    form = ExemptionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            exemptions.exempt(row.person, rule=row.rule, actor=actor, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("%(name)s is exempt.") % {"name": row.person.display_name})
            return redirect(_back(request, actor, row))
    reason = of_another(row.because, departments_of([row.because]))
    context = {"row": row, "form": form, "reason": reason, "back": _back(request, actor, row)}
    return render(request, "learning/exempt.html", context, status=422 if form.errors else 200)


@require_POST
def end_exemption(request: HttpRequest, pk: int) -> HttpResponse:
    """From today it is asked again; back to the rule, or to the team of who granted it."""
    actor = _person(request)
    row = Exemption.objects.filter(pk=pk).select_related("rule__audience", "rule__curriculum", "person").first()
    if row is None or not ends_exemption(actor, row):
        raise Http404
    exemptions.end_exemption(row, actor=actor)
    messages.success(request, _("The exemption of %(name)s is ended.") % {"name": row.person.display_name})
    if request.POST.get("from") == "team" or not changes_rule(actor, row.rule):
        return redirect("team")
    return redirect("training_rule", pk=row.rule_id)


def _table(request: HttpRequest, viewer: Person, *, everyone: bool) -> HttpResponse:
    wish = _wish(request, everyone=everyone)
    order = team(wish, viewer=viewer)
    context: dict[str, Any] = {
        "wish": wish,
        "order": order,
        "page": team_page(order, wish, number=request.GET.get("page", "1")),
        "today": timezone.localdate(),
        "rules": rules_to_choose(wish, viewer=viewer),
        "departments": Department.objects.order_by("path") if everyone else None,
        "query": request.GET.urlencode(),
        "exempted": [] if everyone else exempted_by(viewer),
        "may_record": everyone and records_completions(viewer),
    }
    return render(request, "learning/team.html", context)


def _wish(request: HttpRequest, *, everyone: bool) -> Wish:
    rule = request.GET.get("rule", "")
    state = request.GET.get("state", "")
    return Wish(
        everyone=everyone,
        state=state if state in {"overdue", "soon"} else "",
        rule=int(rule) if rule.isdecimal() and len(rule) < 10 else None,
        department=request.GET.get("department", "").replace("\0", "")[:40] if everyone else "",
        name=request.GET.get("q", "").replace("\0", "").strip()[:60],
    )


def _csv(wish: Wish, viewer: Person) -> HttpResponseBase:
    answer = StreamingHttpResponse(lines_of(wish, viewer=viewer), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="training-{timezone.localdate().isoformat()}.csv"'
    return answer


def _row(request: HttpRequest, pk: int) -> tuple[Requirement, Person]:
    viewer = _person(request)
    rows = Requirement.objects.exclude(state=State.DROPPED).select_related("person__photo", "rule__curriculum")
    row = rows.filter(pk=pk).first()
    if row is None or not sees_training_of(viewer, row.person):
        raise Http404
    return row, viewer


def _back(request: HttpRequest, actor: Person, row: Requirement) -> str:
    """Where it was asked: everyone's table or the team's, narrowed as it was, at the line of the person."""
    everyone = request.GET.get("from") == "everyone" and oversees_training(actor)
    place = reverse("training_people" if everyone or not is_manager(actor) else "team")
    narrowed = urlencode({name: request.GET[name] for name in NARROWED_BY if request.GET.get(name)})
    return f"{place}{'?' if narrowed else ''}{narrowed}#person-{row.person_id}"


def _overseer(request: HttpRequest) -> Person:
    viewer = _person(request)
    if not oversees_training(viewer):
        raise Http404
    return viewer


def _person(request: HttpRequest) -> Person:
    if not isinstance(request.user, Person):
        raise Http404
    return request.user
