"""People out of a spreadsheet and into one: send, look at the check, import, give out."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.domain import audit, people_filing
from core.domain.invitations import ask_for_invitations
from core.domain.queries.accounts import uninvited
from core.enums import PeopleFileStatus as Status
from core.interfaces.people_files import ColumnsForm, PeopleFileForm
from core.interfaces.tables.running import TABLES
from core.interfaces.tables.writing import write_csv, write_xlsx
from core.models.people_file import PeopleFile
from core.views.people_admin import require_manager_of_accounts

LISTED = 30
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "POST"])
def people_files(request: HttpRequest) -> HttpResponse:
    """Send a file; the last ones; take one out."""
    actor = require_manager_of_accounts(request)
    form = PeopleFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        row = people_filing.send_file(
            sent["file"], name=sent["file"].name, table=sent["table"], is_full=sent["is_full"], actor=actor
        )
        return redirect("people_file", key=row.key)
    rows = PeopleFile.objects.select_related("actor").defer("report")[:LISTED]
    context = {"form": form, "rows": rows, "tables": TABLES.values(), "uninvited": uninvited().count()}
    return render(request, "accounts/files.html", context, status=422 if form.errors else 200)


@require_GET
def people_file(request: HttpRequest, key: UUID) -> HttpResponse:
    """The check while it runs and after, and what the import did. htmx asks for the inner part alone."""
    require_manager_of_accounts(request)
    row = _row(key)
    template = "accounts/file_state.html" if request.htmx else "accounts/file.html"
    return render(request, template, _context(row, ColumnsForm(report=row.report, initial=_initial(row))))


@require_POST
def check_people_file(request: HttpRequest, key: UUID) -> HttpResponse:
    """Read the file in another way."""
    actor = require_manager_of_accounts(request)
    row = _row(key)
    form = ColumnsForm(request.POST, report=row.report)
    if not form.is_valid():
        return render(request, "accounts/file.html", _context(row, form), status=422)
    try:
        people_filing.check_again(
            row,
            columns=form.columns(),
            table=form.cleaned_data["table"],
            is_full=form.cleaned_data["is_full"],
            actor=actor,
        )
    except people_filing.NotNowError:
        messages.warning(request, _("Someone else has decided on this file meanwhile."))
    return redirect("people_file", key=key)


@require_POST
def import_people_file(request: HttpRequest, key: UUID) -> HttpResponse:
    """Import what the check found right."""
    actor = require_manager_of_accounts(request)
    try:
        people_filing.start_writing(_row(key), actor=actor)
    except people_filing.NotNowError:
        messages.warning(request, _("Someone else has decided on this file meanwhile."))
    return redirect("people_file", key=key)


@require_POST
def drop_people_file(request: HttpRequest, key: UUID) -> HttpResponse:
    """Delete the file unimported."""
    actor = require_manager_of_accounts(request)
    try:
        people_filing.give_up(_row(key), actor=actor)
    except people_filing.NotNowError:
        messages.warning(request, _("Someone else has decided on this file meanwhile."))
        return redirect("people_file", key=key)
    messages.success(request, _("The file is deleted. Nothing was imported."))
    return redirect("people_files")


@require_GET
def people_file_problems(request: HttpRequest, key: UUID) -> FileResponse:
    """Everything that was wrong, as CSV, to be sent back to whoever wrote the file."""
    require_manager_of_accounts(request)
    row = _row(key)
    name = people_filing.problems_of(row, language=get_language() or "")
    if name is None:
        raise Http404
    return FileResponse(
        default_storage.open(name),
        as_attachment=True,
        filename=f"problems-{row.pk}.csv",
        content_type="text/csv; charset=utf-8",
    )


@require_GET
def export_people(request: HttpRequest, name: str) -> FileResponse:
    """Every table as XLSX, or one as CSV, as it can be imported again. Who took it is in the audit trail."""
    actor = require_manager_of_accounts(request)
    table, _dot, ending = name.rpartition(".")
    if (ending, table) != ("xlsx", "all") and (ending != "csv" or table not in TABLES):
        raise Http404
    audit.record("people.exported", actor=actor, detail={"table": table})
    # Unlinked while it is open: it goes when the answer is sent, however that ends.
    with tempfile.NamedTemporaryFile(suffix=f".{ending}") as made:
        if ending == "xlsx":
            write_xlsx(Path(made.name))
        else:
            write_csv(table, Path(made.name))
        file = Path(made.name).open("rb")  # noqa: SIM115 - the response closes it
    kind = XLSX if ending == "xlsx" else "text/csv; charset=utf-8"
    saved_as = f"{table}-{timezone.localdate():%Y-%m-%d}.{ending}"
    return FileResponse(file, as_attachment=True, filename=saved_as, content_type=kind)


@require_POST
def invite_waiting(request: HttpRequest) -> HttpResponse:
    """Mail a link to everybody who came in from a file and was sent none."""
    actor = require_manager_of_accounts(request)
    count = ask_for_invitations(actor=actor)
    words = ngettext("%(count)d invitation is on its way.", "%(count)d invitations are on their way.", count)
    messages.success(request, words % {"count": count})
    return redirect("people_files")


def _row(key: UUID) -> PeopleFile:
    return get_object_or_404(PeopleFile.objects.select_related("actor"), key=key)


def _initial(row: PeopleFile) -> dict[str, Any]:
    return {"table": row.table, "is_full": row.is_full}


def _context(row: PeopleFile, form: ColumnsForm) -> dict[str, Any]:
    counts = row.report.get("counts", {})
    sheets = row.report.get("sheets", [])
    for sheet in sheets:
        sheet["left_out"] = [each["heading"] for each in sheet["columns"] if each["heading"] and not each["column"]]
    return {
        "row": row,
        "sheets": sheets,
        "counts": counts,
        "to_write": counts.get("created", 0) + counts.get("changed", 0),
        "form": form,
        "is_going": row.status in (Status.CHECKING, Status.WRITING),
        "is_checked": row.status == Status.CHECKED,
        "is_done": row.status == Status.DONE,
        "may_drop": row.status in people_filing.UNFINISHED,
        "percent": min(100, row.done * 100 // row.total) if row.total else 0,
    }
