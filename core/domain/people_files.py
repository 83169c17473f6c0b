"""Writing what a spreadsheet says of people and the organisation: a chunk of rows in a transaction, each row whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_save
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.domain import audit
from core.domain.accounts import void_links
from core.domain.assignments import assign
from core.domain.leaving import leave, stay
from core.domain.names import complete_names
from core.domain.telling import organisation_changed, people_changed
from core.enums import AssignmentKind
from core.models.assignment import Assignment
from core.models.organisation import Department, Named
from core.models.person import Person

READINGS = ("family_kana", "given_kana", "family_romaji", "given_romaji")
NAMES = {"family_name", "given_name", *READINGS}
PLACE = ("company", "department", "position", "occupation", "grade")


@dataclass
class PersonRow:
    """What a row says of one person: facts by field, the place (empty: as it is) and from when it holds."""

    person: Person
    facts: Mapping[str, Any] = field(default_factory=dict)
    place: Mapping[str, Any] = field(default_factory=dict)
    placed_on: dt.date | None = None


@transaction.atomic
def write_people(rows: Sequence[PersonRow], *, actor: Person | None) -> None:
    """Make and change the people of a chunk, all or none; new ones in a few statements for all of them."""
    new = [row for row in rows if row.person.pk is None]
    _make_people(new, actor=actor)
    for row in rows:
        if row not in new:
            write_person(row, actor=actor)
    people_changed(row.person.pk for row in rows)


def _make_people(rows: Sequence[PersonRow], *, actor: Person | None) -> None:
    for row in rows:
        for name, value in row.facts.items():
            setattr(row.person, name, value)
        row.person.left_on = None
        row.person.set_unusable_password()
        complete_names(row.person)
    Person.objects.bulk_create([row.person for row in rows])
    places = [
        Assignment(person=row.person, starts_on=row.placed_on or row.person.joined_on, **row.place)
        for row in rows
        if row.place
    ]
    Assignment.objects.bulk_create(places)
    audit.record_many(
        "person.added_from_file", actor=actor, on=[row.person for row in rows], detail=[_detail(row) for row in rows]
    )
    # A bulk of rows sends no signal, and what listens for a saved row (search, groups) must hear of each.
    tell_saved([*(row.person for row in rows), *places])
    for row in rows:
        if row.facts.get("left_on") is not None:
            leave(row.person, on=row.facts["left_on"], actor=actor)


def _detail(row: PersonRow) -> dict[str, Any]:
    return {"fields": sorted({*row.facts, *row.place})}


def tell_saved(rows: Iterable[Model]) -> None:
    """Send for each row what saving it alone would have sent."""
    for row in rows:
        post_save.send(type(row), instance=row, created=True, raw=False, using=row._state.db, update_fields=None)


@transaction.atomic
def write_person(row: PersonRow, *, actor: Person | None) -> None:
    """Change one person; new ones are made by `write_people`, without a password: an invitation lets them set it.

    A day of leaving goes through `leave`, so that sessions and places end with it; taken back, through `stay`.
    """
    person, facts = row.person, dict(row.facts)
    leaves = facts.pop("left_on", person.left_on)
    before = person.left_on
    derived = {*(READINGS if facts.keys() & NAMES else ()), *_note_new_facts(person, facts)}
    for name, value in facts.items():
        setattr(person, name, value)
    complete_names(person)
    # Only what the row says: the person may have changed the rest, a password too, since their row was read.
    person.save(update_fields=sorted({*facts, *derived}))
    if "email" in facts:
        void_links(person)
    if row.place:
        _place(person, row, actor=actor)
    if leaves is None and before is not None:
        stay(person, actor=actor)
    elif leaves is not None and leaves != before:
        leave(person, on=leaves, actor=actor)
    audit.record("person.changed_from_file", actor=actor, subject=person, on=person, detail=_detail(row))


def _note_new_facts(person: Person, facts: Mapping[str, Any]) -> list[str]:
    """Region and hire type have no dates of their own: the day on which they changed is kept beside them."""
    if all(facts.get(name, getattr(person, name)) == getattr(person, name) for name in ("region", "hire_type")):
        return []
    person.facts_since = timezone.localdate()
    return ["facts_since"]


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
def write_managers(pairs: Sequence[tuple[Person, Person | None]], *, actor: Person | None) -> None:
    """Whom each person reports to. Raises ValidationError where it would close a loop, and writes none then."""
    above: dict[int, int | None] = dict(Person.objects.get_queryset().values_list("pk", "manager_id"))
    above.update({person.pk: manager.pk if manager else None for person, manager in pairs})
    for person, manager in pairs:
        if _reports_to_self(person.pk, above):
            words = _("%(name)s already reports to this person.")
            raise ValidationError({"manager": ValidationError(words, params={"name": manager})})
        person.manager = manager
    Person.objects.bulk_update([person for person, _manager in pairs], ["manager"], batch_size=200)
    audit.record_many(
        "person.manager_set",
        actor=actor,
        on=[person for person, _manager in pairs],
        detail=[{"manager": manager.pk if manager else None} for _person, manager in pairs],
    )
    tell_saved(person for person, _manager in pairs)


def _reports_to_self(number: int, above: Mapping[int, int | None]) -> bool:
    seen, at = set(), above.get(number)
    while at is not None and at not in seen:
        if at == number:
            return True
        seen.add(at)
        at = above.get(at)
    return False


@transaction.atomic
def write_assignment(assignment: Assignment, *, actor: Person | None) -> None:
    """Make or correct one dated place; a new open regular one ends the one before it."""
    if assignment.pk is None:
        names = ("kind", "starts_on", "ends_on", "share", *PLACE)
        assign(assignment.person, actor=actor, **{name: getattr(assignment, name) for name in names})
        return
    assignment.full_clean()
    assignment.save()
    people_changed([assignment.person_id])
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
        organisation_changed()
    audit.record("organisation.changed", actor=actor, on=row, detail={"moved": moves})
