"""The table of dated places: known by person, kind and first day (concurrent ones by their department too)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.domain.people_files import PLACE, write_assignment
from core.enums import AssignmentKind
from core.interfaces.tables.columns import Column, References, choice, date, number, one_of, read_cells, sign
from core.interfaces.tables.plan import Planned
from core.interfaces.tables.rights import guarded_numbers, of_administrators
from core.interfaces.tables.sheets import Row, Sheet
from core.models.assignment import Assignment
from core.models.organisation import Company, Department, Grade, Occupation, Position
from core.models.person import Person
from core.words import Words, filled, name_in

COLUMNS = (
    Column("employee_number", _("Employee number"), sign, ("社員番号", "従業員番号", "employee id"),
           needed=True),
    Column("kind", _("kind"),
           choice(AssignmentKind, 本務="regular", 主務="regular", 通常="regular", 兼務="concurrent",
                  長期出張="business_trip", 海外赴任="overseas", 海外駐在="overseas", 受け入れ="placement"),
           ("種別", "区分", "発令区分")),
    Column("company", _("Company"), one_of(Company), ("会社",)),
    Column("department", _("Department"), one_of(Department), ("部署", "部門", "所属"), needed=True),
    Column("position", _("Position"), one_of(Position), ("役職",), needed=True),
    Column("occupation", _("Occupation"), one_of(Occupation), ("職種",), needed=True),
    Column("grade", _("Grade"), one_of(Grade), ("等級", "グレード"), clearable=True),
    Column("share", _("share of working hours (%)"), number, ("割合", "比率", "share")),
    Column("starts_on", _("first day"), date, ("開始日", "発令日", "from", "start"), needed=True),
    Column("ends_on", _("last day"), date, ("終了日", "until", "to", "end"), clearable=True),
)  # fmt: skip
WHOLE = 100
FIELDS = ("kind", *PLACE, "share", "starts_on", "ends_on")


@dataclass
class Seen:
    """The places that rows of this file name, with the row that names each first."""

    row_of: dict[tuple[Any, ...], int] = field(default_factory=dict)
    brought: set[str] = field(default_factory=set)
    guarded: set[str] = field(default_factory=set)


class AssignmentTable:
    """See the module."""

    name = "assignments"
    label = _("Assignments")
    order = 70
    columns = COLUMNS
    sheet_names = ("assignments", "発令", "異動", "配属", "所属履歴")
    identity = "employee_number"

    def prepare(self, sheet: Sheet, matched: Mapping[int, Column], references: References) -> Seen:
        """Nothing of the file is to be known beforehand."""
        return Seen(guarded=guarded_numbers(references.actor))

    def check(
        self, rows: Sequence[Row], matched: Mapping[int, Column], references: References, whole: Seen
    ) -> Iterator[Planned]:
        """Each row of a chunk, compared with the places of its people."""
        read = [(row, *read_cells(row.cells, matched, references)) for row in rows]
        numbers = {str(values.get("employee_number", "")) for _row, values, _problems in read}
        people = {
            person.employee_number: person
            for person in Person.objects.get_queryset().filter(employee_number__in=numbers)
        }
        places: dict[tuple[Any, ...], Assignment] = {}
        known = Assignment.objects.filter(person__employee_number__in=numbers).select_related(*PLACE, "person")
        for place in known:
            places[_identity(place.person.employee_number, place.kind, place.starts_on, place.department)] = place
        for row, values, problems in read:
            found = [(column.name, words) for column, words in problems]
            yield self._plan(row, values, found, people, places, whole)

    def _plan(
        self,
        row: Row,
        values: dict[str, Any],
        problems: list[tuple[str, Words]],
        people: Mapping[str, Person],
        places: Mapping[tuple[Any, ...], Assignment],
        whole: Seen,
    ) -> Planned:
        number_ = values.get("employee_number", "")
        if row.problem:
            return Planned(row.number, number_, problems=(("", row.problem),))
        told = {name for name, _words in problems}
        problems += [
            (column.name, filled(_("%(column)s is missing."), column=column.label))
            for column in COLUMNS
            if column.needed and column.name not in values and column.name not in told
        ]
        person = people.get(number_)
        if number_ and person is None and number_ not in whole.brought:
            problems.append(
                ("employee_number", filled(_("There is nobody with the number “%(value)s”."), value=number_))
            )
        if problems:
            return Planned(row.number, number_, problems=tuple(problems))
        values.setdefault("kind", AssignmentKind.REGULAR)
        values.setdefault("company", values["department"].company)
        identity = _identity(number_, values["kind"], values["starts_on"], values["department"])
        first = whole.row_of.setdefault(identity, row.number)
        if first != row.number:
            words = filled(_("Row %(row)d names this place already."), row=first)
            return Planned(row.number, number_, problems=(("", words),))
        place = places.get(identity) or Assignment(person=person, share=100)
        changes = _changes(place, values)
        title = name_in(person, "display_name") if person is not None else ""
        is_new = place.pk is None
        problems = _model_problems(place, values) if person is not None else []
        if changes and number_ in whole.guarded:
            problems.append(("employee_number", of_administrators()))
        return Planned(row.number, number_, title, place, values, changes, tuple(problems), is_new)

    def write(self, planned: Sequence[Planned], *, actor: Person | None) -> None:
        """The places of a chunk, in the order of the file."""
        for each in planned:
            place = each.subject
            if place.person_id is None:
                place.person = Person.objects.get_queryset().get(employee_number=each.key)
            for name in FIELDS:
                if name in each.values:
                    setattr(place, name, each.values[name])
            write_assignment(place, actor=actor)

    def finish(self, planned: Sequence[Planned], *, actor: Person | None) -> list[tuple[Planned, str, Words]]:
        """Nothing follows."""
        return []

    def missing(self, whole: Seen) -> Iterator[tuple[str, Words]]:
        """Places are history: none is ever missing."""
        return iter(())


def _identity(number_: str, kind: str, starts_on: Any, department: Department) -> tuple[Any, ...]:
    return number_, str(kind), starts_on, department.code if kind == AssignmentKind.CONCURRENT else ""


def _changes(place: Assignment, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    if place.pk is None:
        return {name: (None, values[name]) for name in FIELDS if name in values}
    return {
        name: (getattr(place, name), values[name])
        for name in FIELDS
        if name in values and getattr(place, name) != values[name]
    }


def _model_problems(place: Assignment, values: Mapping[str, Any]) -> list[tuple[str, Words]]:
    """Dates and shares; that a new regular place ends the open one is `assign`'s to do."""
    found: list[tuple[str, Words]] = []
    share = values.get("share")
    if share is not None and not 1 <= share <= WHOLE:
        found.append(("share", _("The share is a percentage from 1 to 100.")))
    starts_on, ends_on = values["starts_on"], values.get("ends_on", place.ends_on)
    if ends_on is not None and ends_on < starts_on:
        found.append(("ends_on", _("The last day lies before the first day.")))
    return found
