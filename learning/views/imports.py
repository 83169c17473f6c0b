"""Screens of the admin: import materials, watch it, read the report, decide on what waits."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.rules import edits_everything
from learning.domain.imports.proposals import PageBusyError
from learning.domain.imports.runs import ImportWish, is_alive, queue_run
from learning.enums import ProposalStatus, RunStatus, SourceKind
from learning.interfaces.importer.deciding import accept, difference, refuse
from learning.interfaces.importer.forms import ImportForm
from learning.interfaces.importer.printing import outcome_words
from learning.interfaces.importer.report import report_with_words
from learning.models import ImportProposal, ImportRun, MaterialOrigin
from learning.tasks import import_materials

RUNS_SHOWN = 50


def _page(title: str, *, url: str = "", **context: Any) -> dict[str, Any]:
    """What every screen of Wagtail's admin wants in its context."""
    trail = [{"url": reverse("wagtailadmin_home"), "label": _("Home")}]
    trail.append({"url": reverse("material_imports"), "label": _("Import materials")})
    if url:
        trail.append({"url": url, "label": title})
    return {"breadcrumbs_items": trail, "header_title": title, "header_icon": "download", **context}


def _allow(request: HttpRequest) -> None:
    if not edits_everything(request.user):
        raise Http404


@require_GET
def runs(request: HttpRequest) -> HttpResponse:
    """The last imports, and what waits for a decision."""
    _allow(request)
    listed = ImportRun.objects.select_related("actor", "source__curriculum").defer("report")[:RUNS_SHOWN]
    waiting = ImportProposal.objects.filter(status=ProposalStatus.WAITING).select_related("page").defer("content")
    context = _page(_("Import materials"), runs=listed, proposals=waiting)
    return render(request, "learning/imports/runs.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Ask for an import."""
    _allow(request)
    form = ImportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect("material_import", _start(form.wish(), request).key)
    context = _page(_("New import"), url=request.path, form=form)
    return render(request, "learning/imports/new.html", context, status=422 if form.errors else 200)


def _start(wish: ImportWish, request: HttpRequest) -> ImportRun:
    """The run and its task are written together: neither is without the other."""
    with transaction.atomic():
        run = queue_run(wish, actor=request.user)
        import_materials.enqueue(run.pk)
    return run


@require_GET
def show(request: HttpRequest, key: UUID) -> HttpResponse:
    """Progress while an import runs, its report afterwards. htmx asks for the inner part alone."""
    _allow(request)
    run = get_object_or_404(ImportRun.objects.select_related("actor", "source__curriculum"), key=key)
    is_going = run.status in (RunStatus.QUEUED, RunStatus.RUNNING)
    is_dead = run.status == RunStatus.RUNNING and not is_alive(run)
    report = report_with_words(run.report) if run.status == RunStatus.DONE and run.report else None
    context = _page(
        _("Import of %(address)s") % {"address": run.where},
        url=request.path,
        run=run,
        is_going=is_going and not is_dead,
        is_dead=is_dead,
        can_repeat=(not is_going and run.kind == SourceKind.GIT) or is_dead,
        report=report,
        outcomes=_outcomes(run, report),
        percent=min(100, run.done * 100 // run.total) if run.total else 0,
    )
    template = "learning/imports/state.html" if request.headers.get("HX-Request") else "learning/imports/run.html"
    return render(request, template, context)


def _outcomes(run: ImportRun, report: dict[str, Any] | None) -> list[dict[str, Any]]:
    """For each outcome its word, number, and files with their pages."""
    if report is None:
        return []
    pages: dict[str, int] = {}
    if run.source is not None:
        pages = dict(MaterialOrigin.objects.filter(source=run.source).values_list("path", "page_id"))
    return [
        {
            "name": outcome,
            "word": word,
            "count": report["pages"][outcome],
            "files": [{"path": path, "page_id": pages.get(path)} for path in report["files"][outcome]],
        }
        for outcome, word in outcome_words().items()
    ]


@require_GET
def download(request: HttpRequest, key: UUID) -> HttpResponse:
    """The report as JSON."""
    _allow(request)
    run = get_object_or_404(ImportRun, key=key, status=RunStatus.DONE)
    response = JsonResponse(report_with_words(run.report), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = f'attachment; filename="import-{run.pk}.json"'
    return response


@require_POST
def repeat(request: HttpRequest, key: UUID) -> HttpResponse:
    """Import the same source once more, or go on with an import whose process died."""
    _allow(request)
    run = get_object_or_404(ImportRun, key=key)
    if run.status == RunStatus.RUNNING and not is_alive(run):
        import_materials.enqueue(run.pk)
        return redirect("material_import", run.key)
    if run.kind != SourceKind.GIT:
        raise Http404
    wish = ImportWish(
        kind=run.kind,
        address=run.address,
        branch=run.branch,
        subfolder=run.subfolder,
        into=run.into,
        language=run.language,
        base_path=run.base_path,
    )
    return redirect("material_import", _start(wish, request).key)


@require_http_methods(["GET", "POST"])
def proposal(request: HttpRequest, number: int) -> HttpResponse:
    """A change of the source beside the page as it is here: take it over or keep the page."""
    _allow(request)
    waiting = get_object_or_404(ImportProposal.objects.select_related("page", "run"), pk=number)
    if request.method == "POST":
        return _decide(request, waiting)
    context = _page(
        _("Proposal for “%(title)s”") % {"title": waiting.page.title},
        url=request.path,
        proposal=waiting,
        lines=difference(waiting),
        is_waiting=waiting.status == ProposalStatus.WAITING,
    )
    return render(request, "learning/imports/proposal.html", context)


def _decide(request: HttpRequest, waiting: ImportProposal) -> HttpResponse:
    decision = request.POST.get("decision")
    if decision not in ("take", "keep"):
        raise Http404
    try:
        (accept if decision == "take" else refuse)(waiting, actor=request.user)
    except PageBusyError:
        messages.error(request, _("The page is locked or in review. Decide once that has ended."))
        return redirect("material_import_proposal", waiting.pk)
    except ImportProposal.DoesNotExist:
        messages.warning(request, _("Someone has decided on this before."))
        return redirect("material_imports")
    title = {"title": waiting.page.title}
    taken, kept = _("“%(title)s” now says what the source says."), _("“%(title)s” stays as it is here.")
    messages.success(request, (taken if decision == "take" else kept) % title)
    return redirect("material_imports")
