"""Tables of the organisation: vocabularies and the department tree, each row known by its code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.domain.people_files import write_named
from core.interfaces.tables.cells import identity_of
from core.interfaces.tables.columns import Column, References, number, one_of, read_cells, sign, text
from core.interfaces.tables.plan import Planned
from core.interfaces.tables.sheets import Row, Sheet
from core.models.organisation import Company, Grade, Named, Occupation, Position, Region
from core.models.person import Person
from core.words import Words, filled, name_in, words_by_field

CODE = Column("code", _("code"), sign, ("コード", "記号", "id"), needed=True)
NAMES = (
    Column("name_ja", _("name in Japanese"), text, ("名称", "日本語名", "名前", "name"), needed=True),
    Column("name_en", _("name in English"), text, ("英語名", "英名", "名称(英語)", "english name"), needed=True),
)
RANK = Column("rank", _("order"), number, ("順序", "順番", "並び順", "order"))
REGION = Column("region", _("Region"), one_of(Region), ("地域",), needed=True)


@dataclass
class Codes:
    """The whole file's codes with the row each stands on first; for departments also what lies above what."""

    row_of_code: dict[str, int] = field(default_factory=dict)
    parent_of: dict[str, str] = field(default_factory=dict)
    code_of: dict[str, str] = field(default_factory=dict)
    """By name, for departments: of those that the file brings, else of those that are there. "" where two have it."""


def _named_after(words: Sequence[str]) -> tuple[Column, ...]:
    """Code and names, also under the headings that a list of this kind has alone: 部署コード, 部署名."""
    ends = {"code": ("コード",), "name_ja": ("名",), "name_en": ("名(英語)", "英語名")}
    return tuple(
        replace(column, headings=(*column.headings, *(f"{word}{end}" for word in words for end in ends[column.name])))
        for column in (CODE, *NAMES)
    )


class VocabularyTable:
    """A vocabulary: regions, companies, positions, occupations, grades."""

    identity = "code"

    def __init__(
        self, name: str, model: type[Named], label: str | Promise, order: int, columns: tuple[Column, ...], *also: str
    ) -> None:
        self.name, self.model, self.label, self.order = name, model, label, order
        self.columns = (*_named_after(also), *columns)
        self.sheet_names = (name, *also)

    def prepare(self, sheet: Sheet, matched: Mapping[int, Column], references: References) -> Codes:
        """Read the code of every row."""
        places = {column.name: place for place, column in matched.items()}
        codes = Codes()
        for row in sheet.rows():
            code = cell_of(row, places.get("code"))
            if code:
                codes.row_of_code.setdefault(code, row.number)
                above = cell_of(row, places.get("parent"))
                if above and above != "-":
                    codes.parent_of[code] = above
        return codes

    def check(
        self, rows: Sequence[Row], matched: Mapping[int, Column], references: References, whole: Codes
    ) -> Iterator[Planned]:
        """Each row of a chunk, compared with the vocabulary."""
        read = [(row, *read_cells(row.cells, matched, references)) for row in rows]
        codes = [values.get("code", "") for _row, values, _problems in read]
        known = {each.code: each for each in self._queryset().filter(code__in=codes)}
        for row, values, problems in read:
            yield self._plan(row, values, [(column.name, words) for column, words in problems], known, whole)

    def _plan(
        self,
        row: Row,
        values: dict[str, Any],
        problems: list[tuple[str, Words]],
        known: Mapping[str, Any],
        whole: Codes,
    ) -> Planned:
        code = values.get("code", "")
        if row.problem:
            return Planned(row.number, code, problems=(("", row.problem),))
        if not code:
            return Planned(row.number, "", problems=tuple(problems or [("code", _("The code is missing."))]))
        subject = known.get(code) or self.model(code=code)
        is_new, told = subject.pk is None, {name for name, _words in problems}
        first = whole.row_of_code.get(code, row.number)
        if first != row.number:
            problems.append(("code", filled(_("Row %(row)d has this code already."), row=first)))
        if is_new:
            problems += [
                (column.name, filled(_("%(column)s is missing; a new row needs it."), column=column.label))
                for column in self.columns
                if column.needed and column.name not in values and column.name not in told
            ]
        changes = self._changes(subject, values)
        problems += self._problems(subject, values, told, whole)
        return Planned(row.number, code, values.get("name_ja", ""), subject, values, changes, tuple(problems), is_new)

    def _changes(self, subject: Any, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
        own = [name for name in values if name != "parent"]
        if subject.pk is None:
            return {name: (None, values[name]) for name in own}
        return {name: (getattr(subject, name), values[name]) for name in own if getattr(subject, name) != values[name]}

    def _problems(
        self, subject: Any, values: Mapping[str, Any], told: set[str], whole: Codes
    ) -> list[tuple[str, Words]]:
        values = {name: value for name, value in values.items() if name != "parent"}
        trial = self.model(**values)
        try:
            # What a cell refers to was looked up already, and may be a row that the same file brings.
            given = {name for name in values if not self.model._meta.get_field(name).is_relation}
            trial.clean_fields(exclude=[each.name for each in self.model._meta.fields if each.name not in given])
        except ValidationError as error:
            return [
                (name, words) for name, every in words_by_field(error).items() for words in every if name not in told
            ]
        return []

    def write(self, planned: Sequence[Planned], *, actor: Person | None) -> None:
        """The rows of a chunk."""
        for each in planned:
            self._write_one(each, actor=actor)

    def _write_one(self, planned: Planned, *, actor: Person | None) -> None:
        row = planned.subject
        for name, value in planned.values.items():
            setattr(row, name, value)
        write_named(row, actor=actor)

    def finish(self, planned: Sequence[Planned], *, actor: Person | None) -> list[tuple[Planned, str, Words]]:
        """Nothing follows."""
        return []

    def missing(self, whole: Codes) -> Iterator[tuple[str, Words]]:
        """(code, name) of rows that a full file does not name."""
        for row in self._queryset().order_by("code"):
            if row.code not in whole.row_of_code:
                yield row.code, name_in(row, "name")

    def _queryset(self) -> Any:
        return self.model._default_manager.all()


def cell_of(row: Row, place: int | None) -> str:
    """What a row says of itself in one column, for looking over the whole file."""
    return identity_of(row.cells[place]) if place is not None and place < len(row.cells) else ""


VOCABULARIES = (
    VocabularyTable("regions", Region, _("Regions"), 5, (), "地域"),
    VocabularyTable("companies", Company, _("Companies"), 10, (REGION,), "会社"),
    VocabularyTable("positions", Position, _("Positions"), 30, (RANK,), "役職"),
    VocabularyTable("occupations", Occupation, _("Occupations"), 40, (RANK,), "職種"),
    VocabularyTable("grades", Grade, _("Grades"), 50, (RANK,), "等級", "グレード"),
)
