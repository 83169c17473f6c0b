"""XLSX as a stream: its sheets and cells as they are shown, and the refusal of what unpacks to too much."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import openpyxl
from django.utils.translation import gettext_lazy as _

from core.interfaces.tables.sheets import (
    LOOKED_AT,
    Cell,
    Row,
    Sheet,
    UnreadableFileError,
    as_row,
    check_headings,
    rows_of_title,
    stop_at,
)
from core.interfaces.tables.unpacking import declares_entities, unpacks_to_too_much
from core.words import filled

MOST_SHEETS = 30
LAST_ROW = 1_048_576  # of a spreadsheet; between two rows a file may claim any number of empty ones
ZEROS = re.compile(r"^0{2,}$")
"""The format of numbers that are shown with leading zeros, as employee numbers are: 77 as 00077."""
LIKE_A_FORMULA = ("=", "+", "-", "@")


def workbook_sheets(path: Path, is_heading: Callable[[str], bool]) -> list[Sheet]:
    _refuse_bomb(path)
    with _open_workbook(path) as book:
        names = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if len(names) > MOST_SHEETS:
        words = _("The workbook has %(count)d sheets; at most %(most)d can be read.")
        raise UnreadableFileError(filled(words, count=len(names), most=MOST_SHEETS))
    found = []
    for name in names:
        start = list(itertools.islice(_sheet_rows(path, name, start_only=True), LOOKED_AT))
        if start:
            above = rows_of_title([row.cells for row in start], is_heading)
            texts = tuple(_as_text(cell) for cell in start[above].cells)
            headings = check_headings(_without_empty_end(texts))
            rows = _later_rows(path, name, len(texts), above + 1)
            found.append(Sheet(name, headings, rows, heading_row=start[above].number))
    return found


def _later_rows(path: Path, name: str, width: int, above: int) -> Callable[[], Iterator[Row]]:
    def rows() -> Iterator[Row]:
        for row in itertools.islice(_sheet_rows(path, name, width=width), above, None):
            yield Row(row.number, (*row.cells, *("",) * (width - len(row.cells))), row.problem)

    return rows


def _sheet_rows(path: Path, name: str, width: int | None = None, *, start_only: bool = False) -> Iterator[Row]:
    """Rows with something in them; a formula comes as its text, beginning with “=”, and is refused further on."""
    with _open_workbook(path) as book:
        try:
            sheet = book[name]
            sheet.reset_dimensions()  # the size that a file states may be wrong
            begins = count = 0
            for number, cells in enumerate(sheet.iter_rows(max_col=width), start=1):
                if number > LAST_ROW:
                    stop_at(number)
                if start_only and count and number > begins + LOOKED_AT:
                    return
                if all(cell.value is None or cell.value == "" for cell in cells):
                    continue
                begins, count = begins or number, count + 1
                stop_at(count)
                yield as_row(number, (_cell(cell) for cell in cells))
        except UnreadableFileError:
            raise
        except Exception as error:  # a damaged workbook fails in as many ways as XML and zip can
            raise UnreadableFileError(_("The workbook is damaged. Save it again and send it anew.")) from error


@contextmanager
def _open_workbook(path: Path) -> Iterator[Any]:
    """Opened as a stream: by its name openpyxl refuses all that does not end in .xlsx, and a stored file has no end."""
    with path.open("rb") as stream:
        try:
            book = openpyxl.load_workbook(stream, read_only=True, data_only=False, keep_links=False)
        except Exception as error:  # as above
            raise UnreadableFileError(_("The workbook cannot be opened. Save it as XLSX and send it again.")) from error
        with closing(book):
            yield book


def _refuse_bomb(path: Path) -> None:
    try:
        is_too_much, is_hostile = unpacks_to_too_much(path), declares_entities(path)
    except Exception as error:  # as above: a part that cannot be unpacked
        raise UnreadableFileError(_("The workbook is damaged. Save it again and send it anew.")) from error
    if is_too_much:
        raise UnreadableFileError(_("The workbook unpacks to more than can be read."))
    if is_hostile:
        raise UnreadableFileError(_("The workbook cannot be opened. Save it as XLSX and send it again."))


def _cell(cell: Any) -> Cell:
    """A text that only looks like a formula comes with the apostrophe that a CSV file would have before it."""
    value = cell.value
    if isinstance(value, int) and ZEROS.match(cell.number_format):
        return f"{value:0{len(cell.number_format)}d}"
    if isinstance(value, str) and value.startswith(LIKE_A_FORMULA) and cell.data_type == "s" and value != "-":
        return f"'{_as_text(value)}"
    if isinstance(value, dt.datetime):
        return value.date()
    return value if isinstance(value, dt.date) else _as_text(value)


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()


def _without_empty_end(texts: tuple[str, ...]) -> tuple[str, ...]:
    while texts and not texts[-1]:
        texts = texts[:-1]
    return texts
