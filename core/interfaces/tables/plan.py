"""What a file would do: row by row, before anything is written and again after."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from core.words import Words, in_every_language

MOST_LISTED = 500


@dataclass(frozen=True)
class Problem:
    """What is wrong with one row; `column` is the heading as the file has it, "" for the row as a whole."""

    sheet: str
    row: int
    column: Words
    message: Words


def ignore(problem: Problem) -> None:
    """Where the first problems are enough."""


@dataclass(frozen=True)
class Planned:
    """What one row does. `changes` is column name → (before, after) as values; a new row has only afters."""

    row: int
    key: str
    title: Words = ""
    subject: Any = None
    values: Mapping[str, Any] = field(default_factory=dict)
    changes: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    problems: tuple[tuple[str, Words], ...] = ()
    is_new: bool = False

    @property
    def action(self) -> str:
        if self.problems:
            return "refused"
        if self.is_new:
            return "created"
        return "changed" if self.changes else "unchanged"


@dataclass
class SheetReport:
    """The outcome of one sheet. `columns` is heading → what it was taken for ("" where it was left out)."""

    sheet: str
    table: str = ""
    columns: list[dict[str, str]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=lambda: {"created": 0, "changed": 0, "unchanged": 0, "refused": 0})
    problems: list[Problem] = field(default_factory=list)
    problems_total: int = 0
    listed: list[dict[str, Any]] = field(default_factory=list)
    missing: list[dict[str, Words]] = field(default_factory=list)
    missing_total: int = 0
    refusal: Words = ""
    heading_row: int = 1
    note: Callable[[Problem], None] = ignore

    def count(self, planned: Planned, headings: Mapping[str, Words]) -> None:
        """Take one row into the report; the first of those that do something are listed."""
        self.counts[planned.action] += 1
        for name, message in planned.problems:
            self.add_problem(Problem(self.sheet, planned.row, headings.get(name, name), message))
        if planned.action in {"created", "changed"} and len(self.listed) < MOST_LISTED:
            changes = [
                {"column": headings.get(name, name), "before": _shown(old), "after": _shown(new)}
                for name, (old, new) in planned.changes.items()
            ]
            self.listed.append(
                {
                    "row": planned.row,
                    "key": planned.key,
                    "title": planned.title,
                    "action": planned.action,
                    "changes": changes,
                }
            )

    def add_problem(self, problem: Problem) -> None:
        self.problems_total += 1
        self.note(problem)
        if len(self.problems) < MOST_LISTED:
            self.problems.append(problem)


@dataclass
class Report:
    """The outcome of a file, as the screen shows it and as JSON, in every language."""

    sheets: list[SheetReport] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {"sheets": [in_every_language(_as_json(sheet)) for sheet in self.sheets], "counts": self.counts}

    @property
    def counts(self) -> dict[str, int]:
        names = ("created", "changed", "unchanged", "refused")
        return {name: sum(sheet.counts[name] for sheet in self.sheets) for name in names}


def _as_json(sheet: SheetReport) -> dict[str, Any]:
    found = asdict(replace(sheet, note=ignore))
    del found["note"]
    return found


def _shown(value: Any) -> str:
    """A value as a person reads it: a vocabulary's code, a day, a text."""
    if value is None:
        return ""
    return str(getattr(value, "code", value))
