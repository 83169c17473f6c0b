"""Similar to this: below a page as a fragment that comes when it is reached, and as a page of its own."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from search import registry
from search.domain.queries.similar import may_compare, similar_to
from search.interfaces.asking import clean

LISTED, BELOW = 20, 4


@require_safe
def similar(request: HttpRequest) -> HttpResponse:
    """The fragment is empty where nothing is alike or no engine answers: the page below which it stands is whole."""
    key = clean(request.GET.get("key", ""))[:200]
    if not may_compare(key, viewer=request.user):
        raise Http404
    kind = registry.kinds()[key.partition(":")[0]]
    kinds = (kind.name,) if kind.is_like_its_own else ()
    rows, _state = similar_to(key, viewer=request.user, kinds=kinds, limit=BELOW if request.htmx else LISTED)
    name = "search/similar_below.html" if request.htmx else "search/similar.html"
    return render(request, name, {"rows": rows})
