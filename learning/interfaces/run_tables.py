"""The lists of a run as files: who comes and who waits, with what was marked. Excel reads them, and runs nothing."""

from __future__ import annotations

import csv
import datetime as dt
import io
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

import openpyxl
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from core.interfaces.tables.writing import defused, typed
from learning.domain.queries.desk import Desk, DeskRow
from learning.models import Sitting

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
MOMENT, WIDEST = "yyyy-mm-dd hh:mm", 48


def table_of(desk: Desk) -> Iterator[list[Any]]:
    """Headings, then who has a seat, who waits, who asks; a column for each sitting."""
    fixed = [_("Number"), _("Status"), _("Employee number"), _("Name"), _("E-mail"), _("Department"), _("Since")]
    yield [*fixed, *(_heading(each) for each in desk.sittings)]
    for number, row in enumerate((*desk.seated, *desk.waiting, *desk.requested), start=1):
        yield _line(number, row)


def _heading(sitting: Sitting) -> str:
    return f"{timezone.localtime(sitting.starts_at):%Y-%m-%d %H:%M}"


def _line(number: int, row: DeskRow) -> list[Any]:
    person, enrolment = row.person, row.enrolment
    since = timezone.localtime(enrolment.seated_at or enrolment.asked_at).replace(tzinfo=None, second=0, microsecond=0)
    facts = [number, enrolment.get_status_display(), person.employee_number, person.display_name, person.email]
    department = row.department.name if row.department else ""
    return [*facts, department, since, *(mark.label for mark in row.marks)]


def as_csv(table: Iterator[Sequence[Any]]) -> bytes:
    """With a byte order mark: Excel takes it for UTF-8 then."""
    file = io.StringIO(newline="")
    csv.writer(file).writerows([defused(_as_text(each)) for each in row] for row in table)
    return file.getvalue().encode("utf-8-sig")


def as_xlsx(table: Iterator[Sequence[Any]]) -> bytes:
    """With what one does first in a spreadsheet: headings that stay, columns that can be read, filters."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(_("Attendees")[:31])
    rows = [list(each) for each in table]
    letters = [get_column_letter(number) for number in range(1, len(rows[0]) + 1)]
    for letter, column in zip(letters, zip(*rows, strict=True), strict=True):
        sheet.column_dimensions[letter].width = min(max(map(_width, column)) + 3, WIDEST)
    sheet.freeze_panes, sheet.auto_filter.ref = "A2", f"A1:{letters[-1]}{len(rows)}"
    sheet.append([_cell(sheet, each, font=Font(bold=True)) for each in rows[0]])
    for row in rows[1:]:
        sheet.append([_cell(sheet, each, number_format=MOMENT) if isinstance(each, dt.datetime)
                      else typed(sheet, each or None) for each in row])  # fmt: skip
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _cell(sheet: Any, value: Any, **style: Any) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=value)
    for name, wanted in style.items():
        setattr(cell, name, wanted)
    return cell


def _width(value: Any) -> int:
    """In letters; those of Japanese are twice as wide."""
    return sum(1 + (unicodedata.east_asian_width(each) in "WF") for each in _as_text(value))


def _as_text(value: Any) -> str:
    return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, dt.datetime) else str(value)
