"""The desk of a run: seats, lists, numbers; taking people off, deciding on requests, giving the lists out."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.api import Person, record
from learning.domain import approving, closing, enrolling
from learning.domain.queries.desk import Desk, desk_of, named
from learning.domain.queries.feedback import feedback_of
from learning.interfaces.run_tables import CSV, XLSX, as_csv, as_xlsx, table_of
from learning.views.my_runs import run_or_404

LONGEST_REASON = 1000
A_PAGE, WORTH_SEARCHING = 100, 20


@require_safe
def desk(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Everything about a run on one page."""
    run = run_or_404(request, key)
    found = desk_of(run, viewer=request.user)
    context = {"run": run, "desk": found, "offers": _buttons(found.offers), "feedback": feedback_of(run, request.user)}
    return render(request, "learning/runs/desk.html", {**context, **_lists(request, found)})


def _lists(request: HttpRequest, found: Desk) -> dict[str, Any]:
    """Who is shown: those with a seat by pages, of the other lists the first hundred; names narrow them all."""
    words = request.GET.get("q", "").strip()[:100]
    seated, waiting, gone = (named(each, words) for each in (found.seated, found.waiting, found.gone))
    return {
        "words": words,
        "page_obj": Paginator(seated, A_PAGE).get_page(request.GET.get("page")),
        "waiting": waiting[:A_PAGE],
        "waiting_more": len(waiting[A_PAGE:]),
        "gone": gone[:A_PAGE],
        "gone_more": len(gone[A_PAGE:]),
        "may_search": bool(words) or len(found.seated) + len(found.waiting) > WORTH_SEARCHING,
    }


def _buttons(offers: Any) -> dict[str, Any]:
    """By name: what can be done, and why not yet."""
    return {offer.transition.name: offer for offer in offers}


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, key: uuid.UUID, enrolment: int) -> HttpResponse:
    """Take somebody off the list, answer a request, correct a result: each asks for a reason where one is told."""
    run = run_or_404(request, key)
    row = get_object_or_404(run.enrolments.select_related("person"), pk=enrolment)
    row.run = run
    wanted = request.POST.get("do") or request.GET.get("do", "remove")
    if wanted not in DONE:
        raise Http404
    reason = request.POST.get("reason", "").replace("\0", "").strip()
    problem = _("Say why: it is what they are told.") if _needs_reason(wanted) and not reason else ""
    if len(reason) > LONGEST_REASON:
        problem = _("Say it in %(most)d characters at most.") % {"most": LONGEST_REASON}
    if request.method != "POST" or problem:
        context = {"run": run, "row": row, "do": wanted, "reason": reason}
        context["problem"] = problem if request.method == "POST" else ""
        return render(request, "learning/runs/decide.html", context, status=422 if context["problem"] else 200)
    try:
        DONE[wanted](row, request.user, reason)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, _said(wanted, row.person))
    return redirect("run_desk", key=key)


DONE: dict[str, Any] = {
    "remove": lambda row, actor, reason: enrolling.withdraw(row, actor=actor, reason=reason),
    "approve": lambda row, actor, reason: approving.approve(row, actor=actor),
    "decline": lambda row, actor, reason: approving.decline(row, actor=actor, reason=reason),
    "complete": lambda row, actor, reason: closing.set_result(row, completed=True, actor=actor, reason=reason),
    "fail": lambda row, actor, reason: closing.set_result(row, completed=False, actor=actor, reason=reason),
}


def _needs_reason(wanted: str) -> bool:
    return wanted in ("remove", "decline")


def _said(wanted: str, person: Person) -> str:
    words = {
        "remove": _("%(name)s is off the list and was told why."),
        "approve": _("%(name)s’s request is approved."),
        "decline": _("%(name)s’s request is declined; they were told why."),
        "complete": _("%(name)s completed the course."),
        "fail": _("%(name)s did not complete the course."),
    }
    return words[wanted] % {"name": person.display_name}


@require_safe
def export(request: HttpRequest, key: uuid.UUID, kind: str) -> HttpResponse:
    """Who comes and who waits, as CSV or XLSX. Who took it is in the audit trail."""
    run = run_or_404(request, key)
    if kind not in ("csv", "xlsx"):
        raise Http404
    table = table_of(desk_of(run, viewer=request.user))
    made = as_csv(table) if kind == "csv" else as_xlsx(table)
    record("run.exported", actor=request.user, on=run, detail={"kind": kind})
    response = HttpResponse(made, content_type=CSV if kind == "csv" else XLSX)
    day = timezone.localdate(run.starts_at, run.zone_info) if run.starts_at else timezone.localdate()
    response["Content-Disposition"] = f'attachment; filename="attendees-{day:%Y-%m-%d}-{run.pk}.{kind}"'
    return response
