"""Who came: marked by the lecturer on a phone, one tap each, or by a code shown big."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from core.api import RefusedError
from core.interfaces.numbers import number_in
from learning.domain.attending import mark_all_present, mark_attendance, show_code, sitting_now
from learning.domain.queries.desk import DeskRow, Mark, named, rows_of, sitting_to_mark
from learning.enums import AttendanceState
from learning.models import CourseRun, Sitting
from learning.models.enrolments import SEATED
from learning.views.my_runs import run_or_404

# So many fit a phone; with more, names are looked for on the server.
A_PAGE = 100


@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The list of one sitting; htmx is sent the row that changed and the numbers."""
    run = run_or_404(request, key)
    sitting = _sitting(request, run)
    if sitting is None:
        return render(request, "learning/runs/attendance.html", {"run": run})
    if request.method == "POST":
        return _mark(request, run, sitting)
    return render(request, "learning/runs/attendance.html", _context(request, run, sitting))


def _sitting(request: HttpRequest, run: CourseRun) -> Sitting | None:
    """The one that the address names, or the one to mark now."""
    asked = request.GET.get("sitting", "")
    if not asked:
        return sitting_to_mark(run)
    found = next((each for each in run.sittings.all() if str(each.pk) == asked), None)
    if found is None:
        raise Http404
    return found


def _context(request: HttpRequest, run: CourseRun, sitting: Sitting) -> dict[str, Any]:
    rows = [row for row in rows_of(run, viewer=request.user) if row.enrolment.status in SEATED]
    states = [_at(row, sitting).state for row in rows]
    words = request.GET.get("q", "").strip()[:100]
    page = Paginator([(row, _at(row, sitting)) for row in named(rows, words)], A_PAGE).get_page(request.GET.get("page"))
    return {
        "run": run,
        "sitting": sitting,
        "everybody": rows,
        "page_obj": page,
        "rows": page.object_list,
        "words": words,
        "here": _address(run, sitting, words=words, page=page.number),
        "present": states.count(AttendanceState.PRESENT),
        "unknown": states.count(""),
        "states": AttendanceState,
        "sittings": [
            {"title": str(number), "sitting": each, "url": f"?sitting={each.pk}", "current": each == sitting}
            for number, each in enumerate(run.sittings.all(), start=1)
        ],
        "is_on": sitting_now(run) == sitting,
    }


def _address(run: CourseRun, sitting: Sitting, *, words: str = "", page: int | str = "") -> str:
    """The list at the place where one is: whoever marks somebody without a script comes back to it."""
    asked = {"sitting": sitting.pk, "q": words, "page": "" if str(page) == "1" else page}
    said = urlencode({name: value for name, value in asked.items() if value})
    return f"{reverse('run_attendance', kwargs={'key': run.key})}?{said}"


def _at(row: DeskRow, sitting: Sitting) -> Mark:
    return next(mark for mark in row.marks if mark.sitting.pk == sitting.pk)


def _mark(request: HttpRequest, run: CourseRun, sitting: Sitting) -> HttpResponse:
    """One tap: what is pressed already is taken back. Without a script the page comes again, at the same place."""
    back = _address(run, sitting, words=request.GET.get("q", ""), page=request.GET.get("page", ""))
    if "all" in request.POST:
        return _mark_all(request, run, sitting, back)
    wanted, number = request.POST.get("state", ""), request.POST.get("enrolment", "")
    enrolment = run.enrolments.filter(pk=number_in(number)).first()
    if enrolment is None or wanted not in ("", *AttendanceState.values):
        raise Http404
    problem = ""
    try:
        mark_attendance(enrolment, sitting, AttendanceState(wanted) if wanted else None, actor=request.user)
    except RefusedError as error:
        problem = " ".join(error.messages)
    if not request.htmx:
        if problem:
            messages.warning(request, problem)
        return redirect(f"{back}#person-{enrolment.pk}")
    context = _context(request, run, sitting)
    context["row"] = next(row for row in context["everybody"] if row.enrolment.pk == enrolment.pk)
    context["mark"] = _at(context["row"], sitting)
    return render(request, "learning/runs/attendance_marked.html", {**context, "problem": problem})


def _mark_all(request: HttpRequest, run: CourseRun, sitting: Sitting, back: str) -> HttpResponse:
    try:
        count = mark_all_present(run, sitting, actor=request.user)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        said = ngettext("%(count)d person marked as present.", "%(count)d people marked as present.", count)
        messages.success(request, said % {"count": count})
    return redirect(back)


@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The code of the sitting that is on, big enough for the last row; a new one where it got out."""
    run = run_or_404(request, key)
    if request.method == "POST":
        try:
            show_code(run, actor=request.user, anew=True)
        except RefusedError as error:
            messages.warning(request, " ".join(error.messages))
        else:
            messages.success(request, _("There is a new code. The one before no longer counts."))
        return redirect("run_code", key=key)
    sitting = sitting_now(run)
    context: dict[str, Any] = {"run": run, "sitting": sitting}
    if sitting is not None:
        context |= _context(request, run, sitting)
    if request.htmx:
        return render(request, "learning/runs/code_count.html", context)
    try:
        context["code"] = show_code(run, actor=request.user)
    except RefusedError as error:
        context["problem"] = " ".join(error.messages)
    return render(request, "learning/runs/code.html", context)
