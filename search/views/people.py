"""The directory of people."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from search.domain.queries.directory import directory
from search.interfaces.directory import screen_of, wanted_from


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Colleagues by name in any script and by where they are; htmx asks for what was found alone."""
    wanted = wanted_from(request.GET)
    template = "search/people_found.html" if request.htmx and not request.htmx.history_restore_request else None
    context = screen_of(directory(wanted, viewer=request.user), wanted)
    response = render(request, template or "search/people.html", context)
    response["Vary"] = "HX-Request"
    return response
