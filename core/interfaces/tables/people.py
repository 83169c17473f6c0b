"""The table of people: one row a person, known by the employee number, with their main place where the file has it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.domain.people_files import PLACE, PersonRow, write_managers, write_people
from core.enums import AssignmentKind
from core.interfaces.tables.cells import identity_of
from core.interfaces.tables.columns import Column, References, read_cells
from core.interfaces.tables.people_checks import (
    Whole,
    against_the_file,
    changes_of,
    loops,
    model_problems,
    place_changes,
    place_problems,
    stored,
    what_is_missing,
)
from core.interfaces.tables.people_columns import COLUMNS, OWN
from core.interfaces.tables.plan import Planned
from core.interfaces.tables.rights import guarded_numbers, of_administrators
from core.interfaces.tables.sheets import Row, Sheet
from core.models.assignment import Assignment
from core.models.person import Person
from core.words import Words, filled, name_in


class PeopleTable:
    """See the module."""

    name = "people"
    label = _("People")
    order = 60
    columns = COLUMNS
    sheet_names = ("people", "社員", "従業員", "employees", "人")
    identity = "employee_number"

    def prepare(self, sheet: Sheet, matched: Mapping[int, Column], references: References) -> Whole:
        """Read numbers, addresses and managers of every row."""
        places = {column.name: place for place, column in matched.items()}
        whole = Whole()
        for number, email, manager in Person.objects.get_queryset().values_list(
            "employee_number", "email", "manager__employee_number"
        ):
            whole.owner_of_email[email.lower()] = number
            whole.known.add(number)
            if manager:
                whole.manager_of[number] = manager
        for row in sheet.rows():
            self._note(row, places, whole)
        whole.guarded = guarded_numbers(references.actor)
        whole.sender = references.actor.employee_number if references.actor is not None else ""
        whole.looped = loops(whole.manager_of, among=whole.row_of_number)
        return whole

    def _note(self, row: Row, places: Mapping[str, int], whole: Whole) -> None:
        def cell(name: str) -> str:
            place = places.get(name)
            return identity_of(row.cells[place]) if place is not None and place < len(row.cells) else ""

        number = cell("employee_number")
        if not number:
            return
        whole.row_of_number.setdefault(number, row.number)
        if email := cell("email").lower():
            whole.row_of_email.setdefault(email, row.number)
        manager = cell("manager")
        if manager == "-":
            whole.manager_of.pop(number, None)
        elif manager:
            whole.manager_of[number] = manager

    def check(
        self, rows: Sequence[Row], matched: Mapping[int, Column], references: References, whole: Whole
    ) -> Iterator[Planned]:
        """Each row of a chunk, compared with the database in a handful of queries."""
        read = [(row, *read_cells(row.cells, matched, references)) for row in rows]
        numbers = {str(values.get("employee_number", "")) for _row, values, _problems in read}
        people = Person.objects.get_queryset().select_related("region", "manager").filter(employee_number__in=numbers)
        known = {person.employee_number: person for person in people}
        open_places = Assignment.objects.filter(
            person__employee_number__in=numbers, kind=AssignmentKind.REGULAR, ends_on__isnull=True
        ).select_related(*PLACE, "person")
        places = {place.person.employee_number: place for place in open_places}
        for row, values, problems in read:
            found = [(column.name, message) for column, message in problems]
            yield self._plan(row, _with_split_names(values), found, known, places, whole)

    def _plan(
        self,
        row: Row,
        values: dict[str, Any],
        problems: list[tuple[str, Words]],
        known: Mapping[str, Person],
        places: Mapping[str, Assignment],
        whole: Whole,
    ) -> Planned:
        number = values.get("employee_number", "")
        if row.problem:
            return Planned(row.number, number, problems=(("", row.problem),))
        if not number:
            asked = problems or [("employee_number", _("The employee number is missing."))]
            return Planned(row.number, "", problems=tuple(asked))
        person = known.get(number) or Person(employee_number=number)
        is_new = person.pk is None
        told = {name for name, _message in problems}
        problems += against_the_file(row, values, whole)
        if is_new:
            problems += what_is_missing(values, told)
        changes = changes_of(person, values) | place_changes(values, places.get(number))
        problems += place_problems(values, places.get(number), told)
        problems += model_problems(person, values, {name for name in changes if name in OWN}, told)
        manager_now = person.manager.employee_number if person.manager is not None else None
        if "manager" in values and values["manager"] != manager_now:
            changes["manager"] = (manager_now, values["manager"])
        if changes and number in whole.guarded:
            problems.append(("employee_number", of_administrators()))
        if number == whole.sender and changes.get("left_on", (None, None))[1] is not None:
            problems.append(("left_on", _("You cannot close your own account.")))
        title = f"{values.get('family_name', person.family_name)} {values.get('given_name', person.given_name)}".strip()
        return Planned(row.number, number, title, person, values, changes, tuple(problems), is_new)

    def write(self, planned: Sequence[Planned], *, actor: Person | None) -> None:
        """The people of a chunk; whom they report to follows in `finish`, when everybody is there."""
        rows = [_row(each) for each in planned]
        write_people([row for row in rows if row.facts or row.place or row.person.pk is None], actor=actor)

    def finish(self, planned: Sequence[Planned], *, actor: Person | None) -> list[tuple[Planned, str, Words]]:
        """Whom the people of a chunk report to; returns (row, column, message) for those that could not be set."""
        wanted = [each for each in planned if "manager" in each.changes]
        if not wanted:
            return []
        numbers = {each.key for each in wanted} | {each.changes["manager"][1] for each in wanted}
        people = Person.objects.get_queryset().filter(employee_number__in=numbers - {None})
        known = {person.employee_number: person for person in people}
        pairs, refused = [], []
        for each in wanted:
            number = each.changes["manager"][1]
            if each.key in known and (number is None or number in known):
                pairs.append((known[each.key], known.get(number) if number else None))
            elif each.key in known:
                refused.append(
                    (each, "manager", filled(_("The row of the manager “%(value)s” was refused."), value=number))
                )
        write_managers(pairs, actor=actor)
        return refused

    def missing(self, whole: Whole) -> Iterator[tuple[str, Words]]:
        """(number, name) of those employed today whom a full file does not name; nothing is done to them."""
        for person in Person.objects.employed().order_by("employee_number").iterator(chunk_size=1000):
            if person.employee_number not in whole.row_of_number:
                yield person.employee_number, name_in(person, "display_name")


def _row(planned: Planned) -> PersonRow:
    values = planned.values
    facts = {name: stored(name, values[name]) for name in OWN if name in planned.changes}
    place = {name: values[name] for name in PLACE if name in planned.changes}
    if place and planned.is_new:
        place.setdefault("company", place["department"].company)
    return PersonRow(planned.subject, facts, place, values.get("placed_on"))


def _with_split_names(values: dict[str, Any]) -> dict[str, Any]:
    for whole, (family, given) in {
        "full_name": ("family_name", "given_name"),
        "full_kana": ("family_kana", "given_kana"),
    }.items():
        if whole in values:
            parts = values.pop(whole)
            values.setdefault(family, parts[0])
            values.setdefault(given, parts[1])
    return values
