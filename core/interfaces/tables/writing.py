"""Tables given out: as XLSX (every table on a sheet) or CSV (one), with headings that the import knows again.

Cells that a spreadsheet would take for a formula get an apostrophe in CSV; in XLSX they are text by type.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Protocol

import openpyxl
from django.db.models import Prefetch
from django.utils.translation import gettext as _

from core.enums import AssignmentKind
from core.interfaces.tables.assignments import COLUMNS as ASSIGNMENT_COLUMNS
from core.interfaces.tables.people_columns import COLUMNS as PEOPLE_COLUMNS
from core.interfaces.tables.people_columns import OWN
from core.interfaces.tables.plan import Problem
from core.interfaces.tables.running import TABLES
from core.models.assignment import Assignment
from core.models.organisation import Department
from core.models.person import Person


class Writable(Protocol):
    """What the csv module writes to."""

    def write(self, text: str, /) -> object: ...


PLACE = ("company", "department", "position", "occupation", "grade")
# What a cell begins with that a spreadsheet may run, whoever wrote it; Japanese ones take the wide forms too.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def headings_of(table: str) -> list[str]:
    """The columns that are given out, by the names that the import knows in every language."""
    split = {"full_name", "full_kana"}
    columns = {"people": PEOPLE_COLUMNS, "assignments": ASSIGNMENT_COLUMNS}.get(table) or TABLES[table].columns
    return [column.name for column in columns if column.name not in split]


def rows_of(table: str) -> Iterator[list[Any]]:
    """The rows of a table, streamed; people who left come too, with their day."""
    if table == "people":
        return _people()
    if table == "assignments":
        return _assignments()
    if table == "departments":
        return _departments()
    return _vocabulary(table)


def write_csv(table: str, path: Path, *, encoding: str = "utf-8-sig") -> None:
    """One table. The byte order mark lets spreadsheets see that it is UTF-8."""
    with path.open("w", encoding=encoding, errors="replace", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headings_of(table))
        writer.writerows([defused(each) for each in row] for row in rows_of(table))


def write_xlsx(path: Path, *, tables: Iterable[str] = tuple(TABLES)) -> None:
    """A sheet for each table."""
    book = openpyxl.Workbook(write_only=True)
    for table in tables:
        sheet = book.create_sheet(table)
        sheet.append(headings_of(table))
        for row in rows_of(table):
            sheet.append([typed(sheet, each) for each in row])
    book.save(path)


def write_problems(path: Path, problems: Iterable[Problem]) -> None:
    """What is wrong with a file, to be sent back to whoever wrote it."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        add = problem_writer(file)
        for problem in problems:
            add(problem)


def problem_writer(file: Writable) -> Callable[[Problem], None]:
    """Write the headings of such a list; what is returned adds a line."""
    writer = csv.writer(file)
    writer.writerow([_("Sheet"), _("Row"), _("Column"), _("What is wrong")])

    def add(problem: Problem) -> None:
        writer.writerow([defused(each) for each in (problem.sheet, problem.row, problem.column, problem.message)])

    return add


def defused(value: Any) -> str:
    """A cell of a CSV file that no spreadsheet runs; a single hyphen is no formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(DANGEROUS) and text != "-" else text


def typed(sheet: Any, value: Any) -> Any:
    """A cell of a sheet; what looks like a formula is text by type."""
    if not isinstance(value, str) or not value.startswith(DANGEROUS):
        return value
    cell = openpyxl.cell.WriteOnlyCell(sheet, value=value)
    cell.data_type = "s"
    return cell


def _people() -> Iterator[list[Any]]:
    open_places = Assignment.objects.filter(kind=AssignmentKind.REGULAR, ends_on__isnull=True).select_related(*PLACE)
    people = (
        Person.objects.get_queryset()
        .select_related("region", "manager")
        .prefetch_related(Prefetch("assignments", queryset=open_places, to_attr="open_places"))
        .order_by("employee_number")
    )
    for person in people.iterator(chunk_size=500):
        places: list[Assignment] = getattr(person, "open_places", [])
        place = places[0] if places else None
        own = [getattr(person, name) for name in OWN]
        manager = person.manager.employee_number if person.manager is not None else None
        placed = [_code(getattr(place, name, None)) for name in PLACE]
        yield [*map(_code, own), manager, *placed, place.starts_on if place is not None else None]


def _assignments() -> Iterator[list[Any]]:
    rows = Assignment.objects.select_related(*PLACE, "person").order_by("person__employee_number", "starts_on", "pk")
    for row in rows.iterator(chunk_size=500):
        yield [
            row.person.employee_number, row.kind, *(_code(getattr(row, name)) for name in PLACE),
            row.share, row.starts_on, row.ends_on,
        ]  # fmt: skip


def _departments() -> Iterator[list[Any]]:
    above: dict[str, str] = {}
    for row in Department.objects.select_related("company").order_by("path"):
        above[row.path] = row.code
        yield [row.code, row.name_ja, row.name_en, row.company.code, above.get(row.path[: -Department.steplen])]


def _vocabulary(table: str) -> Iterator[list[Any]]:
    names = headings_of(table)
    for row in TABLES[table].model._default_manager.order_by("code"):
        yield [_code(getattr(row, name)) for name in names]


def _code(value: Any) -> Any:
    """What the import takes for it: a vocabulary's code, a day, a number, a text."""
    if value is None or isinstance(value, dt.date | int):
        return value
    return str(getattr(value, "code", value))
