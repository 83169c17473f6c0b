"""Whom a rule reaches, since when and why: of a saved rule, or of one that is still in a form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from django.db.models import Q

from core.api import Person, Reach, people_within, places_within, reach_of
from learning.domain.queries.alike import alike, by_key
from learning.domain.queries.credit import Item, items_of
from learning.domain.rounds import Reached
from learning.domain.rules_due import Terms, months_after
from learning.models import TrainingRule

PEOPLE_AT_ONCE = 10_000
DAY = dt.timedelta(days=1)
Island = tuple[dt.date, int]
Row = tuple[Any, ...]
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
    """The people of a part whom the rule reaches on a day; one query. Of whom the same is true, they share one."""
    if not plan.in_force(today):
        return {}
    if plan.reach.names_places:
        return _reached_by_places(plan, part, today)
    found: dict[int, Reached] = {}
    people = people_within(plan.reach, on=today).filter(within(part, "pk"))
    for alike_people, (joined_on, facts) in alike(people, "joined_on", "facts_since", keys="pk"):
        found |= dict.fromkeys(alike_people, _reached(plan, joined_on, facts, None))
    return found


def _reached_by_places(plan: Plan, part: Part, today: dt.date) -> dict[int, Reached]:
    """The same where places decide: whoever is in one today, since the first day of the unbroken time in them."""
    rows = places_within(plan.reach, until=today).filter(within(part, "person_id"))
    names = ("person__joined_on", "person__facts_since", "starts_on", "ends_on", "department_id")
    shared: dict[tuple[Row, ...], Reached | None] = {}  # hundreds begin on the same day in the same department
    found: dict[int, Reached] = {}
    for person, places in by_key(alike(rows, *names, keys="person_id")).items():
        if places not in shared:
            joined_on, facts = places[0][:2]
            island = _island((place[2:] for place in places), today)
            shared[places] = _reached(plan, joined_on, facts, island) if island else None
        if reached := shared[places]:
            found[person] = reached
    return found


def _island(places: Iterable[Row], today: dt.date) -> Island | None:
    """The first day, and its department, of the unbroken time that today lies in; None where today lies in none."""
    found: Island | None = None
    ends = dt.date.min
    for starts_on, ends_on, department in sorted(places, key=itemgetter(0)):
        if found is None or starts_on > ends:
            found = (starts_on, department)
        # The day after the last one: a place that begins then goes on without a break.
        ends = max(ends, dt.date.max if ends_on is None else ends_on + DAY)
    return found if ends > today else None


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
