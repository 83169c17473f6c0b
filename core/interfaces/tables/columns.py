"""Columns of a table: what a heading means, and how its cells are read."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.interfaces.tables.cells import CLEAR, date_of, folded, number_of, sign_of, text_of
from core.interfaces.tables.sheets import Cell
from core.models.organisation import Company, Department, Grade, Named, Occupation, Position, Region
from core.models.person import Person
from core.words import Words, words_of

Read = Callable[[Cell, "References"], Any]


@dataclass(frozen=True)
class Column:
    """`needed`: a new row cannot do without it. `clearable`: “-” empties it. `headings`: what else means it."""

    name: str
    label: str | Promise
    read: Read
    headings: tuple[str, ...] = ()
    needed: bool = False
    clearable: bool = False
    example: str = ""

    def means(self, heading: str) -> bool:
        return folded(heading) in {folded(self.name), *map(folded, self.headings)}


@dataclass
class References:
    """Rows that cells name by code or by name, read once for a file; rows that the file itself brings are added.

    `actor` is who sent the file; None at a terminal, where nobody needs to be asked.
    """

    known: dict[type[Model], dict[str, Any]] = field(default_factory=dict)
    actor: Person | None = None

    def find(self, model: type[Named], cell: Cell) -> Any:
        """The row of a code or name. Raises ValidationError where there is none, or more than one."""
        written = text_of(cell)
        rows = self._rows(model)
        if _exactly(written) in rows:
            return rows[_exactly(written)]
        if folded(written) not in rows:
            raise ValidationError(_("There is no “%(value)s”."), params={"value": written[:60]}, code="unknown")
        found = rows[folded(written)]
        if found is None:
            raise ValidationError(_("Several are called “%(value)s”: write the code."), params={"value": written[:60]})
        return found

    def add(self, row: Named) -> None:
        """A row that the file itself brings: later sheets may name it, before it is written too."""
        rows = self._rows(type(row))
        rows.setdefault(_exactly(row.code), row)
        for name in (row.code, row.name_ja, row.name_en):
            rows.setdefault(folded(name), row)

    def forget(self) -> None:
        """After rows were written: read them again."""
        self.known.clear()

    def _rows(self, model: type[Named]) -> dict[str, Any]:
        if model not in self.known:
            rows: dict[str, Any] = {}
            every = list(model._default_manager.all())
            for row in every:
                for name in {folded(row.name_ja), folded(row.name_en)}:
                    rows[name] = None if name in rows else row
            rows.update(_by_code(every))
            rows.pop("", None)
            rows.update({_exactly(row.code): row for row in every})
            self.known[model] = rows
        return self.known[model]


def _exactly(code: str) -> str:
    """The key of a code as it is written: 10-1 and 101 are two."""
    return f"={code}"


def _by_code(rows: Sequence[Named]) -> dict[str, Any]:
    """Rows by their codes without regard to width, case and hyphens; nothing where that fits several."""
    found: dict[str, Any] = {}
    for row in rows:
        name = folded(row.code)
        found[name] = None if name in found else row
    return found


def text(cell: Cell, _references: References) -> str:
    return text_of(cell)


def sign(cell: Cell, _references: References) -> str:
    return sign_of(cell)


def reading(cell: Cell, _references: References) -> str:
    """A name as it is spoken: older systems give it out in kana of half width."""
    return unicodedata.normalize("NFKC", text_of(cell)).strip()


def date(cell: Cell, _references: References) -> Any:
    return date_of(cell)


def number(cell: Cell, _references: References) -> int:
    return number_of(cell)


def one_of(model: type[Named]) -> Read:
    """A row of a vocabulary, by its code or its name in either language."""
    return lambda cell, references: references.find(model, cell)


def choice(choices: Any, **also: str) -> Read:
    """A value of a closed set: its code, its label in any language, or another word for it."""
    words: dict[str, str] = {folded(value): value for value in choices.values} | {
        folded(word): code for word, code in also.items()
    }

    def read(cell: Cell, _references: References) -> str:
        written = text_of(cell)
        if folded(written) not in words:
            labels = ", ".join(choices.values)
            raise ValidationError(
                _("“%(value)s” is none of: %(choices)s."), params={"value": written[:40], "choices": labels}
            )
        return words[folded(written)]

    return read


REFERRED: Sequence[type[Named]] = (Region, Company, Department, Position, Occupation, Grade)


def match_headings(headings: Sequence[str], columns: Sequence[Column]) -> dict[int, Column]:
    """Place of a heading → its column. Raises ValidationError where two headings mean the same."""
    found: dict[int, Column] = {}
    for place, heading in enumerate(headings):
        column = next((column for column in columns if heading and column.means(heading)), None)
        if column is None:
            continue
        if column in found.values():
            words = _("Two columns mean “%(column)s”: remove one.")
            raise ValidationError(words, params={"column": column.label}, code="twice")
        found[place] = column
    return found


def read_cells(
    cells: Sequence[Cell], columns: Mapping[int, Column], references: References
) -> tuple[dict[str, Any], list[tuple[Column, Words]]]:
    """The values of a row by column name, and what is wrong by column. Empty cells are left out; “-” gives None."""
    values: dict[str, Any] = {}
    problems: list[tuple[Column, Words]] = []
    for place, column in columns.items():
        cell = cells[place] if place < len(cells) else ""
        if cell == "":
            continue
        if cell == CLEAR and column.clearable:
            values[column.name] = None
            continue
        try:
            values[column.name] = column.read(cell, references)
        except ValidationError as error:
            problems.extend((column, message) for message in words_of(error))
    return values, problems
