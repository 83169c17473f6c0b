"""Writing what a spreadsheet says of people and the organisation: a chunk of rows in a transaction, each row whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.domain import audit
from core.domain.assignments import assign
from core.domain.leaving import leave, stay
from core.domain.names import complete_names
from core.domain.people import set_manager
from core.enums import AssignmentKind
from core.models.assignment import Assignment
from core.models.organisation import Department, Named
from core.models.person import Person

PLACE = ("company", "department", "position", "occupation", "grade")


@dataclass
class PersonRow:
    """What a row says of one person: facts by field, the place (empty: as it is) and from when it holds."""

    person: Person
    facts: Mapping[str, Any] = field(default_factory=dict)
    place: Mapping[str, Any] = field(default_factory=dict)
    placed_on: dt.date | None = None


@transaction.atomic
def write_person(row: PersonRow, *, actor: Person | None) -> None:
    """Make or change one person. New ones get no password: an invitation lets them set it.

    A day of leaving goes through `leave`, so that sessions and places end with it; taken back, through `stay`.
    """
    person, facts = row.person, dict(row.facts)
    leaves = facts.pop("left_on", person.left_on)
    before = person.left_on
    for name, value in facts.items():
        setattr(person, name, value)
    is_new = person.pk is None
    if is_new:
        person.left_on = None
        person.set_unusable_password()
    complete_names(person)
    person.save()
    if row.place:
        _place(person, row, actor=actor)
    if leaves is None and before is not None and not is_new and actor is not None:
        stay(person, actor=actor)
    elif leaves is not None and (is_new or leaves != before):
        leave(person, on=leaves, actor=actor)
    if leaves != before:
        facts["left_on"] = leaves
    action = "person.added_from_file" if is_new else "person.changed_from_file"
    detail = {"fields": sorted({*facts, *row.place})}
    audit.record(action, actor=actor, subject=person, on=person, detail=detail)


def _place(person: Person, row: PersonRow, *, actor: Person | None) -> None:
    """The regular place from a day on; said again for the same day it is a correction, not a move."""
    current = person.assignments.filter(kind=AssignmentKind.REGULAR, ends_on__isnull=True).first()
    starts_on = row.placed_on or (person.joined_on if current is None else timezone.localdate())
    if current is None or current.starts_on < starts_on:
        whole = {name: getattr(current, name) for name in PLACE} if current is not None else {}
        assign(person, starts_on=starts_on, actor=actor, **{**whole, **row.place})
        return
    for name, value in row.place.items():
        setattr(current, name, value)
    current.full_clean()
    current.save()


@transaction.atomic
def write_managers(pairs: Iterable[tuple[Person, Person | None]], *, actor: Person | None) -> None:
    """Whom each person reports to. Raises ValidationError where it would close a loop."""
    for person, manager in pairs:
        set_manager(person, manager=manager, actor=actor)


@transaction.atomic
def write_assignment(assignment: Assignment, *, actor: Person | None) -> None:
    """Make or correct one dated place; a new open regular one ends the one before it."""
    if assignment.pk is None:
        names = ("kind", "starts_on", "ends_on", "share", *PLACE)
        assign(assignment.person, actor=actor, **{name: getattr(assignment, name) for name in names})
        return
    assignment.full_clean()
    assignment.save()
    audit.record("person.place_corrected", actor=actor, subject=assignment.person, on=assignment)


@transaction.atomic
def write_named(row: Named, *, actor: Person | None) -> None:
    """Make or change a row of a vocabulary."""
    is_new = row.pk is None
    row.save()
    audit.record("organisation.added" if is_new else "organisation.changed", actor=actor, on=row)


@transaction.atomic
def write_department(row: Department, *, parent: Department | None, moves: bool, actor: Person | None) -> None:
    """Make a department under its parent (None: at the top), change it, or move it with all below."""
    if row.pk is None:
        if parent is None:
            Department.add_root(instance=row)
        else:
            Department.objects.get(pk=parent.pk).add_child(instance=row)
        audit.record("organisation.added", actor=actor, on=row)
        return
    row.save()
    if moves:
        target = Department.objects.get(pk=parent.pk) if parent is not None else Department.get_first_root_node()
        row.move(target, "sorted-child" if parent is not None else "sorted-sibling")
    audit.record("organisation.changed", actor=actor, on=row, detail={"moved": moves})
