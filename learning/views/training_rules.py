"""Rules of training: the list, one rule, and the form with what it would do."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.models import Person
from learning.domain import training_rules as domain
from learning.domain.queries.exempted import exemptions_of
from learning.domain.queries.preview import names_of, preview
from learning.domain.queries.reach import draft_of
from learning.domain.queries.rule_list import asking_of, clashes_of, rule_rows
from learning.domain.rule_doubts import asked_back, notes_on
from learning.interfaces.rule_forms import RuleForm
from learning.models import TrainingRule
from learning.rules import changes_rule, makes_rules, oversees_training


@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    """The rules that one may change, with what they come to."""
    actor = _rule_maker(request)
    return render(
        request, "learning/rules.html", {"rows": rule_rows(viewer=actor), "oversees": oversees_training(actor)}
    )


@require_http_methods(["GET", "POST"])
def new_rule(request: HttpRequest) -> HttpResponse:
    """Make a rule: typed, looked at, saved."""
    return _form(request, TrainingRule(), _rule_maker(request))


@require_http_methods(["GET", "POST"])
def edit_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one."""
    rule, actor = _own_rule(request, pk)
    return _form(request, rule, actor)


@require_GET
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    """One rule: whom it asks what, and who need not."""
    found, actor = _own_rule(request, pk)
    context = {"rule": found, "asking": asking_of(found), "exemptions": exemptions_of(found)}
    context["oversees"] = oversees_training(actor)
    return render(request, "learning/rule.html", context)


@require_POST
def switch_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a rule out of force, or in force again."""
    found, actor = _own_rule(request, pk)
    domain.switch_rule(found, on=request.POST.get("on") == "true", actor=actor)
    messages.success(request, _("Saved."))
    return redirect("training_rule", pk=pk)


def _form(request: HttpRequest, found: TrainingRule, actor: Person) -> HttpResponse:
    """The form, its preview (asked for by a button, or by htmx on every change), and saving."""
    form = RuleForm(request.POST or None, instance=found, actor=actor)
    context: dict[str, Any] = {"form": form, "rule": found if found.pk else None}
    if request.method == "POST" and form.is_valid():
        context |= _preview(request, form)
        if "save" in request.POST and (form.cleaned_data["confirm"] or not context["doubts"]):
            try:
                saved = domain.save_rule(form.instance, reach=form.reach(), actor=actor)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("Saved. Those whom it reaches are told."))
                return redirect("training_rule", pk=saved.pk)
        context["must_confirm"] = "save" in request.POST and bool(context["doubts"])
    if request.headers.get("HX-Request") == "true":
        return render(request, "learning/rule_preview.html", context)
    is_refused = bool(form.errors) or context.get("must_confirm")
    return render(request, "learning/rule_form.html", context, status=422 if is_refused else 200)


def _preview(request: HttpRequest, form: RuleForm) -> dict[str, Any]:
    found = preview(draft_of(form.instance, reach=form.reach()))
    return {
        "preview": found,
        "doubts": asked_back(found),
        "notes": notes_on(form.instance, found),
        "added": names_of(found.added, page=request.POST.get("added", "1")),
        "dropped": names_of(found.dropped, page=request.POST.get("dropped", "1")),
        "clashes": clashes_of(found),
    }


def _rule_maker(request: HttpRequest) -> Person:
    if not isinstance(request.user, Person) or not makes_rules(request.user):
        raise Http404
    return request.user


def _own_rule(request: HttpRequest, pk: int) -> tuple[TrainingRule, Person]:
    actor = _rule_maker(request)
    found = TrainingRule.objects.filter(pk=pk).select_related("audience", "curriculum__department").first()
    if found is None or not changes_rule(actor, found):
        raise Http404
    return found, actor
