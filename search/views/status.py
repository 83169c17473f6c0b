"""How the search indexes are, for administrators: what waits, what is wrong, what was done; and two buttons."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from core.rules import is_administrator
from search.domain.asking import ask_for_run
from search.domain.queries.status import statuses
from search.engines import engine_names
from search.enums import RunKind


@require_GET
def status(request: HttpRequest) -> HttpResponse:
    """The page; htmx asks for its inner part alone while something is going on."""
    if not is_administrator(request.user):
        raise Http404
    title = _("Search indexes")
    engines = statuses()
    context = {
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": reverse("search_status"), "label": title},
        ],
        "header_title": title,
        "header_icon": "search",
        "statuses": engines,
        "answering": next((each.engine for each in engines if each.health.is_up), ""),
    }
    inner = bool(request.headers.get("HX-Request"))
    return render(request, f"search/admin/{'status_state' if inner else 'status'}.html", context)


@require_POST
def begin(request: HttpRequest, engine: str, kind: str) -> HttpResponse:
    """Ask for a rebuild or a check; the worker begins it within seconds."""
    if not is_administrator(request.user) or engine not in engine_names() or kind not in RunKind.values:
        raise Http404
    run = ask_for_run(engine, RunKind(kind), actor=request.user)
    if run.kind == kind:
        messages.success(request, _("The background worker does it. You can leave this page."))
    else:
        messages.warning(request, _("Something else is under way on this index. Try again when it has ended."))
    return redirect("search_status")
