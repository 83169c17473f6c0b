"""What one does with an answer: says that it helped, changes one's own, hides another's."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.domain.queries.addresses import address_of
from learning.domain.answers import change_answer, delete_answer, hide_answer, mark_helped, unmark_helped
from learning.domain.queries.stuck import answer_at
from learning.interfaces.stuck import AnswerForm
from learning.models import MaterialPage, StuckAnswer
from learning.rules import changes_answer, edits_material


@require_POST
def helped(request: HttpRequest, pk: int) -> HttpResponse:
    """It helped me; `undo` takes that back."""
    given, page = _answer_or_404(request, pk)
    is_undone = bool(request.POST.get("undo"))
    (unmark_helped if is_undone else mark_helped)(given, person=request.user)
    if request.htmx:
        times = given.helped.count()
        context = {"answer": {"pk": given.pk, "helped": times}, "has_helped": not is_undone}
        return render(request, "learning/helped.html", context)
    return redirect(address_of(page, step_id=given.report.step_id))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one's own answer."""
    given, page = _answer_or_404(request, pk)
    if not changes_answer(request.user, given):
        raise Http404
    form = AnswerForm(request.POST or None, initial={"body": given.body})
    if request.method == "POST" and form.is_valid():
        change_answer(given, body=form.cleaned_data["body"])
        messages.success(request, _("Answer saved."))
        return redirect("question", pk=given.report_id)
    return render(request, "learning/answer_edit.html", {"page": page, "report": given.report, "form": form})


@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own answer back."""
    given, _page = _answer_or_404(request, pk)
    if not changes_answer(request.user, given):
        raise Http404
    delete_answer(given)
    messages.success(request, _("Answer deleted."))
    return redirect("question", pk=given.report_id)


@require_POST
def hide(request: HttpRequest, pk: int) -> HttpResponse:
    """Editors take an answer out of sight, and bring it back."""
    given, page = _answer_or_404(request, pk)
    if not edits_material(request.user, page):
        raise Http404
    hide_answer(given, actor=request.user, hidden=not request.POST.get("undo"))
    messages.success(request, _("Answer shown again.") if request.POST.get("undo") else _("Answer hidden."))
    return redirect("question", pk=given.report_id)


def _answer_or_404(request: HttpRequest, pk: int) -> tuple[StuckAnswer, MaterialPage]:
    found = answer_at(pk, viewer=request.user)
    if found is None:
        raise Http404
    return found
