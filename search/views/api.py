"""What the API answers from search. `portal.views.api` composes it with the other apps' routers."""

from __future__ import annotations

from typing import Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router

from core.interfaces.problems import Problem, detail_of, problem
from core.views import ways_in
from search import registry
from search.domain.queries.finding import LAST_PAGE, find
from search.domain.queries.found import Asked, State
from search.domain.queries.offering import offer
from search.domain.queries.similar import MOST, may_compare, similar_to
from search.interfaces import answers
from search.interfaces.asking import MOST_VALUES, clean

router = Router(tags=["search"])
WRONG = {**ways_in.WRONG, 503: Problem}
TEXT = Query("", max_length=10_000, description="Words, a name, a phrase in quotes, or a whole error message.")
KINDS = Query([], max_length=MOST_VALUES, description="Only these kinds, by their name from /kinds.")
FILTERS = Query(
    [], max_length=MOST_VALUES, description="facet:value. Values of one facet are an or, facets an and.",
    examples=[["department:network-operations"]],
)  # fmt: skip


@router.get("/search", response={200: answers.SearchOut, **WRONG}, operation_id="search")
def search(
    request: HttpRequest,
    q: str = TEXT,
    kind: list[str] = KINDS,
    filter: list[str] = FILTERS,  # noqa: A002 - the name that whoever calls writes
    order: Literal["best", "new"] = Query("best", description="Best match, or what changed last."),
    page: int = Query(1, ge=1, le=LAST_PAGE, description="Twenty hits a page."),
) -> Any:
    """Search. Without words, a kind or a filter lists what there is; without all three nothing is found."""
    errors = [*_unknown_kinds(kind), *_unknown_filters(filter)]
    if errors:
        return problem(422, detail_of(errors), errors=errors)
    filters: dict[str, tuple[str, ...]] = {}
    for name, _colon, value in (each.partition(":") for each in filter):
        filters[name] = (*filters.get(name, ()), clean(value)[:200] or value[:200])
    asked = Asked(text=clean(q), kinds=tuple(dict.fromkeys(kind)), filters=filters, order=order, page=page)
    found = find(asked, viewer=request.auth)
    return _away() if found.state is State.AWAY else answers.search_out(found)


@router.get("/suggest", response={200: answers.HitsOut, **WRONG}, operation_id="suggest")
def suggest(
    request: HttpRequest, q: str = Query(..., min_length=1, max_length=200, description="As typed so far.")
) -> Any:
    """What begins like this: half-typed, half-converted and slightly misspelt words too."""
    offered = offer(clean(q), viewer=request.auth)
    if offered.state is State.AWAY:
        return _away()
    return answers.hits_out([row for group in offered.groups for row in group.rows], offered.state)


@router.get("/similar", response={200: answers.HitsOut, 404: Problem, **WRONG}, operation_id="similar")
def similar(
    request: HttpRequest,
    key: str = Query(..., min_length=1, max_length=200, description="The key of a hit."),
    kind: list[str] = KINDS,
    limit: int = Query(5, ge=1, le=MOST, description="How many at most."),
) -> Any:
    """What is like something that was found."""
    errors = _unknown_kinds(kind)
    if errors:
        return problem(422, detail_of(errors), errors=errors)
    if not may_compare(clean(key), viewer=request.auth):
        raise Http404
    rows, state = similar_to(clean(key), viewer=request.auth, kinds=tuple(kind), limit=limit)
    return _away() if state is State.AWAY else answers.hits_out(rows, state)


@router.get(
    "/kinds",
    response={200: answers.KindsOut, 401: Problem, 429: Problem},
    operation_id="kinds",
)
def kinds(request: HttpRequest) -> Any:
    """The kinds that can be found and the facets that they can be narrowed by."""
    return answers.kinds_out()


def _away() -> HttpResponse:
    return problem(503, _("Nothing is lost. Try again in a moment."), headers={"Retry-After": "30"})


def _unknown_kinds(names: list[str]) -> list[dict[str, str]]:
    known = registry.kinds()
    wrong = next((name for name in names if name not in known), None)
    if wrong is None:
        return []
    return [{"field": "kind", "message": _("Choose one of these: %(values)s.") % {"values": ", ".join(known)}}]


def _unknown_filters(pairs: list[str]) -> list[dict[str, str]]:
    known = registry.facets()
    if all(pair.partition(":")[0] in known and pair.partition(":")[2] for pair in pairs):
        return []
    said = _("Write facet:value, with one of these facets: %(values)s.") % {"values": ", ".join(known)}
    return [{"field": "filter", "message": said}]
