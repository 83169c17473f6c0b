"""Report a mistake here; answer a report."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.domain.queries.addresses import address_of
from learning.domain import limits
from learning.domain.mistakes import AlreadyClosedError, close_mistake, note_reply_seen, report_mistake
from learning.domain.progress import UnknownStepError, title_of
from learning.domain.queries.mistakes import LISTED, mistake_at, mistakes_to_close, own_mistakes
from learning.enums import MistakeStatus
from learning.interfaces.mistakes import ClosingForm, MistakeForm
from learning.models import MaterialPage, MistakeReport
from learning.rules import closes_mistake
from learning.views.reading import back_to_step, page_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The form: `step` and `quote` say where."""
    page = page_or_404(request, key)
    initial = {"step": request.GET.get("step", ""), "quote": request.GET.get("quote", "")[:2000]}
    form = MistakeForm(request.POST or None, initial=initial)
    step_id = str(form["step"].value() or "")
    title = _title_or_404(page, step_id)
    if request.method == "POST" and form.is_valid():
        try:
            report_mistake(request.user, page=page, what=form.what(), token=form.cleaned_data["token"])
        except limits.TooManyError:
            form.add_error(None, _("You reported a lot in the last hour. Wait a little, then send it again."))
        else:
            return back_to_step(request, page, step_id, _("Thank you. Those who look after this page were told."))
    context = {"page": page, "form": form, "step_title": title, "back": address_of(page, step_id=step_id)}
    return render(request, "learning/mistake_report.html", context)


def mistakes(request: HttpRequest) -> HttpResponse:
    """What waits for me to mend, and what became of what I reported."""
    context = {"waiting": mistakes_to_close(request.user)[:LISTED], "own": own_mistakes(request.user)[:LISTED]}
    return render(request, "learning/mistakes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def mistake(request: HttpRequest, pk: int) -> HttpResponse:
    """One report: its place, what became of it and, for those who look after the page, the form that closes it."""
    found = mistake_at(pk, viewer=request.user)
    if found is None:
        raise Http404
    may_close = closes_mistake(request.user, found) and found.status == MistakeStatus.OPEN
    if request.method == "POST":
        return _close(request, found) if closes_mistake(request.user, found) else _refuse()
    if found.person_id == request.user.pk and found.closed_at:
        note_reply_seen(found)
    return _show(request, found, ClosingForm() if may_close else None)


def _close(request: HttpRequest, found: MistakeReport) -> HttpResponse:
    form = ClosingForm(request.POST)
    if not form.is_valid():
        return _show(request, found, form)
    status = MistakeStatus(form.cleaned_data["status"])
    try:
        close_mistake(found, actor=request.user, status=status, reply=form.cleaned_data["reply"])
    except AlreadyClosedError:
        messages.warning(request, _("Someone closed this report in the meantime."))
    else:
        messages.success(request, _("Closed. Whoever reported it was told."))
    return redirect("mistake", pk=found.pk)


def _show(request: HttpRequest, found: MistakeReport, form: ClosingForm | None) -> HttpResponse:
    place = address_of(found.page, step_id=found.step_id)
    return render(request, "learning/mistake.html", {"report": found, "page": found.page, "form": form, "place": place})


def _refuse() -> HttpResponse:
    raise Http404


def _title_or_404(page: MaterialPage, step_id: str) -> str:
    try:
        return title_of(page, step_id) if step_id else ""
    except UnknownStepError as error:
        raise Http404 from error
