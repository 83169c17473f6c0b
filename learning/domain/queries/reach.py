"""Whom a rule reaches, since when and why: of a saved rule, or of one that is still in a form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from core.api import Person, Reach, people_within, places_within, reach_of
from learning.domain.queries.credit import Item, items_of
from learning.domain.rounds import Reached
from learning.domain.rules_due import Terms, months_after
from learning.models import TrainingRule

PEOPLE_AT_ONCE = 2_000
DAY = dt.timedelta(days=1)
Island = tuple[dt.date, int]
# A part of all people: some of them by key, or a span of keys (the first excluded, the last included).
Part = list[int] | tuple[int, int]


@dataclass(frozen=True)
class Plan:
    """What is to be computed of a rule. `rule` is None for one that is not saved yet."""

    rule: int | None
    terms: Terms
    reach: Reach
    items: tuple[Item, ...]
    ends_on: dt.date | None = None
    is_on: bool = True

    def in_force(self, day: dt.date) -> bool:
        """A curriculum that asks for nothing, or that nobody can open, asks nobody."""
        begun = self.terms.starts_on <= day and (self.ends_on is None or day <= self.ends_on)
        return self.is_on and begun and bool(self.items)


def plan_of(rule: TrainingRule) -> Plan:
    """The plan of a saved rule."""
    return draft_of(rule, reach=reach_of(rule.audience))


def draft_of(rule: TrainingRule, *, reach: Reach) -> Plan:
    """The plan of a rule as it stands in memory, saved or not, for whoever is said."""
    items = items_of([rule.curriculum_id])[rule.curriculum_id]
    asked = tuple(item for item in items if item.is_required) or items
    names = ("starts_on", "due_kind", "due_on", "due_days", "due_month", "due_day", "repeat_months", "credit_months")
    terms = Terms(**{name: getattr(rule, name) for name in names})
    return Plan(rule.pk, terms, reach, asked, rule.ends_on, rule.is_active and rule.curriculum.is_live)


def parts_of_everybody() -> Iterator[Part]:
    """All people in spans of keys; constant memory."""
    last = 0
    people = Person.objects.get_queryset().order_by("pk").values_list("pk", flat=True)
    while True:
        end = people.filter(pk__gt=last)[PEOPLE_AT_ONCE - 1 : PEOPLE_AT_ONCE].first()
        if end is None:
            yield (last, 2**62)
            return
        yield (last, end)
        last = end


def parts_of(people: Iterable[int]) -> Iterator[Part]:
    """Some people, as many at once as a statement bears."""
    numbers = sorted(set(people))
    for start in range(0, len(numbers), 500):
        yield numbers[start : start + 500]


def within(part: Part, name: str = "person") -> Q:
    """The condition that a key lies in a part."""
    if isinstance(part, tuple):
        return Q(**{f"{name}__gt": part[0], f"{name}__lte": part[1]})
    return Q(**{f"{name}__in": part})


def reached_by(plan: Plan, part: Part, *, today: dt.date) -> dict[int, Reached]:
    """The people of a part whom the rule reaches on a day; one query, or two where places decide."""
    if not plan.in_force(today):
        return {}
    people = people_within(plan.reach, on=today).filter(within(part, "pk")).order_by()
    islands = _islands(plan, part, today) if plan.reach.names_places else {}
    shared: dict[
        tuple[dt.date, dt.date | None, Island | None], Reached
    ] = {}  # hundreds begin on the same day in the same department
    found: dict[int, Reached] = {}
    for pk, joined_on, facts in people.values_list("pk", "joined_on", "facts_since"):
        key = (joined_on, facts, islands.get(pk))
        reached = shared.get(key)
        if reached is None:
            reached = shared[key] = _reached(plan, *key)
        found[pk] = reached
    return found


def _islands(plan: Plan, part: Part, today: dt.date) -> dict[int, Island]:
    """The first day, and its department, of the unbroken time in places of the rule that reaches up to a day."""
    places = places_within(plan.reach, until=today).filter(within(part, "person_id")).order_by("person", "starts_on")
    found: dict[int, Island] = {}
    ends: dict[int, dt.date] = {}
    for person, department, starts_on, ends_on in places.values_list(
        "person_id", "department_id", "starts_on", "ends_on"
    ):
        before = ends.get(person)
        if before is None or starts_on > before:
            found[person] = (starts_on, department)
        # The day after the last one: a place that begins then goes on without a break.
        after = dt.date.max if ends_on is None else ends_on + DAY
        ends[person] = after if before is None else max(before, after)
    return found


def _reached(plan: Plan, joined_on: dt.date, facts: dt.date | None, island: Island | None) -> Reached:
    """The latest of the facts that together make the person a member says since when, and is the reason."""
    since, because = joined_on, _joined(plan, joined_on)
    if island is not None:
        since, because = max(joined_on, island[0]), {"kind": "assigned", "department": island[1]}
    if plan.reach.years_from:
        day = months_after(joined_on, 12 * plan.reach.years_from)
        if day > since:
            since, because = day, {"kind": "years", "years": plan.reach.years_from}
    if plan.reach.names_facts and facts is not None and facts > since:
        since, because = facts, {"kind": "facts"}
    on = max(since, plan.terms.starts_on) if because["kind"] == "everyone" else since
    return Reached(joined_on, max(since, plan.terms.starts_on), {**because, "on": on.isoformat()})


def _joined(plan: Plan, joined_on: dt.date) -> dict[str, Any]:
    is_old = plan.reach.everyone and joined_on < plan.terms.starts_on
    return {"kind": "everyone"} if is_old else {"kind": "joined"}
