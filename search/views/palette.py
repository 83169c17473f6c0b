"""The palette: what is offered while somebody types, as a fragment."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from search.domain.queries.found import Asked
from search.domain.queries.offering import offer
from search.interfaces.asking import address, clean, fit_for_an_address


@require_safe
def palette(request: HttpRequest) -> HttpResponse:
    """Suggestions and actions for `?q=`. Opened as a page, it is the search page."""
    text = clean(request.GET.get("q", ""))
    search_url = f"{reverse('search')}{address(fit_for_an_address(Asked(text)))}"
    if not request.headers.get("HX-Request"):
        return redirect(search_url)
    context = {"offered": offer(text, viewer=request.user), "search_url": search_url}
    response = render(request, "search/palette_results.html", context)
    response["Cache-Control"] = "private, no-store"
    return response
