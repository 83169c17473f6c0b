"""The API: `/api/v1/`, composed of the routers of the apps. Its OpenAPI document is at `/api/v1/openapi.json`."""

from __future__ import annotations

import functools
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError
from ninja.parser import Parser

from core.interfaces import problems
from core.interfaces.problems import detail_of, problem
from core.views import ways_in
from core.views.ways_in import MINUTE, WAYS_IN, Rate, for_employees, not_signed_in
from portal.views.api_document import as_read, document_for_employees

# By their address, as `portal.urls` includes what an app answers.
ROUTERS = ("core.views.api.router", "learning.views.api.router", "search.views.api.router")


class OneObject(Parser):
    """A body is one JSON object. What is none would pass for one in which nothing is said."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        found = super().parse_body(request)
        if not isinstance(found, dict):
            raise TypeError(type(found).__name__)
        return found


class Api(NinjaAPI):
    """Its document speaks the language of whoever asks."""

    def get_openapi_schema(self, **options: Any) -> Any:
        return as_read(super().get_openapi_schema(**options))

    def _get_urls(self) -> list[Any]:
        found: list[Any] = super()._get_urls()
        for each in found:
            takes_every_method = each.name in {"openapi-json", "api-root"}
            each.callback = _with_problems(require_safe(each.callback) if takes_every_method else each.callback)
        return found


def _with_problems(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A method that an address does not know is refused before any handler of errors is asked. What GET answers, HEAD
    asks for without its body, which no server sends then."""

    @functools.wraps(view)
    def answered(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        method = request.method
        request.method = "GET" if method == "HEAD" else method
        try:
            response = view(request, **kwargs)
        except Http404:
            response = unknown(request)
        finally:
            request.method = method
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return response
        taken = {*response.headers["Allow"].split(", ")}
        allowed = ", ".join(sorted(taken | {"HEAD"} if "GET" in taken else taken))
        detail = _("This address takes %(methods)s alone.") % {"methods": allowed}
        return problem(response.status_code, detail, headers={"Allow": allowed})

    return answered


api = Api(
    title="Terakoya",
    version="1",
    docs_url=None,
    docs_decorator=document_for_employees,
    urls_namespace="api",
    auth=WAYS_IN,
    throttle=[Rate()],
    parser=OneObject(),
    servers=[{"url": settings.BASE_URL}],
)
for router in ROUTERS:
    api.add_router("", router)


@for_employees
def unknown(request: HttpRequest) -> HttpResponse:
    """Below /api/ there is nothing else: said as everything is said here."""
    return problem(404, _("Absent or not for you: both look the same."))


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(404, _("Absent or not for you: both look the same."))


@api.exception_handler(ValidationError)
def _not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = problems.errors_of(error.errors)
    return problem(422, detail_of(errors), errors=errors)


@api.exception_handler(Throttled)
def _too_many(request: HttpRequest, error: Throttled) -> HttpResponse:
    detail = _("At most %(most)d requests a minute. Wait a little.") % {"most": ways_in.A_MINUTE}
    return problem(429, detail, headers={"Retry-After": str(MINUTE)})


@api.exception_handler(HttpError)
def _other(request: HttpRequest, error: HttpError) -> HttpResponse:
    headers = {"Retry-After": str(MINUTE)} if error.status_code == 429 else {}
    detail = _("Send JSON as the document describes it.") if error.status_code == 400 else str(error)
    return problem(error.status_code, detail, headers=headers)


@api.exception_handler(RequestDataTooBig)
def _too_big(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(413, _("The request is too large."))


@api.exception_handler(TooManyFieldsSent)
def _too_many_fields(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(422, _("At most %(limit)s values.") % {"limit": settings.DATA_UPLOAD_MAX_NUMBER_FIELDS})


api.add_exception_handler(AuthenticationError, not_signed_in)
