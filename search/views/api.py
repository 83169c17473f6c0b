"""The API of search: `/api/v1/`, as the signed-in person. Its OpenAPI document is at `/api/v1/openapi.json`."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Literal

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Query
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError
from ninja.security import APIKeyCookie
from ninja.throttling import BaseThrottle

from core.domain.throttle import allow
from core.models.person import Person
from core.rules import is_employee
from search import registry
from search.domain.queries.finding import LAST_PAGE, Asked, State, find
from search.domain.queries.offering import offer
from search.domain.queries.similar import MOST, may_compare, similar_to
from search.interfaces import answers, problems
from search.interfaces.asking import MOST_VALUES, clean
from search.interfaces.problems import problem

MINUTE = 60
A_MINUTE = 120


class Session(APIKeyCookie):
    """Whoever signed in with a browser and is employed today. Every operation only reads, so no form token is asked."""

    param_name = settings.SESSION_COOKIE_NAME

    def authenticate(self, request: HttpRequest, key: str | None) -> Person | None:
        return request.user if isinstance(request.user, Person) and is_employee(request.user) else None


# The one list of ways in. A token of a person's own joins it when there are any; operations need to know of neither.
WAYS_IN = [Session(csrf=False)]


def for_employees(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The document is for those whom the operations answer."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if isinstance(request.user, Person) and is_employee(request.user):
            return view(request, *args, **kwargs)
        return _not_signed_in(request, None)

    return guarded


class Rate(BaseThrottle):
    """So many requests a minute and person, over all operations."""

    def allow_request(self, request: HttpRequest) -> bool:
        return allow("api", str(request.user.pk), most=A_MINUTE, seconds=MINUTE)

    def wait(self) -> float:
        return MINUTE


class Api(NinjaAPI):
    """Its document says that errors are problem details, and which kinds and facets this installation has."""

    def get_openapi_schema(self, **options: Any) -> Any:
        schema = super().get_openapi_schema(**options)
        for operation in (each for operations in schema["paths"].values() for each in operations.values()):
            for parameter in operation.get("parameters", ()):
                parameter["schema"].get("items", {}).update(_named(parameter["name"]))
            for status, answer in operation["responses"].items():
                if int(status) >= 400 and "content" in answer:
                    answer["content"] = {problems.CONTENT_TYPE: answer["content"].pop("application/json")}
        return schema


def _named(parameter: str) -> dict[str, Any]:
    """What the values of a parameter may be: apps register kinds and facets when they are loaded."""
    if parameter == "kind":
        return {"enum": list(registry.kinds())}
    return {"pattern": f"^({'|'.join(registry.facets())}):[\\s\\S]"} if parameter == "filter" else {}


api = Api(
    title="Terakoya",
    version="1",
    description="Search as the signed-in person: every answer holds only what they may see now.",
    docs_url=None,
    docs_decorator=for_employees,
    urls_namespace="api",
    auth=WAYS_IN,
    throttle=[Rate()],
    servers=[{"url": settings.BASE_URL}],
)
WRONG = {401: answers.Problem, 422: answers.Problem, 429: answers.Problem, 503: answers.Problem}
TEXT = Query("", max_length=10_000, description="Words, a name, a phrase in quotes, or a whole error message.")
KINDS = Query([], max_length=MOST_VALUES, description="Only these kinds, by their name from /kinds.")
FILTERS = Query(
    [], max_length=MOST_VALUES, description="facet:value. Values of one facet are an or, facets an and.",
    examples=[["department:network-operations"]],
)  # fmt: skip


@api.get("/search", response={200: answers.SearchOut, **WRONG}, operation_id="search", tags=["search"])
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
        return problem(422, _detail(errors), errors=errors)
    filters: dict[str, tuple[str, ...]] = {}
    for name, _colon, value in (each.partition(":") for each in filter):
        filters[name] = (*filters.get(name, ()), clean(value)[:200] or value[:200])
    asked = Asked(text=clean(q), kinds=tuple(dict.fromkeys(kind)), filters=filters, order=order, page=page)
    found = find(asked, viewer=request.auth)
    return _away() if found.state is State.AWAY else answers.search_out(found)


@api.get("/suggest", response={200: answers.HitsOut, **WRONG}, operation_id="suggest", tags=["search"])
def suggest(
    request: HttpRequest, q: str = Query(..., min_length=1, max_length=200, description="As typed so far.")
) -> Any:
    """What begins like this: half-typed, half-converted and slightly misspelt words too."""
    offered = offer(clean(q), viewer=request.auth)
    if offered.state is State.AWAY:
        return _away()
    return answers.hits_out([row for group in offered.groups for row in group.rows], offered.state)


@api.get(
    "/similar", response={200: answers.HitsOut, 404: answers.Problem, **WRONG}, operation_id="similar", tags=["search"]
)
def similar(
    request: HttpRequest,
    key: str = Query(..., min_length=1, max_length=200, description="The key of a hit."),
    kind: list[str] = KINDS,
    limit: int = Query(5, ge=1, le=MOST, description="How many at most."),
) -> Any:
    """What is like something that was found."""
    errors = _unknown_kinds(kind)
    if errors:
        return problem(422, _detail(errors), errors=errors)
    if not may_compare(clean(key), viewer=request.auth):
        raise Http404
    rows, state = similar_to(clean(key), viewer=request.auth, kinds=tuple(kind), limit=limit)
    return _away() if state is State.AWAY else answers.hits_out(rows, state)


@api.get(
    "/kinds",
    response={200: answers.KindsOut, 401: answers.Problem, 429: answers.Problem},
    operation_id="kinds",
    tags=["search"],
)
def kinds(request: HttpRequest) -> Any:
    """The kinds that can be found and the facets that they can be narrowed by."""
    return answers.kinds_out()


@for_employees
def unknown(request: HttpRequest) -> HttpResponse:
    """Below /api/ there is nothing else: said as everything is said here."""
    return _not_found(request, None)


@api.exception_handler(AuthenticationError)
def _not_signed_in(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(401, _("Sign in to the portal; the API sees what the signed-in person sees."))


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(404, _("Absent or not for you: both look the same."))


@api.exception_handler(ValidationError)
def _not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = problems.errors_of(error.errors)
    return problem(422, _detail(errors), errors=errors)


@api.exception_handler(Throttled)
def _too_many(request: HttpRequest, error: Throttled) -> HttpResponse:
    detail = _("At most %(most)d requests a minute. Wait a little.") % {"most": A_MINUTE}
    return problem(429, detail, headers={"Retry-After": str(MINUTE)})


@api.exception_handler(HttpError)
def _other(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(error.status_code, str(error))


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


def _detail(errors: list[dict[str, str]]) -> str:
    return " ".join(f"{each['field']}: {each['message']}" for each in errors)
