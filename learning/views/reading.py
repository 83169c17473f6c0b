"""What a reader does on the page of a material: marks steps, leaves a place."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.domain.queries.addresses import address_of
from learning.domain import progress
from learning.domain.queries.materials import material_at
from learning.domain.queries.reading import reading_of
from learning.interfaces.stuck import StuckForm
from learning.models import MaterialPage

VERBS = {"done": progress.mark_done, "stuck": progress.mark_stuck, "undo": progress.unmark}


def page_or_404(request: HttpRequest, key: uuid.UUID) -> MaterialPage:
    """The page of a key; 404 whether it is absent or not for this person."""
    page = material_at(key, viewer=request.user)
    if page is None:
        raise Http404
    return page


@require_POST
def mark(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One step done, stuck, or neither. The buttons are named `done`, `stuck`, `undo`, their value is the step.

    With htmx the answer is what changed on the page; without, the way back to the step, or on to the question.
    """
    page = page_or_404(request, key)
    verb = next((name for name in VERBS if request.POST.get(name)), None)
    if verb is None:
        raise Http404
    step_id = str(request.POST[verb])
    try:
        VERBS[verb](request.user, page=page, step_id=step_id)
    except progress.UnknownStepError as error:
        raise Http404 from error
    if request.htmx:
        return _changed(request, page, step_id, verb)
    if verb == "stuck":
        return redirect("stuck", key=key, step_id=step_id)
    return redirect(address_of(page, step_id=step_id))


def _changed(request: HttpRequest, page: MaterialPage, step_id: str, verb: str) -> HttpResponse:
    reading = reading_of(page, viewer=request.user)
    step = next(each for each in reading.steps if each.id == step_id)
    said = {"done": _("Step done."), "stuck": _("You are stuck at this step."), "undo": _("Mark taken back.")}
    context = {"reading": reading, "page": page, "step": step, "said": said[verb], "verb": verb}
    if verb == "stuck":
        context["form"] = StuckForm(prefix=step_id, person=request.user)
    return render(request, "learning/marked.html", context)


@require_POST
def place(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Where the reader is, told by the page now and then."""
    page = page_or_404(request, key)
    try:
        progress.remember_place(request.user, page=page, step_id=str(request.POST.get("step", "")))
    except progress.UnknownStepError as error:
        raise Http404 from error
    return HttpResponse(status=204)


def back_to_step(request: HttpRequest, page: MaterialPage, step_id: str, said: str) -> HttpResponse:
    """To the step, with a word about what was done."""
    messages.success(request, said)
    return redirect(address_of(page, step_id=step_id))
