"""CSV in the encodings and with the delimiters that spreadsheets write."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.interfaces.tables.sheets import (
    LOOKED_AT,
    Row,
    Sheet,
    UnreadableFileError,
    as_row,
    check_headings,
    rows_of_title,
    stop_at,
    too_long,
)
from core.words import filled

ENCODINGS = {"utf-8": "UTF-8", "cp932": "Shift_JIS"}
DELIMITERS = ",\t;"


def csv_sheet(path: Path, name: str, encoding: str, is_heading: Callable[[str], bool]) -> Sheet:
    encoding = encoding if encoding and _fits(path, encoding) else _encoding_of(path, encoding)
    with _opened(path, encoding) as lines:
        delimiter = _delimiter(itertools.islice(_without_nul(lines), LOOKED_AT))
    above = rows_of_title(_csv_start(path, encoding, delimiter), is_heading)
    rows = _csv_rows(path, encoding, delimiter, above)
    first = next(rows, Row(1, ()))
    headings = check_headings(tuple(str(cell) for cell in first.cells))
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
                yield Row(number, (), too_long())
                count += 1
                stop_at(count)
                continue
            if not any(cell.strip() for cell in cells):
                continue
            if above:
                above -= 1
                continue
            width, count = width or len(cells), count + 1
            stop_at(count)
            yield _csv_row(number, cells, width)


def _csv_row(number: int, cells: list[str], width: int) -> Row:
    short = len(cells) < width
    if short or any(cell.strip() for cell in cells[width:]):
        words = _("This line has %(cells)d cells, the headings are %(width)d.")
        return Row(number, (), filled(words, cells=len(cells), width=width))
    return as_row(number, [cell.strip() for cell in cells[:width]])


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
