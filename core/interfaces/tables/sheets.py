"""What a table in a file is, whatever the file: sheets, rows, cells, and how much of them is taken."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.words import Words, filled

MOST_COLUMNS = 100
MOST_ROWS = 200_000
LONGEST_CELL = 5_000
LOOKED_AT = 20
"""Rows in which headings are looked for."""
FEWEST_HEADINGS = 2

Cell = str | dt.date
"""A cell as it stands: text without outer blanks, or a date where the spreadsheet says that it is one."""


class UnreadableFileError(Exception):
    """The file as a whole cannot be taken; `words` say why, in the language of whoever reads them."""

    def __init__(self, words: Words) -> None:
        super().__init__(words)
        self.words = words


@dataclass(frozen=True)
class Row:
    """`number` is what the spreadsheet shows beside it, counted from 1. `problem` where the line itself is broken."""

    number: int
    cells: tuple[Cell, ...]
    problem: Words = ""


@dataclass(frozen=True)
class Sheet:
    """One table of a file. `rows` opens the file anew each time it is called."""

    name: str
    headings: tuple[str, ...]
    rows: Callable[[], Iterator[Row]]
    encoding: str = ""
    heading_row: int = 1


def check_headings(headings: tuple[str, ...]) -> tuple[str, ...]:
    if len(headings) > MOST_COLUMNS:
        words = _("The table has %(count)d columns; at most %(most)d can be read.")
        raise UnreadableFileError(filled(words, count=len(headings), most=MOST_COLUMNS))
    return headings


def rows_of_title(rows: Sequence[Sequence[object]], is_heading: Callable[[str], bool]) -> int:
    """How many rows stand above the headings: a title, a date, a note. None where nothing below is surely headings."""
    known = [sum(1 for cell in row if cell and is_heading(str(cell))) for row in rows]
    best = max(known, default=0)
    return known.index(best) if best >= FEWEST_HEADINGS and known[0] < FEWEST_HEADINGS else 0


def as_row(number: int, cells: Iterable[Cell]) -> Row:
    """A cell is taken whole or its row is refused: one that was cut would say something else."""
    found = tuple(cells)
    is_long = any(isinstance(cell, str) and len(cell) > LONGEST_CELL for cell in found)
    return Row(number, (), too_long()) if is_long else Row(number, found)


def too_long() -> Words:
    return filled(_("A cell holds more than %(most)d characters."), most=LONGEST_CELL)


def stop_at(count: int) -> None:
    if count > MOST_ROWS:
        raise UnreadableFileError(filled(_("The table has more than %(most)d rows."), most=MOST_ROWS))
