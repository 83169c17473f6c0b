"""From a file to its report: read, match, check; and, when asked, write what is right and name what is not.

A row is written whole or not at all; rows are written in transactions of a chunk, and a chunk that the database
refuses (someone else wrote meanwhile) is written row by row. Doing it again changes nothing.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.interfaces.tables.assignments import AssignmentTable
from core.interfaces.tables.cells import folded
from core.interfaces.tables.columns import References
from core.interfaces.tables.departments import DepartmentTable
from core.interfaces.tables.organisation import VOCABULARIES
from core.interfaces.tables.people import PeopleTable
from core.interfaces.tables.plan import Report, SheetReport, ignore
from core.interfaces.tables.reading import read_sheets
from core.interfaces.tables.sheets import Row, Sheet, UnreadableFileError
from core.interfaces.tables.walking import Walker, Wish
from core.models.person import Person
from core.words import filled

Progress = Callable[[int, int], None]
EVERY: list[Any] = [*VOCABULARIES, DepartmentTable(), PeopleTable(), AssignmentTable()]
TABLES: dict[str, Any] = {table.name: table for table in sorted(EVERY, key=lambda each: each.order)}


def check_file(wish: Wish, *, actor: Person | None = None, progress: Progress = lambda done, total: None) -> Report:
    """What the file would do; writes nothing. Raises UnreadableFileError."""
    return _walk(wish, actor=actor, writes=False, progress=progress)


def write_file(wish: Wish, *, actor: Person | None, progress: Progress = lambda done, total: None) -> Report:
    """Do it. Rows with something wrong are left out and named. Raises UnreadableFileError."""
    return _walk(wish, actor=actor, writes=True, progress=progress)


def _walk(wish: Wish, *, actor: Person | None, writes: bool, progress: Progress) -> Report:
    said = {folded(heading) for heading, name in (wish.columns or {}).items() if name}
    known = said | _known_headings()

    def is_heading(text: str) -> bool:
        return folded(text) in known

    sheets = read_sheets(wish.path, name=wish.name, encoding=wish.encoding, is_heading=is_heading)
    pairs = sorted(
        ((_table_of(sheet, wish), sheet) for sheet in sheets), key=lambda pair: pair[0].order if pair[0] else 0
    )
    if all(table is None for table, _sheet in pairs):
        raise UnreadableFileError(
            filled(
                _(
                    "No row has headings that are known: the first has “%(cells)s”. "
                    "A table of people needs at least “Employee number”."
                ),
                cells=", ".join(filter(None, sheets[0].headings))[:80],
            )
        )
    total = sum(1 for table, sheet in pairs if table for _row in sheet.rows())
    report, references, done = Report(), References(actor=actor), 0
    brought: set[str] = set()
    for table, sheet in pairs:
        outcome = SheetReport(
            sheet.name, table.name if table else "", heading_row=sheet.heading_row, note=wish.note or ignore
        )
        report.sheets.append(outcome)
        if table is None:
            outcome.refusal = _("This sheet was left out: its headings are none that is known.")
            continue
        walker = Walker(table, sheet, wish, outcome, references, brought)
        walker.run(actor=actor, writes=writes, progress=_shifted(progress, done, total))
        done += walker.done
    return report


@functools.cache
def _known_headings() -> frozenset[str]:
    """Whatever means a column of any table, as headings are compared."""
    columns = [column for table in EVERY for column in table.columns]
    return frozenset(folded(name) for column in columns for name in (column.name, *column.headings))


def _shifted(progress: Progress, begun: int, total: int) -> Callable[[int], None]:
    return lambda count: progress(begun + count, total)


def _table_of(sheet: Sheet, wish: Wish) -> Any:
    """The table that was said, or whose name the sheet has, or whose columns most headings name; None for none."""
    if wish.table:
        return TABLES[wish.table]
    named = next((table for table in EVERY if folded(sheet.name) in map(folded, table.sheet_names)), None)
    if named is not None:
        return named
    # What only one table has decides between those that share columns.
    best = max(EVERY, key=lambda table: (_known(sheet, table), -len(table.columns)))
    return best if _known(sheet, best) else None


def _known(sheet: Sheet, table: Any) -> int:
    """How many headings name a column of the table."""
    return sum(any(column.means(heading) for column in table.columns) for heading in sheet.headings)


__all__ = ["TABLES", "Row", "UnreadableFileError", "Wish", "check_file", "write_file"]
