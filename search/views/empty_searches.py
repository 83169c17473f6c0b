"""Searches without a hit in Wagtail's admin: a report over a span of days, and its file."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.utils.http import urlencode

from search.domain.queries.empty_searches import SHOWN_FROM, empty_searches
from search.interfaces.empty_searches import SpanForm, csv_of

A_PAGE = 50


def report(request: HttpRequest) -> HttpResponse:
    """What several people searched for in vain, each beside the way to mend it."""
    form = SpanForm(request.GET or None)
    span = form.span()
    found = empty_searches(viewer=request.user, **span)
    context = {
        "form": form,
        "span": span,
        "page": Paginator(found.lines, A_PAGE).get_page(request.GET.get("p")),
        "rare": found.rare,
        "shown_from": SHOWN_FROM,
        "asked": urlencode({name: value for name, value in span.items() if value}),
    }
    return TemplateResponse(request, "search/admin/empty_searches.html", context, status=422 if form.errors else 200)


def export(request: HttpRequest) -> StreamingHttpResponse:
    """The same as a file."""
    span = SpanForm(request.GET or None).span()
    lines = empty_searches(viewer=request.user, **span).lines
    name = f"searches-without-a-hit-{span['first']}-{span['last']}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(csv_of(lines), content_type="text/csv; charset=utf-8", headers=headers)
