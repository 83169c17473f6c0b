"""My learning: what comes, what I am in the middle of, what I completed; and the history as files."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from learning.domain.attending import sitting_now
from learning.domain.queries.attendees import to_approve
from learning.domain.queries.mine import started_materials
from learning.domain.queries.my_courses import history_of, my_courses
from learning.interfaces.history import NoPdfError, as_csv, as_pdf


@require_safe
def my_learning(request: HttpRequest) -> HttpResponse:
    """Courses and materials in one place."""
    years, courses = history_of(request.user), my_courses(request.user)
    context = {
        "courses": courses,
        "on_now": [each.run for each in courses.coming if sitting_now(each.run) is not None],
        "mine": started_materials(request.user),
        "this_year": next((each for each in years if each.year == timezone.localdate().year), None),
        "completed": sum(len(each.completions) for each in years),
        "to_approve": to_approve(request.user).count(),
    }
    return render(request, "learning/my_learning.html", context)


@require_safe
def my_history(request: HttpRequest) -> HttpResponse:
    """All that I completed, by years."""
    return render(request, "learning/my_history.html", {"years": history_of(request.user)})


@require_safe
def my_history_csv(request: HttpRequest) -> HttpResponse:
    """The same for a spreadsheet."""
    return _file(as_csv(history_of(request.user)), "text/csv; charset=utf-8", "csv")


@require_safe
def my_history_pdf(request: HttpRequest) -> HttpResponse:
    """The same to print or hand in; where no PDF can be made, the page itself, which prints as well."""
    try:
        return _file(as_pdf(request.user, history_of(request.user)), "application/pdf", "pdf")
    except NoPdfError:
        messages.warning(
            request, _("This installation cannot make a PDF (the library Pango is missing). Print this page instead.")
        )
        return redirect("my_history")


def _file(content: bytes, kind: str, ending: str) -> HttpResponse:
    name = f"learning-{timezone.localdate():%Y-%m-%d}.{ending}"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
