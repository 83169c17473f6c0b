"""Where my readers are stuck: for authors, owners, lecturers and editors."""

from __future__ import annotations

import uuid
from dataclasses import asdict

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from learning.domain.names import open_names
from learning.domain.progress import UnknownStepError, title_of
from learning.domain.queries.readers import (
    LISTED,
    materials_written_by,
    numbers_of,
    open_questions,
    readers_count,
    steps_of,
)
from learning.interfaces.stuck import AnswerForm
from learning.rules import sees_who_is_stuck
from learning.views.reading import page_or_404


def my_readers(request: HttpRequest) -> HttpResponse:
    """All materials that I wrote or own, those with open questions first."""
    pages = materials_written_by(request.user)
    questions = list(open_questions(page.translation_key for page in pages)[:LISTED])
    titles = {page.translation_key: page for page in pages}
    waiting = [(report, titles[report.translation_key]) for report in questions]
    return render(request, "learning/my_readers.html", {"materials": numbers_of(pages), "waiting": waiting})


def readers(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One material: the heat strip, open questions with their answer forms, names of a step when asked (`?names=`)."""
    page = page_or_404(request, key)
    if not sees_who_is_stuck(request.user, page):
        raise Http404
    named = str(request.GET.get("names", ""))
    steps = [asdict(step) for step in steps_of(page)]
    context = {"page": page, "steps": steps, "readers": readers_count(page), "named": named}
    if named:
        try:
            context["named_title"] = title_of(page, named)
        except UnknownStepError as error:
            raise Http404 from error
        context["stopped"] = open_names(page, step_id=named, actor=request.user)
    waiting = list(open_questions([key]).prefetch_related("pictures")[:LISTED])
    context["waiting"] = [(report, AnswerForm(prefix=None)) for report in waiting]
    return render(request, "learning/readers.html", context)
