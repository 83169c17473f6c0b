"""Bringing requirements up to the facts: as often as anyone likes, for everybody or for some, with the same outcome.

What was met stays for good; what no longer reaches a person is dropped, and asked again if it reaches them again.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Iterable, Iterator
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
    write: list[tuple[Any, ...]] = []
    drop: list[int] = []
    known: dict[int, tuple[Asked, tuple[Any, ...]]] = {}
    for difference in differences(plan, part, today=today):
        for asked, _row in difference.write:
            # Many people share one, and what is in `known` stays alive, so that its id is its own.
            kept = known.get(id(asked))
            if kept is None:
                kept = known[id(asked)] = (asked, _values(asked))
            write.append((plan.rule, difference.person, *kept[1]))
        drop += [row.pk for row in difference.drop]
    if write:
        # By hand: for ten thousand rows, model instances and their long statements take most of the time.
        with connection.cursor() as cursor:
            cursor.executemany(UPSERT, write)
    if drop:
        Requirement.objects.filter(pk__in=drop).update(state=State.DROPPED)
    return Count(len(write), len(drop))


def _values(asked: Asked) -> tuple[Any, ...]:
    """The columns of a row, as the database takes them; `told` 0: what is new, or due on another day, is to be told."""
    day = connection.ops.adapt_datefield_value
    because = json.dumps(asked.because)
    return (asked.round, day(asked.since_on), day(asked.due_on), str(asked.state), day(asked.met_on), because, 0)
