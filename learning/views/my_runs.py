"""The runs that one leads or looks after: the list, the form, and what becomes of a run."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.api import RefusedError
from core.interfaces.form_key import form_key_of
from learning.domain import cancelling, closing, running
from learning.domain.queries.runs_led import (
    courses_to_run,
    looks_after_some,
    numbers_of,
    run_to_manage,
    runs_listed,
)
from learning.domain.taking_again import take_again
from learning.interfaces.run_lists import asked_runs, tabs_of
from learning.models import CourseRun
from learning.views.run_forms import RunFormScreen, try_to

A_PAGE = 30
SCREEN = RunFormScreen(form="learning/runs/form.html", chooser="learning/runs/choose.html")


@require_safe
def my_runs(request: HttpRequest) -> HttpResponse:
    """What is next, what was, what is drafted; managers of courses see all of theirs beside their own."""
    asked = asked_runs(request.GET, may_see_all=looks_after_some(request.user))
    page = Paginator(runs_listed(asked, viewer=request.user), A_PAGE).get_page(request.GET.get("page"))
    numbers = numbers_of(list(page.object_list))
    context = {
        "asked": asked,
        "page_obj": page,
        "rows": [(run, numbers[run.pk]) for run in page.object_list],
        "tabs": tabs_of(asked),
        "sees_all": looks_after_some(request.user),
        "may_make": courses_to_run(request.user).exists(),
    }
    return render(request, "learning/runs/mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new_run(request: HttpRequest) -> HttpResponse:
    """Choose a course, then say when and where."""
    return SCREEN.new(request)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_run(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Change when, where, by whom and for how many."""
    return SCREEN.change(request, run_or_404(request, key))


@require_POST
def run_again(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """A draft like this one a year later; its form opens, for the dates to be corrected."""
    run = run_or_404(request, key)
    try:
        made = take_again(run, actor=request.user, key=form_key_of(request.POST))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("run_desk", key=key)
    messages.success(
        request, _("A draft with every sitting on its weekday, some weeks on. Look at the dates, then save.")
    )
    return redirect("edit_run", key=made.key)


@require_POST
def open_(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """From now on people can enrol."""
    run = run_or_404(request, key)
    return try_to(request, run, lambda: running.open_run(run, actor=request.user), _("People can enrol now."))


@require_POST
def close(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """It was held: who completed it follows from what is marked."""
    run = run_or_404(request, key)
    words = _("The run is closed. Those who came are asked what they think of it.")
    return try_to(request, run, lambda: closing.close_run(run, actor=request.user), words)


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Say why, and to how many; then it is done."""
    run = run_or_404(request, key)
    problem, reason = "", request.POST.get("reason", "").replace("\0", "")
    if request.method == "POST":
        try:
            cancelling.cancel_run(run, actor=request.user, reason=reason)
        except RefusedError as error:
            messages.warning(request, " ".join(error.messages))
            return redirect("run_desk", key=key)
        except ValidationError as error:
            problem = " ".join(error.messages)
        else:
            messages.success(request, _("The run is cancelled, and everybody was told."))
            return redirect("run_desk", key=key)
    context = {"run": run, "numbers": numbers_of([run])[run.pk], "problem": problem, "reason": reason}
    return render(request, "learning/runs/cancel.html", context, status=422 if problem else 200)


def run_or_404(request: HttpRequest, key: uuid.UUID) -> CourseRun:
    """404 whether it is absent or not theirs; the sittings know their zone, for `span`."""
    run = run_to_manage(key, viewer=request.user)
    if run is None:
        raise Http404
    return run
