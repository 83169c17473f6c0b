"""The search page."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from search.actions import continues
from search.domain.empty_searches import count_empty
from search.domain.queries.acting import asked_to_do
from search.domain.queries.finding import find, language
from search.domain.queries.found import State
from search.domain.queries.unfolding import unfolded
from search.domain.queries.whom import whom_to_ask
from search.interfaces.asking import address, asked_from, fit_for_an_address
from search.interfaces.screen import screen_of


@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """Results, and every state between nothing asked and nothing found. A form that was posted (a paste of any length)
    becomes an address that can be kept and shared."""
    if request.method == "POST":
        asked = replace(fit_for_an_address(asked_from(request.POST)), page=1)
        return redirect(f"{reverse('search')}{address(asked)}")
    found = find(asked_from(request.GET), viewer=request.user)
    is_whole = found.state is State.READY and found.is_counted
    if (found.is_nothing or found.is_partial) and is_whole and not found.asked.is_narrowed:
        count_empty(found.asked.text, viewer=request.user, language=language())
    context = {
        "found": found,
        "unfolded": unfolded(found, viewer=request.user),
        "whom": whom_to_ask(request.user) if found.is_nothing else [],
        "continues": continues(request.user) if found.parsed.is_error else [],
        "doing": asked_to_do(found, viewer=request.user),
        **screen_of(found, viewer=request.user),
    }
    return render(request, "search/page.html", context)
