"""Adding people to a run: one found by name, a pasted list, or an audience; looked at before it is done."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from core.api import Person, RefusedError
from core.domain.queries.spelt import with_words
from learning.domain.cohorts import Cohort, enrol_cohort, preview
from learning.domain.queries.desk import departments_of
from learning.domain.queries.same_days import elsewhere_of
from learning.interfaces.run_people import PeopleForm
from learning.models import CourseRun
from learning.views.my_runs import run_or_404

FOUND = 12
NAMES = (
    *("family_name", "given_name", "family_kana", "given_kana", "family_romaji", "given_romaji"),
    *("employee_number", "email"),
)


@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """The forms; what would become of a list; and doing it."""
    run = run_or_404(request, key)
    form = PeopleForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"run": run, "form": form, "words": request.GET.get("q", "").strip()[:100]}
    if request.method == "POST" and form.is_valid():
        lines = form.lines()
        if lines is not None:
            try:
                if "enrol" in request.POST:
                    return _done(request, run, enrol_cohort(run, lines, actor=request.user))
                context["cohort"] = preview(run, lines, actor=request.user)
            except RefusedError as error:
                form.add_error(None, error)
    if context["words"]:
        context["found"] = _found(run, context["words"])
    free = None if run.seats.capacity is None else max(run.seats.capacity - run.seats.taken, 0)
    if "cohort" in context:
        context |= _looked_at(run, context["cohort"], request.user)
    return render(request, "learning/runs/people.html", {**context, "free": free}, status=422 if form.errors else 200)


def _looked_at(run: CourseRun, cohort: Cohort, viewer: Person) -> dict[str, Any]:
    """Each line with what else they have in these days: it hinders nobody, and who adds them should know."""
    ready = [each for each in cohort.lines if each.obstacle is None and each.person is not None]
    others = elsewhere_of(run, [each.person.pk for each in ready if each.person], viewer=viewer)
    rows = [(each, others.get(each.person.pk, []) if each.person else []) for each in cohort.lines]
    return {"ready": ready, "rows": rows, "busy": len(others)}


def _done(request: HttpRequest, run: CourseRun, cohort: Cohort) -> HttpResponse:
    """Say how many got in, and name each who did not."""
    count = len(cohort.admitted)
    if count:
        said = ngettext("%(count)d person was added.", "%(count)d people were added.", count) % {"count": count}
        messages.success(request, said)
    refused = [f"{each.person.display_name if each.person else each.text}: {each.obstacle.words}"
               for each in cohort.refused if each.obstacle]  # fmt: skip
    if refused:
        shown = "\n".join(refused[:10])
        more = len(refused) - 10
        if more > 0:
            shown += "\n" + ngettext("and %(count)d more", "and %(count)d more", more) % {"count": more}
        messages.warning(request, _("Not added:\n%(people)s") % {"people": shown})
    return redirect("run_desk", key=run.key)


def _found(run: CourseRun, words: str) -> list[dict[str, Any]]:
    """Colleagues by any of their names, each with what they already are in this run."""
    found = list(with_words(Person.objects.employed(), words, NAMES)[:FOUND])
    departments = departments_of([each.pk for each in found])
    known = {each.person_id: each for each in run.enrolments.filter(person__in=found)}
    return [{"person": each, "department": departments.get(each.pk), "enrolment": known.get(each.pk)} for each in found]
