"""The table of departments: a tree, whose rows name what lies above them by code or by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from core.domain.people_files import write_department
from core.interfaces.tables.cells import folded
from core.interfaces.tables.columns import Column, References, one_of, text
from core.interfaces.tables.organisation import Codes, VocabularyTable, cell_of
from core.interfaces.tables.plan import Planned
from core.interfaces.tables.sheets import Row, Sheet
from core.models.organisation import Company, Department
from core.models.person import Person
from core.words import Words, filled

COMPANY = Column("company", _("Company"), one_of(Company), ("会社",), needed=True)
PARENT = Column(
    "parent", _("Parent department"), text, ("上位部署", "親部署", "上位部署コード", "above"), clearable=True
)


class DepartmentTable(VocabularyTable):
    """The tree: a parent may stand on a later row of the same file; it is written first."""

    def __init__(self) -> None:
        super().__init__("departments", Department, _("Departments"), 20, (COMPANY, PARENT), "部署", "部門", "組織")

    def prepare(self, sheet: Sheet, matched: Mapping[int, Column], references: References) -> Codes:
        """Read codes and names of every row: what lies above may be said by its name."""
        codes = super().prepare(sheet, matched, references)
        codes.code_of = _codes_by_name(Department.objects.values_list("code", "name_ja", "name_en"))
        codes.code_of |= _codes_by_name(_named_rows(sheet, {column.name: place for place, column in matched.items()}))
        codes.parent_of = {code: _code_of(above, codes) for code, above in codes.parent_of.items()}
        return codes

    def _plan(
        self,
        row: Row,
        values: dict[str, Any],
        problems: list[tuple[str, Words]],
        known: Mapping[str, Any],
        whole: Codes,
    ) -> Planned:
        if values.get("parent"):
            values["parent"] = _code_of(values["parent"], whole)
        return super()._plan(row, values, problems, known, whole)

    def _changes(self, subject: Any, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
        changes = super()._changes(subject, values)
        if "parent" in values:
            above = subject.get_parent() if subject.pk is not None else None
            now = above.code if above is not None else None
            if now != values["parent"]:
                changes["parent"] = (now, values["parent"])
        return changes

    def _problems(
        self, subject: Any, values: Mapping[str, Any], told: set[str], whole: Codes
    ) -> list[tuple[str, Words]]:
        problems = super()._problems(subject, values, told, whole)
        above = values.get("parent")
        if not above:
            return problems
        if above not in whole.row_of_code and not Department.objects.filter(code=above).exists():
            problems.append(("parent", filled(_("There is no “%(value)s”."), value=above)))
        elif values.get("code") in _above(above, whole):
            problems.append(("parent", _("A department cannot lie below itself.")))
        return problems

    def _write_one(self, planned: Planned, *, actor: Person | None) -> None:
        row, values = planned.subject, dict(planned.values)
        code = values.pop("parent", None)
        for name, value in values.items():
            setattr(row, name, value)
        parent = Department.objects.filter(code=code).first() if code else None
        if code and parent is None:
            raise ValidationError({"parent": _("The department above it was refused.")})
        write_department(row, parent=parent, moves="parent" in planned.changes, actor=actor)

    def in_order(self, planned: Sequence[Planned]) -> list[Planned]:
        """Parents before what lies below them."""
        by_code = {each.key: each for each in planned}
        done: dict[str, Planned] = {}
        for each in planned:
            way: list[Planned] = []
            at: Planned | None = each
            while at is not None and at.key not in done and at not in way:  # a circle was refused, and ends here too
                way.append(at)
                at = by_code.get(at.values.get("parent") or "")
            done.update({found.key: found for found in reversed(way)})
        rest = [each for each in planned if done.get(each.key) is not each]  # refused: a code that came twice, or none
        return [*done.values(), *rest]


def _above(code: str, whole: Codes) -> list[str]:
    """The code and all above it as the database would have it after the file, up to the top or round a circle."""
    way: list[str] = []
    at: str | None = code
    while at and at not in way:
        way.append(at)
        at = whole.parent_of.get(at) or _stored_parent(at)
    return way


def _code_of(written: str, whole: Codes) -> str:
    """Of a department that is named by code or by name; what was written where neither is known."""
    if written in whole.row_of_code or Department.objects.filter(code=written).exists():
        return written
    return whole.code_of.get(folded(written)) or written


def _codes_by_name(rows: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for code, *names in rows:
        for name in {folded(each) for each in names if each}:
            found[name] = code if found.get(name, code) == code else ""
    return found


def _named_rows(sheet: Sheet, places: Mapping[str, int]) -> Iterator[tuple[str, str, str]]:
    for row in sheet.rows():
        yield cell_of(row, places.get("code")), cell_of(row, places.get("name_ja")), cell_of(row, places.get("name_en"))


def _stored_parent(code: str) -> str | None:
    row = Department.objects.filter(code=code).first()
    above = row.get_parent() if row is not None else None
    return above.code if above is not None else None
