"""Bringing requirements up to the facts: as often as anyone likes, for everybody or for some, with the same outcome.

What was met stays for good; what no longer reaches a person is dropped, and asked again if it reaches them again.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from learning.domain.queries.differences import differences
from learning.domain.queries.reach import Part, Plan, parts_of, parts_of_everybody, plan_of
from learning.domain.rounds import Asked
from learning.enums import RequirementState as State
from learning.models import Requirement, TrainingRule

NAMES = ("rule_id", "person_id", "round", "since_on", "due_on", "state", "met_on", "because", "told")
_TABLE, _KEY, _KEPT = (
    Requirement._meta.db_table,
    ", ".join(NAMES[:3]),
    ", ".join(f"{n} = excluded.{n}" for n in NAMES[3:]),
)
# One statement for all of whom the same is asked, where a list can be read as a table.
UPSERT_ALIKE = (
    f"INSERT INTO {_TABLE} ({', '.join(NAMES)}) SELECT %s, value, {', '.join(['%s'] * (len(NAMES) - 2))} "  # noqa: S608 - constants
    f"FROM json_each(%s) WHERE true ON CONFLICT ({_KEY}) DO UPDATE SET {_KEPT}"
)
UPSERT = (
    f"INSERT INTO {_TABLE} ({', '.join(NAMES)}) VALUES ({', '.join(['%s'] * len(NAMES))}) "  # noqa: S608 - constants
    f"ON CONFLICT ({_KEY}) DO UPDATE SET {_KEPT}"
)


@dataclass
class Count:
    """What a recompute did, in rows."""

    written: int = 0
    dropped: int = 0

    def add(self, other: Count) -> None:
        self.written += other.written
        self.dropped += other.dropped


def recompute_rule(rule: TrainingRule, *, people: Iterable[int] | None = None, today: dt.date | None = None) -> Count:
    """Compute one rule for everybody, or for some. Each part of all people is a transaction, under the rule's lock."""
    day, count = today or timezone.localdate(), Count()
    plan = plan_of(rule)
    for part in parts_of_everybody() if people is None else parts_of(people):
        with transaction.atomic():
            TrainingRule.objects.select_for_update().get(pk=rule.pk)
            count.add(_write(plan, part, day))
    if people is None:
        TrainingRule.objects.filter(pk=rule.pk).update(computed_at=timezone.now())
    return count


def recompute_people(people: Collection[int], *, today: dt.date | None = None) -> Count:
    """Compute every rule for these people."""
    count = Count()
    for rule in all_rules():
        count.add(recompute_rule(rule, people=people, today=today))
    return count


def recompute_all(*, rules: Collection[int] | None = None, today: dt.date | None = None) -> Count:
    """Compute every rule, or these, for everybody."""
    count = Count()
    for rule in all_rules():
        if rules is None or rule.pk in rules:
            count.add(recompute_rule(rule, today=today))
    return count


def recompute_due(now: dt.datetime | None = None) -> int:
    """Compute the rules that nobody computed today: years of service pass, assignments begin, rounds open. How many.

    Days begin at midnight in the zone of the portal.
    """
    at = now or timezone.now()
    day = timezone.localdate(at)
    waiting = [r for r in all_rules() if r.computed_at is None or timezone.localdate(r.computed_at) < day]
    for rule in waiting:
        recompute_rule(rule, today=day)
    return len(waiting)


def all_rules() -> Iterator[TrainingRule]:
    """Those that are over too: what they still ask is to be dropped."""
    return TrainingRule.objects.select_related("audience", "curriculum").order_by("pk").iterator()


def _write(plan: Plan, part: Part, today: dt.date) -> Count:
    write: list[tuple[Asked, Sequence[int]]] = []
    drop: dict[int, list[int]] = defaultdict(list)
    for difference in differences(plan, part, today=today):
        write += [(asked, difference.people) for asked, _stood in difference.write]
        for stood in difference.drop:
            drop[stood.round] += difference.people
    _upsert(plan, write)
    for number, people in drop.items():
        Requirement.objects.filter(rule=plan.rule, round=number, person__in=people).update(state=State.DROPPED)
    return Count(sum(len(people) for _asked, people in write), sum(map(len, drop.values())))


def _upsert(plan: Plan, groups: Iterable[tuple[Asked, Sequence[int]]]) -> None:
    """By hand: for ten thousand rows, model instances and their long statements take most of the time."""
    rows: list[tuple[Any, ...]] = []
    with connection.cursor() as cursor:
        for asked, people in groups:
            values = _values(asked)
            if connection.vendor == "sqlite" and len(people) > 1:
                cursor.execute(UPSERT_ALIKE, (plan.rule, *values, json.dumps(people)))
            else:
                rows += [(plan.rule, person, *values) for person in people]
        if rows:
            cursor.executemany(UPSERT, rows)


def _values(asked: Asked) -> tuple[Any, ...]:
    """The columns of a row, as the database takes them; `told` 0: what is new, or due on another day, is to be told."""
    day = connection.ops.adapt_datefield_value
    because = json.dumps(asked.because)
    return (asked.round, day(asked.since_on), day(asked.due_on), str(asked.state), day(asked.met_on), because, 0)
