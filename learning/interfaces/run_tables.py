"""The lists of a run as files: who comes and who waits, with what was marked. Excel reads them, and runs nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

import openpyxl
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.interfaces.tables.writing import defused, typed
from learning.domain.queries.desk import Desk, DeskRow
from learning.models import Sitting

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


def table_of(desk: Desk) -> Iterator[list[Any]]:
    """Headings, then who has a seat, who waits, who asks; a column for each sitting."""
    fixed = [_("Number"), _("Status"), _("Employee number"), _("Name"), _("E-mail"), _("Department"), _("Since")]
    yield [*fixed, *(_heading(each) for each in desk.sittings)]
    for number, row in enumerate((*desk.seated, *desk.waiting, *desk.requested), start=1):
        yield _line(number, row)


def _heading(sitting: Sitting) -> str:
    return date_format(timezone.localtime(sitting.starts_at), "SHORT_DATETIME_FORMAT")


def _line(number: int, row: DeskRow) -> list[Any]:
    person, enrolment = row.person, row.enrolment
    since = timezone.localtime(enrolment.seated_at or enrolment.asked_at)
    facts = [number, enrolment.get_status_display(), person.employee_number, person.display_name, person.email]
    department = row.department.name if row.department else ""
    return [*facts, department, f"{since:%Y-%m-%d %H:%M}", *(mark.label for mark in row.marks)]


def as_csv(table: Iterator[Sequence[Any]]) -> bytes:
    """With a byte order mark: Excel takes it for UTF-8 then."""
    file = io.StringIO(newline="")
    csv.writer(file).writerows([defused(each) for each in row] for row in table)
    return file.getvalue().encode("utf-8-sig")


def as_xlsx(table: Iterator[Sequence[Any]]) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(_("Attendees")[:31])
    sheet.freeze_panes = "A2"
    for row in table:
        sheet.append([typed(sheet, each) for each in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
