"""Searches without a hit in Wagtail's admin: a report over a span of days, and its file."""

from __future__ import annotations

from collections.abc import Callable

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.utils.http import urlencode

from search.domain.queries.empty_searches import SHOWN_FROM, Line, empty_searches
from search.domain.synonyms import current_table
from search.interfaces.empty_searches import SpanForm, csv_of

A_PAGE = 50
ORDERS: dict[str, Callable[[Line], object]] = {
    "words": lambda line: line.text,
    "last": lambda line: (-line.last.toordinal(), -line.people, line.text),
}
"""Orders that a heading offers, beside the number of people."""


def report(request: HttpRequest) -> HttpResponse:
    """What several people searched for in vain, each beside the way to mend it."""
    form = SpanForm(request.GET or None)
    span = form.span()
    found, table = empty_searches(viewer=request.user, **span), current_table()
    order = request.GET.get("order", "")
    lines = sorted(found.lines, key=ORDERS[order]) if order in ORDERS else found.lines
    asked = {name: value for name, value in span.items() if value}
    context = {
        "form": form if form.errors else SpanForm(initial=span),
        "span": span,
        "page": Paginator(lines, A_PAGE).get_page(request.GET.get("p")),
        "rare": found.rare,
        "shown_from": SHOWN_FROM,
        "asked": urlencode(asked),
        "here": urlencode(asked | ({"order": order} if order in ORDERS else {})),
        "order": order,
        "meant": {line.text for line in found.lines if table.expand(line.text)},
    }
    return TemplateResponse(request, "search/admin/empty_searches.html", context, status=422 if form.errors else 200)


def export(request: HttpRequest) -> StreamingHttpResponse:
    """The same as a file."""
    span = SpanForm(request.GET or None).span()
    lines = empty_searches(viewer=request.user, **span).lines
    name = f"searches-without-a-hit-{span['first']}-{span['last']}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(csv_of(lines), content_type="text/csv; charset=utf-8", headers=headers)
