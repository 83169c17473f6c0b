"""Questions: those one may answer, one's own, and each with its answers."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.interfaces.numbers import number_in
from learning.domain import limits
from learning.domain.answers import answer
from learning.domain.asking import set_aside
from learning.domain.names import open_asker
from learning.domain.queries.similar import elsewhere
from learning.domain.queries.stuck import question_at, question_of, questions_for
from learning.domain.stuck import change_report, delete_report, hide_report, mark_solved, reopen
from learning.interfaces.stuck import AnswerForm, StuckForm
from learning.models import MaterialPage, StuckReport
from learning.rules import changes_report, edits_material
from learning.views.reading import back_to_step


def questions(request: HttpRequest) -> HttpResponse:
    """What I was asked and may answer, and what I asked."""
    return render(request, "learning/questions.html", {"lists": questions_for(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """One question with its answers and the form that answers it."""
    report, page = _question_or_404(request, pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        body, token = form.cleaned_data["body"], form.cleaned_data["token"]
        try:
            answer(report, author=request.user, body=body, token=token)
        except limits.TooManyError:
            form.add_error(None, _("You answered a lot in the last hour. Wait a little, then send it again."))
        else:
            messages.success(request, _("Thank you. Your answer stands under the step for whoever comes next."))
            if request.POST.get("next") == "readers":
                return redirect("readers", key=report.translation_key)
            return redirect("question", pk=pk)
    context = question_of(report, page=page, viewer=request.user)
    if context["sees_asker"]:
        context["asker"] = open_asker(report, actor=request.user)
    others = elsewhere(report.seen, viewer=request.user, besides=(report.pk,))
    return render(request, "learning/question.html", {**context, "form": form, "elsewhere": others})


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one's own question."""
    report, page = _own_or_404(request, pk)
    initial = {"seen": report.seen, "tried": report.tried, "token": report.token}
    form = StuckForm(request.POST or None, request.FILES or None, initial=initial, person=request.user)
    if request.method == "POST" and form.is_valid():
        gone = [number for said in request.POST.getlist("without") if (number := number_in(said)) is not None]
        change_report(report, what=form.what(), without=gone)
        messages.success(request, _("Question saved."))
        return redirect("question", pk=pk)
    return render(request, "learning/question_edit.html", {"report": report, "page": page, "form": form})


@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own question back."""
    report, page = _own_or_404(request, pk)
    step_id = report.step_id
    delete_report(report)
    return back_to_step(request, page, step_id, _("Question deleted."))


@require_POST
def hide(request: HttpRequest, pk: int) -> HttpResponse:
    """Editors take a question out of sight, and bring it back."""
    report, page = _question_or_404(request, pk)
    if not edits_material(request.user, page):
        raise Http404
    hide_report(report, actor=request.user, hidden=not request.POST.get("undo"))
    messages.success(request, _("Question shown again.") if request.POST.get("undo") else _("Question hidden."))
    return redirect("question", pk=pk)


@require_POST
def solved(request: HttpRequest, pk: int) -> HttpResponse:
    """Its asker got past, perhaps by an answer (`by`), or did not after all (`undo`)."""
    report, _page = _own_or_404(request, pk)
    if request.POST.get("undo"):
        reopen(report)
        return redirect("question", pk=pk)
    chosen = str(request.POST.get("by", ""))
    by = report.answers.filter(pk=number_in(chosen), hidden_at__isnull=True).first()
    if chosen and by is None:
        raise Http404
    mark_solved(report, by=by)
    messages.success(request, _("Good. The answer that helped stands first for whoever comes next."))
    return redirect("question", pk=pk)


@require_POST
def aside(request: HttpRequest, pk: int) -> HttpResponse:
    """I cannot help with this one."""
    report, _page = _question_or_404(request, pk)
    set_aside(report, person=request.user)
    return redirect("questions")


def _question_or_404(request: HttpRequest, pk: int) -> tuple[StuckReport, MaterialPage]:
    found = question_at(pk, viewer=request.user)
    if found is None:
        raise Http404
    return found


def _own_or_404(request: HttpRequest, pk: int) -> tuple[StuckReport, MaterialPage]:
    report, page = _question_or_404(request, pk)
    if not changes_report(request.user, report):
        raise Http404
    return report, page
