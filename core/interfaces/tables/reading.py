"""A file as sheets of rows: CSV in the encodings that spreadsheets write, and XLSX. Rows stream; nothing is kept."""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io
import itertools
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
from django.utils.translation import gettext as _

from core.interfaces.tables.unpacking import declares_entities, unpacks_to_too_much

MOST_BYTES = 50 * 1024 * 1024
MOST_COLUMNS = 100
MOST_ROWS = 200_000
MOST_SHEETS = 30
LAST_ROW = 1_048_576  # of a spreadsheet; between two rows a file may claim any number of empty ones
LONGEST_CELL = 5_000
ENCODINGS = {"utf-8": "UTF-8", "cp932": "Shift_JIS"}
DELIMITERS = ",\t;"
LOOKED_AT = 20
"""Rows in which headings are looked for."""
FEWEST_HEADINGS = 2
ZEROS = re.compile(r"^0{2,}$")
"""The format of numbers that are shown with leading zeros, as employee numbers are: 77 as 00077."""
LIKE_A_FORMULA = ("=", "+", "-", "@")

Cell = str | dt.date
"""A cell as it stands: text without outer blanks, or a date where the spreadsheet says that it is one."""


class UnreadableFileError(Exception):
    """The file as a whole cannot be taken; the message says why, in the language of the reader."""


@dataclass(frozen=True)
class Row:
    """`number` is what the spreadsheet shows beside it, counted from 1. `problem` where the line itself is broken."""

    number: int
    cells: tuple[Cell, ...]
    problem: str = ""


@dataclass(frozen=True)
class Sheet:
    """One table of a file. `rows` opens the file anew each time it is called."""

    name: str
    headings: tuple[str, ...]
    rows: Callable[[], Iterator[Row]]
    encoding: str = ""
    heading_row: int = 1


def read_sheets(
    path: Path, *, name: str = "", encoding: str = "", is_heading: Callable[[str], bool] = bool
) -> list[Sheet]:
    """The sheets of a file that hold anything. Raises UnreadableFileError.

    The headings are the first row, or the first below a title that has several texts that are headings.

    A workbook is known by its content, whatever its name; everything else is CSV. `encoding` is guessed where it is
    not said: a byte order mark, else UTF-8 if every byte fits, else Shift_JIS.
    """
    size = path.stat().st_size
    if size == 0:
        raise UnreadableFileError(_("The file is empty."))
    if size > MOST_BYTES:
        raise UnreadableFileError(_("The file is larger than %(size)d MB.") % {"size": MOST_BYTES // 1024 // 1024})
    if zipfile.is_zipfile(path):
        sheets = _workbook(path, is_heading)
    else:
        sheets = [_csv(path, name or path.stem, encoding, is_heading)]
    if not sheets:
        raise UnreadableFileError(_("The file holds no rows."))
    return sheets


def _check_headings(headings: tuple[str, ...]) -> tuple[str, ...]:
    if len(headings) > MOST_COLUMNS:
        words = _("The table has %(count)d columns; at most %(most)d can be read.")
        raise UnreadableFileError(words % {"count": len(headings), "most": MOST_COLUMNS})
    return headings


def _rows_of_title(rows: Sequence[Sequence[object]], is_heading: Callable[[str], bool]) -> int:
    """How many rows stand above the headings: a title, a date, a note. None where nothing below is surely headings."""
    known = [sum(1 for cell in row if cell and is_heading(str(cell))) for row in rows]
    best = max(known, default=0)
    return known.index(best) if best >= FEWEST_HEADINGS and known[0] < FEWEST_HEADINGS else 0


# CSV


def _csv(path: Path, name: str, encoding: str, is_heading: Callable[[str], bool]) -> Sheet:
    encoding = encoding if encoding and _fits(path, encoding) else _encoding_of(path, encoding)
    with _opened(path, encoding) as lines:
        delimiter = _delimiter(itertools.islice(_without_nul(lines), LOOKED_AT))
    above = _rows_of_title(_csv_start(path, encoding, delimiter), is_heading)
    rows = _csv_rows(path, encoding, delimiter, above)
    first = next(rows, Row(1, ()))
    headings = _check_headings(tuple(str(cell) for cell in first.cells))
    return Sheet(name, headings, lambda: _after_headings(path, encoding, delimiter, above), encoding, first.number)


def _delimiter(lines: Iterable[str]) -> str:
    """That of the first line that has one: a title has none."""
    for line in lines:
        if found := [each for each in DELIMITERS if each in line]:
            return max(found, key=line.count)
    return DELIMITERS[0]


def _csv_start(path: Path, encoding: str, delimiter: str) -> list[list[str]]:
    found: list[list[str]] = []
    with _opened(path, encoding) as lines:
        try:
            for cells in csv.reader(_without_nul(lines), delimiter=delimiter, strict=True):
                found += [cells] if any(cell.strip() for cell in cells) else []
                if len(found) == LOOKED_AT:
                    break
        except csv.Error:  # told by its row, when the rows are read
            pass
    return found


def _after_headings(path: Path, encoding: str, delimiter: str, above: int) -> Iterator[Row]:
    rows = _csv_rows(path, encoding, delimiter, above)
    next(rows, None)
    return rows


def _csv_rows(path: Path, encoding: str, delimiter: str, above: int = 0) -> Iterator[Row]:
    """Rows with something in them, from the headings on, counted as a spreadsheet does: a break in a cell is none."""
    with _opened(path, encoding) as lines:
        reader = csv.reader(_without_nul(lines), delimiter=delimiter, strict=True)
        number = width = count = 0
        while True:
            number += 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                # Only what is too long leaves the reader at a place from which it can go on.
                if "field limit" not in str(error):
                    yield Row(number, (), _("A quotation mark is not closed."))
                    return
                yield Row(number, (), _too_long())
                count += 1
                _stop_at(count)
                continue
            if not any(cell.strip() for cell in cells):
                continue
            if above:
                above -= 1
                continue
            width, count = width or len(cells), count + 1
            _stop_at(count)
            yield _csv_row(number, cells, width)


def _csv_row(number: int, cells: list[str], width: int) -> Row:
    short = len(cells) < width
    if short or any(cell.strip() for cell in cells[width:]):
        words = _("This line has %(cells)d cells, the headings are %(width)d.")
        return Row(number, (), words % {"cells": len(cells), "width": width})
    return _row(number, [cell.strip() for cell in cells[:width]])


def _row(number: int, cells: Iterable[Cell]) -> Row:
    """A cell is taken whole or its row is refused: one that was cut would say something else."""
    found = tuple(cells)
    is_long = any(isinstance(cell, str) and len(cell) > LONGEST_CELL for cell in found)
    return Row(number, (), _too_long()) if is_long else Row(number, found)


def _too_long() -> str:
    return _("A cell holds more than %(most)d characters.") % {"most": LONGEST_CELL}


def _without_nul(lines: io.TextIOBase) -> Iterator[str]:
    return (line.replace("\0", "") for line in lines)


def _opened(path: Path, encoding: str) -> Any:
    return path.open(encoding=encoding, newline="", errors="strict")


def _encoding_of(path: Path, said: str = "") -> str:
    """The first that every byte fits: a byte order mark is no promise for what comes after it."""
    with path.open("rb") as file:
        start = file.read(4)
    if said:
        possible = []
    elif start.startswith(codecs.BOM_UTF8):
        possible = ["utf-8-sig"]
    elif start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        possible = ["utf-16"]
    else:
        possible = list(ENCODINGS)
    for encoding in possible:
        if _fits(path, encoding):
            return encoding
    raise UnreadableFileError(
        _("The characters of the file are neither UTF-8 nor Shift_JIS. Save it as “CSV UTF-8” and send it again.")
    )


def _fits(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while block := file.read(1024 * 1024):
                decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


# XLSX


def _workbook(path: Path, is_heading: Callable[[str], bool]) -> list[Sheet]:
    _refuse_bomb(path)
    with _open_workbook(path) as book:
        names = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if len(names) > MOST_SHEETS:
        words = _("The workbook has %(count)d sheets; at most %(most)d can be read.")
        raise UnreadableFileError(words % {"count": len(names), "most": MOST_SHEETS})
    found = []
    for name in names:
        start = list(itertools.islice(_sheet_rows(path, name, start_only=True), LOOKED_AT))
        if start:
            above = _rows_of_title([row.cells for row in start], is_heading)
            texts = tuple(_as_text(cell) for cell in start[above].cells)
            headings = _check_headings(_without_empty_end(texts))
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
                    _stop_at(number)
                if start_only and count and number > begins + LOOKED_AT:
                    return
                if all(cell.value is None or cell.value == "" for cell in cells):
                    continue
                begins, count = begins or number, count + 1
                _stop_at(count)
                yield _row(number, (_cell(cell) for cell in cells))
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


def _stop_at(count: int) -> None:
    if count > MOST_ROWS:
        raise UnreadableFileError(_("The table has more than %(most)d rows.") % {"most": MOST_ROWS})
