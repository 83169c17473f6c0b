"""The form of a run as a page, in the portal and in Wagtail: one way to write, two looks."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.api import Person
from core.domain.queries.spelt import with_words
from core.interfaces.form_key import form_key_of
from learning.domain import running
from learning.domain.queries.runs_led import courses_to_run
from learning.enums import RunState
from learning.interfaces.run_editor import RunEditor
from learning.models import Course, CourseRun

COURSES_SHOWN = 50
Frame = Callable[[str], dict[str, Any]]


@dataclass(frozen=True)
class RunFormScreen:
    """`frame` gives what a template wants beside the form, from the title of the page."""

    form: str
    chooser: str
    frame: Frame = lambda title: {}

    def new(self, request: HttpRequest) -> HttpResponse:
        """Choose a course, then say when and where."""
        courses = courses_to_run(request.user)
        if not courses.exists():
            raise Http404
        course = _course(request, courses)
        return self._choose(request, courses) if course is None else self._edit(request, course)

    def change(self, request: HttpRequest, run: CourseRun) -> HttpResponse:
        return self._edit(request, run.course, run)

    def _choose(self, request: HttpRequest, courses: QuerySet[Course]) -> HttpResponse:
        words = request.GET.get("q", "").strip()[:100]
        courses = with_words(courses, words, ("title_ja", "title_en"))
        found = list(courses.select_related("department").order_by("title_ja", "pk")[: COURSES_SHOWN + 1])
        context = {"words": words, "courses": found[:COURSES_SHOWN], "has_more": len(found) > COURSES_SHOWN}
        return render(request, self.chooser, {**self.frame(_("New run")), **context})

    def _edit(self, request: HttpRequest, course: Course, run: CourseRun | None = None) -> HttpResponse:
        """The form; one more sitting where that was asked for; saved where nothing is wrong."""
        about = {"known": _known_lecturers(course, run, request.user), "viewer": request.user, "run": run}
        about["zone"] = request.user.time_zone
        if request.method != "POST":
            return self._show(request, RunEditor(**about), course, run)
        if "add" in request.POST:
            return self._show(request, RunEditor.grown(request.POST, **about), course, run)
        editor = RunEditor(request.POST, **about)
        saved = _save(editor, course, run, actor=request.user, key=form_key_of(request.POST))
        if saved is None:
            return self._show(request, editor, course, run)
        if "open" in request.POST and saved.status == RunState.DRAFT:
            return try_to(
                request, saved, lambda: running.open_run(saved, actor=request.user), _("People can enrol now.")
            )
        messages.success(request, _("Saved.") if run else _("Saved as a draft. Open it when people shall enrol."))
        return redirect("run_desk", key=saved.key)

    def _show(self, request: HttpRequest, editor: RunEditor, course: Course, run: CourseRun | None) -> HttpResponse:
        context = {"editor": editor, "course": course, "run": run, "form": editor.form}
        frame = self.frame(_("Change the run") if run else _("New run"))
        return render(request, self.form, {**frame, **context}, status=422 if editor.has_errors else 200)


def _course(request: HttpRequest, courses: QuerySet[Course]) -> Course | None:
    asked = request.GET.get("course", "")
    try:
        return courses.filter(translation_key=uuid.UUID(asked)).first() if asked else None
    except ValueError:
        return None


def _save(
    editor: RunEditor, course: Course, run: CourseRun | None, *, actor: Person, key: uuid.UUID | None
) -> CourseRun | None:
    facts = editor.facts()
    if facts is None:
        return None
    try:
        if run is None:
            return running.make_run(course, facts=facts, actor=actor, key=key)
        return running.change_run(run, facts=facts, actor=actor)
    except ValidationError as error:
        editor.refuse(error)
        return None


def _known_lecturers(course: Course, run: CourseRun | None, viewer: Person) -> QuerySet[Person]:
    """Those who led the course before, those of this run (also who left since), and whoever fills the form in."""
    before = Q(runs_led__course=course) & Q(pk__in=Person.objects.employed().values("pk"))
    now = Q(runs_led=run) if run is not None else Q(pk=viewer.pk)
    numbers = Person.objects.filter(before | now | Q(pk=viewer.pk)).values("pk")
    return Person.objects.filter(pk__in=numbers)


def try_to(request: HttpRequest, run: CourseRun, do: Callable[[], Any], words: str) -> HttpResponse:
    """Do it and say so, or say why not; back to the desk."""
    try:
        do()
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
    else:
        messages.success(request, words)
    return redirect("run_desk", key=run.key)
