"""One sheet: matched, checked in chunks and, where asked, written; what a chunk is refused for is done row by row."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import Error as DatabaseError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.interfaces.tables.cells import folded
from core.interfaces.tables.columns import Column, References, match_headings
from core.interfaces.tables.plan import MOST_LISTED, Planned, Problem, SheetReport
from core.interfaces.tables.sheets import Sheet
from core.models.organisation import Named
from core.models.person import Person
from core.words import Words, filled, joined, words_of

CHUNK = 200


@dataclass(frozen=True)
class Wish:
    """What is asked of a file.

    `table` where it cannot be told from the headings; `is_full`: who is not in it is listed; `columns` is heading →
    column name ("" leaves it out) where the guess was wrong.
    """

    path: Path
    name: str = ""
    table: str = ""
    encoding: str = ""
    is_full: bool = False
    columns: Mapping[str, str] | None = None
    note: Callable[[Problem], None] | None = None
    """Hears of every problem, also of those that the report is too short for."""


class Walker:
    """One sheet."""

    def __init__(
        self, table: Any, sheet: Sheet, wish: Wish, outcome: SheetReport, references: References, brought: set[str]
    ) -> None:
        self.table, self.sheet, self.wish, self.outcome = table, sheet, wish, outcome
        self.references, self.brought = references, brought
        self.done = 0
        self.to_finish: set[int] = set()

    def run(self, *, actor: Person | None, writes: bool, progress: Callable[[int], None]) -> None:
        try:
            matched = _matched(self.sheet, self.table, self.wish)
        except ValidationError as error:
            read = filled(_("Row %(row)d was read as the headings."), row=self.sheet.heading_row)
            self.outcome.refusal = joined(*words_of(error), read)
            return
        self.outcome.columns = [
            {"heading": heading, "column": matched[place].name if place in matched else ""}
            for place, heading in enumerate(self.sheet.headings)
        ]
        headings: dict[str, Words] = {column.name: self.sheet.headings[place] for place, column in matched.items()}
        headings |= {column.name: column.label for column in self.table.columns if column.name not in headings}
        whole = self.table.prepare(self.sheet, matched, self.references)
        if hasattr(whole, "brought"):
            whole.brought |= self.brought
        for planned in self._planned(matched, whole):
            kept = self._write(planned, actor=actor, headings=headings) if writes else planned
            for each in kept:
                self.outcome.count(each, headings)
                self._remember(each)
            self.done += len(planned)
            progress(self.done)
        if writes:
            self._finish(matched, whole, actor=actor, headings=headings)
            self.references.forget()
        self._note_missing(whole)

    def _planned(self, matched: Mapping[int, Column], whole: Any) -> Iterator[list[Planned]]:
        in_order = getattr(self.table, "in_order", None)
        if in_order is not None:  # the department tree: small, and parents come first
            everything = list(self.table.check(list(self.sheet.rows()), matched, self.references, whole))
            yield from _chunks(in_order(everything), 1)
            return
        for rows in _chunks(self.sheet.rows(), CHUNK):
            yield list(self.table.check(rows, matched, self.references, whole))

    def _write(
        self, planned: Sequence[Planned], *, actor: Person | None, headings: Mapping[str, Words]
    ) -> list[Planned]:
        """Write what is to be written; a chunk that fails is done row by row, each in a transaction of its own."""
        wanted = [each for each in planned if each.action in {"created", "changed"}]
        try:
            with transaction.atomic():
                self.table.write(wanted, actor=actor)
        except (ValidationError, DatabaseError):
            rows = {each.row for each in wanted}
            again = self._fresh([each.row for each in wanted])
            return [
                self._write_alone(again.get(each.row, each), actor) if each.row in rows else each for each in planned
            ]
        return list(planned)

    def _write_alone(self, planned: Planned, actor: Person | None) -> Planned:
        if planned.action not in {"created", "changed"}:
            return planned
        try:
            with transaction.atomic():
                self.table.write([planned], actor=actor)
        except (ValidationError, DatabaseError) as error:
            words = words_of(error) if isinstance(error, ValidationError) else [_("The database refused this row.")]
            return Planned(planned.row, planned.key, problems=tuple(("", each) for each in words))
        return planned

    def _fresh(self, numbers: Sequence[int]) -> dict[int, Planned]:
        """The rows planned anew: the objects of a chunk that was rolled back say that they are saved."""
        wanted = set(numbers)
        rows = [row for row in self.sheet.rows() if row.number in wanted]
        matched = _matched(self.sheet, self.table, self.wish)
        whole = self.table.prepare(self.sheet, matched, self.references)
        if hasattr(whole, "brought"):
            whole.brought |= self.brought
        return {each.row: each for each in self.table.check(rows, matched, self.references, whole)}

    def _finish(
        self, matched: Mapping[int, Column], whole: Any, *, actor: Person | None, headings: Mapping[str, Words]
    ) -> None:
        """What needs everybody to be there: whom people report to. Rows without such a change are passed over."""
        if not self.to_finish:
            return
        for rows in _chunks((row for row in self.sheet.rows() if row.number in self.to_finish), CHUNK):
            planned = [each for each in self.table.check(rows, matched, self.references, whole) if not each.problems]
            try:
                refused = self.table.finish(planned, actor=actor)
            except ValidationError:
                refused = self._finish_alone(planned, actor=actor)
            for each, name, words in refused:
                self.outcome.add_problem(Problem(self.sheet.name, each.row, headings.get(name, name), words))

    def _finish_alone(self, planned: Sequence[Planned], *, actor: Person | None) -> list[tuple[Planned, str, Words]]:
        refused: list[tuple[Planned, str, Words]] = []
        for each in planned:
            try:
                refused += self.table.finish([each], actor=actor)
            except ValidationError as error:
                refused.append((each, "manager", joined(*words_of(error))))
        return refused

    def _remember(self, planned: Planned) -> None:
        """Later sheets may name what this one brings."""
        if "manager" in planned.changes and not planned.problems:
            self.to_finish.add(planned.row)
        if planned.action != "created":
            return
        if isinstance(planned.subject, Named):
            for name, value in planned.values.items():
                if name != "parent":
                    setattr(planned.subject, name, value)
            self.references.add(planned.subject)
        elif isinstance(planned.subject, Person):
            self.brought.add(planned.key)

    def _note_missing(self, whole: Any) -> None:
        if not self.wish.is_full:
            return
        for key, name in self.table.missing(whole):
            self.outcome.missing_total += 1
            if len(self.outcome.missing) < MOST_LISTED:
                self.outcome.missing.append({"key": key, "name": name})


def _matched(sheet: Sheet, table: Any, wish: Wish) -> dict[int, Column]:
    """The guess, corrected by what the person said. Raises ValidationError without the column that names a row."""
    by_name = {column.name: column for column in table.columns}
    said = {folded(heading): name for heading, name in (wish.columns or {}).items()}
    headings = ["" if folded(heading) in said else heading for heading in sheet.headings]
    matched = match_headings(headings, table.columns)
    for place, heading in enumerate(sheet.headings):
        column = by_name.get(said.get(folded(heading), ""))
        if column is None:
            continue
        if column in matched.values():
            raise ValidationError(_("Two columns mean “%(column)s”: remove one."), params={"column": column.label})
        matched[place] = column
    if by_name[table.identity] not in matched.values():
        words = _("The column “%(column)s” is missing: without it nobody knows which row is whose.")
        raise ValidationError(words, params={"column": by_name[table.identity].label})
    return matched


def _chunks(rows: Any, size: int) -> Iterator[list[Any]]:
    iterator = iter(rows)
    while chunk := list(itertools.islice(iterator, size)):
        yield chunk
