"""What somebody completed elsewhere, written down by HR: what a rule asks of them is met by it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.interfaces.numbers import number_in
from core.models import Person
from learning.domain.completions import record_completion, records_completions, remove_completion
from learning.domain.queries.recorded import recorded_of
from learning.enums import CompletionSource
from learning.enums import RequirementState as State
from learning.interfaces.recorded_form import RecordedForm
from learning.models import Completion, Requirement


@require_http_methods(["GET", "POST"])
def recorded(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a completion of a course that a rule asks of somebody, or take back one that was recorded by mistake."""
    row, actor = _row(request, pk)
    if request.method == "POST" and "take_back" in request.POST:
        return _take_back(request, row, actor)
    form = RecordedForm(request.POST or None, curriculum=row.rule.curriculum)
    if form.is_valid():
        try:
            record_completion(row.person, actor=actor, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(
                request, _("Recorded. %(name)s need not take it again.") % {"name": row.person.display_name}
            )
            return redirect(request.path)
    context = {"row": row, "form": form, "recorded": recorded_of(row.person, row.rule.curriculum)}
    context["back"] = f"{reverse('training_people')}#person-{row.person_id}"
    return render(request, "learning/recorded.html", context, status=422 if form.errors else 200)


def _take_back(request: HttpRequest, row: Requirement, actor: Person) -> HttpResponse:
    chosen = request.POST["take_back"]
    mine = Completion.objects.filter(person=row.person, source=CompletionSource.RECORDED)
    remove_completion(get_object_or_404(mine, pk=number_in(chosen)), actor=actor)
    messages.success(request, _("Taken back."))
    return redirect(request.path)


def _row(request: HttpRequest, pk: int) -> tuple[Requirement, Person]:
    actor = request.user
    if not isinstance(actor, Person) or not records_completions(actor):
        raise Http404
    rows = Requirement.objects.exclude(state=State.DROPPED).exclude(person=actor)
    found = rows.select_related("person__photo", "rule__curriculum").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found, actor
