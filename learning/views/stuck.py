"""Being stuck: what helped others first, then the form that asks."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from learning.domain import limits
from learning.domain.progress import UnknownStepError, title_of
from learning.domain.queries.folds import folds_of
from learning.domain.queries.reading import NOTHING, helped_by
from learning.domain.queries.similar import elsewhere, most_alike
from learning.domain.stuck import report_stuck
from learning.interfaces.stuck import StuckForm
from learning.models import MaterialPage, StuckReport
from learning.views.reading import back_to_step, page_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def stuck(request: HttpRequest, key: uuid.UUID, step_id: str) -> HttpResponse:
    """The form at a step: a page of its own, or the panel under the step."""
    page, title = _step_or_404(request, key, step_id)
    form = StuckForm(request.POST or None, request.FILES or None, prefix=step_id, person=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            report = report_stuck(
                request.user, page=page, step_id=step_id, what=form.what(), token=form.cleaned_data["token"]
            )
        except limits.TooManyError:
            form.keep_pictures()
            form.add_error(None, _("You asked a lot in the last hour. Wait a little, then send it again."))
        else:
            return _asked(request, page, report)
    answers = folds_of(key).get(step_id, NOTHING).answers
    context = {
        "page": page,
        "step_id": step_id,
        "step_title": title,
        "form": form,
        "answers": most_alike(answers, str(form["seen"].value() or "")),
        "helped": helped_by(answers, viewer=request.user),
    }
    name = "learning/stuck_panel.html" if request.htmx else "learning/stuck.html"
    return render(request, name, context)


@require_POST
def similar(request: HttpRequest, key: uuid.UUID, step_id: str) -> HttpResponse:
    """The answers at a step, those first whose question is most like what is being typed. Nothing is kept."""
    _step_or_404(request, key, step_id)
    answers = folds_of(key).get(step_id, NOTHING).answers
    typed = str(request.POST.get(f"{step_id}-seen", ""))[:20000]
    context = {
        "answers": most_alike(answers, typed),
        "helped": helped_by(answers, viewer=request.user),
        "elsewhere": elsewhere(typed, viewer=request.user, besides=(answer.report_pk for answer in answers)),
    }
    return render(request, "learning/similar.html", context)


def _step_or_404(request: HttpRequest, key: uuid.UUID, step_id: str) -> tuple[MaterialPage, str]:
    page = page_or_404(request, key)
    try:
        return page, title_of(page, step_id)
    except UnknownStepError as error:
        raise Http404 from error


def _asked(request: HttpRequest, page: MaterialPage, report: StuckReport) -> HttpResponse:
    count = report.asked.count()
    said = _("Your question stands under the step for whoever knows the way past.")
    if count:
        said = ngettext(
            "Your question is asked: %(count)d person was told.",
            "Your question is asked: %(count)d people were told.",
            count,
        ) % {"count": count}
    if request.htmx:
        return render(request, "learning/asked.html", {"page": page, "report": report, "said": said})
    return back_to_step(request, page, report.step_id, said)
