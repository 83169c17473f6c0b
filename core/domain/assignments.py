"""Where people are placed, over time."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from core.domain import audit
from core.domain.telling import people_changed
from core.enums import AssignmentKind
from core.models.assignment import Assignment
from core.models.person import Person


@transaction.atomic
def assign(
    person: Person,
    *,
    starts_on: dt.date,
    actor: Person | None,
    kind: AssignmentKind = AssignmentKind.REGULAR,
    ends_on: dt.date | None = None,
    **place: Any,
) -> Assignment:
    """Place a person from a day on. A new regular place ends the open one the day before; nothing is overwritten.

    `place` is company, department, position, occupation and, where known, grade and share.
    """
    assignment = Assignment(person=person, kind=kind, starts_on=starts_on, ends_on=ends_on, **place)
    if kind == AssignmentKind.REGULAR:
        _end_open_regular_place(person, before=starts_on)
    assignment.full_clean()
    assignment.save()
    people_changed([person.pk])
    audit.record("person.assigned", actor=actor, subject=person, on=assignment)
    return assignment


def _end_open_regular_place(person: Person, *, before: dt.date) -> None:
    open_place = person.assignments.filter(kind=AssignmentKind.REGULAR, ends_on__isnull=True).first()
    if open_place is not None:
        open_place.ends_on = before - dt.timedelta(days=1)
        open_place.full_clean()
        open_place.save(update_fields=["ends_on"])
