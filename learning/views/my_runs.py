"""The runs that one leads or looks after: the list, the form, and what becomes of a run."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.api import Person, RefusedError
from learning.domain import cancelling, closing, running
from learning.domain.queries.runs_led import (
    courses_to_run,
    looks_after_some,
    numbers_of,
    run_to_manage,
    runs_listed,
)
from learning.interfaces.run_form import RunEditor
from learning.interfaces.run_lists import asked_runs, tabs_of
from learning.models import Course, CourseRun

A_PAGE = 30
COURSES_SHOWN = 50


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
    courses = courses_to_run(request.user)
    if not courses.exists():
        raise Http404
    course = _course(request, courses)
    if course is None:
        return _choose(request, courses)
    return _edit(request, course=course)


def _course(request: HttpRequest, courses: Any) -> Course | None:
    asked = request.GET.get("course", "")
    try:
        return courses.filter(translation_key=uuid.UUID(asked)).first() if asked else None
    except ValueError:
        return None


def _choose(request: HttpRequest, courses: Any) -> HttpResponse:
    words = request.GET.get("q", "").strip()[:100]
    for word in words.split()[:8]:
        courses = courses.filter(Q(title_ja__icontains=word) | Q(title_en__icontains=word))
    found = list(courses.select_related("department").order_by("title_ja", "pk")[: COURSES_SHOWN + 1])
    context = {"words": words, "courses": found[:COURSES_SHOWN], "has_more": len(found) > COURSES_SHOWN}
    return render(request, "learning/runs/choose.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_run(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Change when, where, by whom and for how many."""
    run = run_or_404(request, key)
    return _edit(request, course=run.course, run=run)


def _edit(request: HttpRequest, *, course: Course, run: CourseRun | None = None) -> HttpResponse:
    """The form; one more sitting where that was asked for; saved where nothing is wrong."""
    about = {"known": _known_lecturers(course, run, request.user), "run": run, "zone": request.user.time_zone}
    if request.method != "POST":
        return _show(request, RunEditor(**about), course, run)
    if "add" in request.POST:
        return _show(request, RunEditor.grown(request.POST, **about), course, run)
    editor = RunEditor(request.POST, **about)
    saved = _save(editor, course, run, actor=request.user)
    if saved is None:
        return _show(request, editor, course, run)
    if "open" in request.POST:
        return _try(request, saved, lambda: running.open_run(saved, actor=request.user), _("People can enrol now."))
    messages.success(request, _("Saved.") if run else _("Saved as a draft. Open it when people shall enrol."))
    return redirect("run_desk", key=saved.key)


def _save(editor: RunEditor, course: Course, run: CourseRun | None, *, actor: Person) -> CourseRun | None:
    facts = editor.facts()
    if facts is None:
        return None
    try:
        if run is None:
            return running.make_run(course, facts=facts, actor=actor)
        return running.change_run(run, facts=facts, actor=actor)
    except ValidationError as error:
        editor.refuse(error)
        return None


def _show(request: HttpRequest, editor: RunEditor, course: Course, run: CourseRun | None) -> HttpResponse:
    status = 422 if editor.has_errors else 200
    context = {"editor": editor, "course": course, "run": run, "form": editor.form}
    return render(request, "learning/runs/form.html", context, status=status)


def _known_lecturers(course: Course, run: CourseRun | None, viewer: Person) -> Any:
    """Those who led the course before, those of this run (also who left since), and whoever fills the form in."""
    before = Q(runs_led__course=course) & Q(pk__in=Person.objects.employed().values("pk"))
    now = Q(runs_led=run) if run is not None else Q(pk=viewer.pk)
    numbers = Person.objects.filter(before | now | Q(pk=viewer.pk)).values("pk")
    return Person.objects.filter(pk__in=numbers)


@require_POST
def run_again(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """A draft like this one a year later; its form opens, for the dates to be corrected."""
    run = run_or_404(request, key)
    try:
        made = running.take_again(run, actor=request.user)
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
    return _try(request, run, lambda: running.open_run(run, actor=request.user), _("People can enrol now."))


@require_POST
def close(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """It was held: who completed it follows from what is marked."""
    run = run_or_404(request, key)
    words = _("The run is closed. Those who came are asked what they think of it.")
    return _try(request, run, lambda: closing.close_run(run, actor=request.user), words)


@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Say why, and to how many; then it is done."""
    run = run_or_404(request, key)
    problem, reason = "", request.POST.get("reason", "")
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


def _try(request: HttpRequest, run: CourseRun, do: Any, words: str) -> HttpResponse:
    """Do it and say so, or say why not; back to the desk."""
    try:
        do()
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, words)
    return redirect("run_desk", key=run.key)
