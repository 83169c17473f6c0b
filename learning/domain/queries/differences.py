"""What is to change about requirements: what a rule asks of a part of all people, held against the rows there are."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast
from uuid import UUID

from learning.domain.queries.alike import alike, by_key
from learning.domain.queries.credit import Item, Thing
from learning.domain.queries.reach import Part, Plan, reached_by, within
from learning.domain.rounds import Asked, Exempt, Known, Reached, rounds_of
from learning.enums import RequirementState as State
from learning.models import Completion, Exemption, Requirement

ASKING = (State.OPEN, State.EXEMPT)


Done = Mapping[int, list[dt.date]]
Before = tuple[Asked, ...]


@dataclass(slots=True)
class Difference:
    """What is to be written for people of whom all is the same: most of ten thousand."""

    people: Sequence[int]
    write: Sequence[tuple[Asked, Asked | None]] = ()  # what is to stand, and what stood there
    drop: Sequence[Asked] = ()
    stays: Sequence[Asked] = ()
    done: Done = field(default_factory=dict)
    is_reached: bool = True


def differences(plan: Plan, part: Part, *, today: dt.date) -> Iterator[Difference]:
    """For everyone of a part whom the rule reaches or has reached; at most four queries."""
    reached = reached_by(plan, part, today=today)
    rows = _rows(plan, part)
    exempt = _exempt(plan, part)
    done = _completions(plan.items, part) if reached else {}
    for how, before, people in _alike(reached, rows, {*exempt, *done}):
        first = people[0]
        wanted: list[Asked] = []
        if how is not None:
            met = [asked for asked in before if asked.state == State.MET]
            known = Known(met, done.get(first, {}), exempt.get(first))
            wanted = rounds_of(plan.terms, plan.items, how, known, today=today)
        yield _difference(people, before, wanted, done.get(first, {}), is_reached=how is not None)


def _alike(
    reached: Mapping[int, Reached], rows: Mapping[int, Before], alone: Collection[int]
) -> Iterator[tuple[Reached | None, Before, list[int]]]:
    """People whom the rule reaches alike and has asked alike, together; those with facts of their own each alone."""
    groups: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for person in sorted({*reached, *rows}):
        own = -person if person in alone else 0
        groups[(own, id(reached.get(person)), *map(id, rows.get(person, ())))].append(person)
    for people in groups.values():
        yield reached.get(people[0]), rows.get(people[0], ()), people


def _difference(
    people: Sequence[int], before: Before, wanted: Sequence[Asked], done: Done, *, is_reached: bool
) -> Difference:
    by_round = {asked.round: asked for asked in before}
    pairs = [(asked, by_round.get(asked.round)) for asked in wanted]
    numbers = {asked.round for asked in wanted}
    return Difference(
        people,
        write=[(asked, stood) for asked, stood in pairs if stood != asked],
        drop=[stood for stood in before if stood.state in ASKING and stood.round not in numbers],
        stays=[asked for asked, stood in pairs if stood == asked],
        done=done,
        is_reached=is_reached,
    )


def _rows(plan: Plan, part: Part) -> dict[int, Before]:
    """What the rule has asked of each person; one `Asked` for all who are asked the same."""
    if plan.rule is None:
        return {}
    names = ("round", "since_on", "due_on", "state", "met_on", "because")
    rows = Requirement.objects.filter(within(part, "person_id"), rule=plan.rule)
    return by_key((people, Asked(*values)) for people, values in alike(rows, *names, keys="person_id"))


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
