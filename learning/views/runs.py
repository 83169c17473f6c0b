"""A course run for those who take it: its page, enrolling, withdrawing, checking in, feedback."""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.api import Person, RefusedError
from core.domain.queries.addresses import address_of
from learning.domain import attending, enrolling, undoing
from learning.domain.feedback import give_feedback, obstacle_to_feedback
from learning.domain.queries.course_rows import course_pages
from learning.domain.queries.run_boxes import boxes_of, run_at
from learning.domain.queries.run_screen import run_screen
from learning.enums import EnrolmentStatus
from learning.interfaces.enrolling import CheckInForm, EnrolForm, FeedbackForm
from learning.models import CourseRun, Enrolment, Feedback

REFUSED = 422


def _pressed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For an address that a button posts to, and that stays in the browser where it is refused: whoever reloads it,
    changes the language or signs in again on the way comes to the run."""

    @functools.wraps(view)
    def answered(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
        if request.method != "POST":
            return redirect("course_run", key=_run_or_404(request, key).key)
        return view(request, key)

    return require_http_methods(["GET", "HEAD", "POST"])(answered)


@require_safe
def course_run(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One run: when and where, who leads it, what I can do."""
    return _shown(request, _run_or_404(request, key))


@_pressed
def enrol(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Ask for a seat for myself; what was typed comes back with the reason where it is refused."""
    run, form = _run_or_404(request, key), EnrolForm(request.POST)
    if not form.is_valid():
        return _shown(request, run, status=REFUSED, form=form)
    wish = form.cleaned_data["wish"]
    return _done(request, run, lambda me: _said_of(enrolling.enrol(run, me, actor=me, wish=wish)), form=form)


@_pressed
def withdraw(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Give up my seat, my place in the line, or my request; for some minutes there is a way back."""
    run = _run_or_404(request, key)
    enrolment = _own_or_404(request, run)

    def withdrawn(me: Person) -> str:
        enrolling.withdraw(enrolment, actor=me)
        return _said_of_withdrawal(run, me)

    return _done(request, run, withdrawn)


@_pressed
def undo_withdrawal(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """I pressed the wrong button: what I had, as far as it is still there."""
    run = _run_or_404(request, key)
    enrolment = _own_or_404(request, run)
    return _done(request, run, lambda me: _said_of(undoing.undo_withdrawal(enrolment, actor=me)))


@_pressed
def check_in(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Say by the code that I am here."""
    run, form = _run_or_404(request, key), CheckInForm(request.POST)
    if form.is_valid():
        try:
            mark = attending.check_in(request.user, form.cleaned_data["code"])
        except RefusedError as refused:
            form.add_error("code", refused.messages[0])
        else:
            messages.success(request, _("You are marked present. Enjoy the course."))
            return redirect("course_run", key=mark.enrolment.run.key)
    return _shown(request, run, status=REFUSED, check_in=form)


@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One minute for whoever holds the next run."""
    run = _run_or_404(request, key)
    enrolment = _own_or_404(request, run)
    said = Feedback.objects.filter(enrolment=enrolment).first()
    form = FeedbackForm(request.POST or None, instance=said)
    against = obstacle_to_feedback(enrolment)
    if request.method == "POST" and form.is_valid():
        try:
            give_feedback(enrolment, actor=request.user, **form.cleaned_data)
        except ValidationError as refused:
            against = " ".join(refused.messages)
        else:
            messages.success(request, _("Thank you. It is read without your name."))
            return redirect("course_run", key=run.key)
    context = {"run": run, "form": form, "against": against, "is_given": said is not None}
    return render(request, "learning/feedback.html", context, status=REFUSED if request.method == "POST" else 200)


def _run_or_404(request: HttpRequest, key: uuid.UUID) -> CourseRun:
    run = run_at(key, viewer=request.user)
    if run is None:
        raise Http404
    return run


def _own_or_404(request: HttpRequest, run: CourseRun) -> Enrolment:
    own = Enrolment.objects.filter(run=run, person=request.user).select_related("run__course", "person").first()
    if own is None:
        raise Http404
    return own


def _done(request: HttpRequest, run: CourseRun, act: Callable[[Person], str], **typed: Any) -> HttpResponse:
    """What a button of a run does: the words of `act` where it was pressed, or the run again with the reason."""
    try:
        said = act(request.user)
    except RefusedError as refused:
        return _shown(request, run, status=REFUSED, refusal=" ".join(refused.messages), **typed)
    messages.success(request, said)
    return _back(request, run)


def _shown(request: HttpRequest, run: CourseRun, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {**run_screen(run, viewer=request.user), "check_in": CheckInForm(), **more}
    return render(request, "learning/course_run.html", context, status=status)


def _back(request: HttpRequest, run: CourseRun) -> HttpResponse:
    """To where the button was pressed."""
    page = course_pages([run.course.translation_key], viewer=request.user).get(run.course.translation_key)
    if request.POST.get("next") == "course" and page is not None:
        return redirect(f"{address_of(page)}#run-{run.pk}")
    if request.POST.get("next") == "mine":
        return redirect("my_learning")
    return redirect("course_run", key=run.key)


def _said_of_withdrawal(run: CourseRun, person: Person) -> str:
    """Whether the way back is open still, is said by what is there after the line moved up."""
    (box,) = boxes_of([run_at(run.key, viewer=person) or run], viewer=person)
    if box.standing.can_undo:
        return _("You have withdrawn. For ten minutes the page of the run has an undo.")
    if box.standing.seat_is_gone:
        return _("You have withdrawn, and your seat went to the next in line.")
    return _("You have withdrawn.")


def _said_of(enrolment: Enrolment) -> str:
    if enrolment.status == EnrolmentStatus.ENROLLED:
        return _("You are enrolled. It stands in your calendar.")
    if enrolment.status == EnrolmentStatus.WAITING:
        return _("You are on the waiting list. You are told when a seat becomes free.")
    return _("Your manager is asked. You are told what they say.")
