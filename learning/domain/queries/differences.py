"""What is to change about requirements: what a rule asks of a part of all people, held against the rows there are."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast
from uuid import UUID

from learning.domain.queries.credit import Item, Thing
from learning.domain.queries.reach import Part, Plan, reached_by, within
from learning.domain.rounds import Asked, Exempt, Known, rounds_of
from learning.enums import RequirementState as State
from learning.models import Completion, Exemption, Requirement

ASKING = (State.OPEN, State.EXEMPT)


@dataclass(frozen=True)
class Row:
    """A row of the table and its key."""

    pk: int
    asked: Asked


Done = Mapping[int, list[dt.date]]


@dataclass(slots=True)
class Difference:
    """What is to be written for one person."""

    person: int
    write: Sequence[tuple[Asked, Row | None]] = ()  # what is to stand, and what stood there
    drop: Sequence[Row] = ()
    stays: Sequence[Row] = ()
    done: Done = field(default_factory=dict)
    is_reached: bool = True


def differences(plan: Plan, part: Part, *, today: dt.date) -> Iterator[Difference]:
    """For everyone of a part whom the rule reaches or has reached; at most five queries."""
    reached = reached_by(plan, part, today=today)
    rows = _rows(plan, part)
    exempt = _exempt(plan, part)
    done = _completions(plan.items, part) if reached else {}
    fresh: dict[int, tuple[tuple[Asked, None], ...]] = {}
    for person in sorted({*reached, *rows}):
        how = reached.get(person)
        if how is not None and person not in rows and person not in exempt and person not in done:
            # Of whom nothing is known yet, the same is asked as of everyone with the same facts.
            if id(how) not in fresh:
                wanted = rounds_of(plan.terms, plan.items, how, Known(), today=today)
                fresh[id(how)] = tuple((asked, None) for asked in wanted)
            yield Difference(person, fresh[id(how)])
            continue
        before = rows.get(person, {})
        met = [row.asked for row in before.values() if row.asked.state == State.MET]
        wanted = []
        if how is not None:
            known = Known(met, done.get(person, {}), exempt.get(person))
            wanted = rounds_of(plan.terms, plan.items, how, known, today=today)
        yield _difference(person, before, wanted, done.get(person, {}), is_reached=how is not None)


def _difference(
    person: int, before: Mapping[int, Row], wanted: Sequence[Asked], done: Done, *, is_reached: bool
) -> Difference:
    pairs = [(asked, before.get(asked.round)) for asked in wanted]
    numbers = {asked.round for asked in wanted}
    return Difference(
        person,
        write=[(asked, row) for asked, row in pairs if row is None or row.asked != asked],
        drop=[row for row in before.values() if row.asked.state in ASKING and row.asked.round not in numbers],
        stays=[row for asked, row in pairs if row is not None and row.asked == asked],
        done=done,
        is_reached=is_reached,
    )


def _rows(plan: Plan, part: Part) -> dict[int, dict[int, Row]]:
    found: dict[int, dict[int, Row]] = defaultdict(dict)
    if plan.rule is None:
        return found
    names = ("pk", "person_id", "round", "since_on", "due_on", "state", "met_on", "because")
    rows = Requirement.objects.filter(within(part, "person_id"), rule=plan.rule).order_by()
    for pk, person, number, *rest in rows.values_list(*names):
        found[person][number] = Row(pk, Asked(number, *rest))
    return found


def _exempt(plan: Plan, part: Part) -> dict[int, Exempt]:
    rows = (
        Exemption.objects.filter(within(part, "person_id"), rule=plan.rule) if plan.rule else Exemption.objects.none()
    )
    return {person: Exempt(until) for person, until in rows.values_list("person_id", "until")}


def _completions(items: tuple[Item, ...], part: Part) -> dict[int, dict[int, list[dt.date]]]:
    """The days on which each person completed something that credits each item."""
    credited: dict[Thing, list[int]] = defaultdict(list)
    for item in items:
        for thing in item.credited_by:
            credited[thing].append(item.pk)
    courses = [cast("int", key) for kind, key in credited if kind == "course"]
    materials = [cast("UUID", key) for kind, key in credited if kind == "material"]
    rows = Completion.objects.filter(within(part, "person_id")).order_by()
    rows = rows.filter(course__in=courses) if not materials else rows
    rows = rows.filter(material_key__in=materials) if not courses else rows
    found: dict[int, dict[int, list[dt.date]]] = defaultdict(lambda: defaultdict(list))
    for person, course, material, on in rows.values_list("person_id", "course_id", "material_key", "completed_on"):
        done: Thing = ("course", course) if course else ("material", cast("UUID", material))
        for pk in credited.get(done, ()):
            found[person][pk].append(on)
    return found
