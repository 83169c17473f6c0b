"""What a rule would do, before it is saved: whom it adds and takes out, how much work that is and when, what clashes.

Two things clash where they want the same fortnight of a person: the one up to the due day. They are another rule's
open requirement that is due then, or a sitting in which the person has a seat (docs/decisions/0132).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.core.paginator import Page, Paginator
from django.utils import timezone

from core.api import Person
from learning.domain.queries.differences import ASKING, Difference, differences
from learning.domain.queries.reach import Part, Plan, parts_of_everybody, within
from learning.domain.rules_due import counts_from
from learning.enums import EnrolmentStatus
from learning.enums import RequirementState as State
from learning.models import Enrolment, Requirement

FORTNIGHT = dt.timedelta(days=13)
NAMES_A_PAGE = 30
Busy = Mapping[int, Sequence[tuple[dt.date, str, int]]]


@dataclass
class Month:
    """The people who are newly asked for something that is due in a month, and their minutes together."""

    first: dt.date
    people: int = 0
    minutes: int = 0

    @property
    def each(self) -> int:
        return round(self.minutes / self.people)


@dataclass
class Preview:
    """People by key; the rest in numbers. `on` is the day it was computed for: a rule may begin later."""

    on: dt.date
    added: list[int] = field(default_factory=list)
    dropped: list[int] = field(default_factory=list)
    shifted: list[int] = field(default_factory=list)
    clashing: list[int] = field(default_factory=list)
    done: int = 0
    exempt: int = 0
    unchanged: int = 0
    employed: int = 0
    late: int = 0  # newly asked, and overdue at once
    clashes: Counter[tuple[str, int]] = field(default_factory=Counter)
    months: dict[dt.date, Month] = field(default_factory=dict)

    @property
    def reached(self) -> int:
        return len(self.added) + len(self.shifted) + self.done + self.exempt + self.unchanged

    @property
    def reaches_everybody(self) -> bool:
        return 0 < self.employed <= self.reached

    @property
    def by_month(self) -> list[Month]:
        return [self.months[first] for first in sorted(self.months)]


def preview(plan: Plan, *, today: dt.date | None = None) -> Preview:
    """Compute a plan and write nothing. Seven queries for each ten thousand people."""
    now = today or timezone.localdate()
    found = Preview(on=max(now, plan.terms.starts_on))
    found.employed = Person.objects.employed(found.on).count()
    for part in parts_of_everybody():
        _look(plan, part, found)
    return found


def names_of(people: Sequence[int], *, page: int | str) -> Page[int]:
    """A page of people by name; `object_list` holds them."""
    ordered = Paginator(sorted(people), NAMES_A_PAGE).get_page(page)
    known = Person.objects.get_queryset().select_related("photo").in_bulk(list(ordered.object_list))
    ordered.object_list = [known[pk] for pk in ordered.object_list if pk in known]  # type: ignore[misc]
    return ordered


def _look(plan: Plan, part: Part, found: Preview) -> None:
    due: dict[int, dt.date] = {}
    minutes = sum(item.minutes for item in plan.items)
    for difference in differences(plan, part, today=found.on):
        asked = _count(difference, found)
        if asked is not None:
            due |= dict.fromkeys(difference.people, asked)
            found.late += len(difference.people) if asked < found.on else 0
            month = found.months.setdefault(asked.replace(day=1), Month(asked.replace(day=1)))
            month.people += len(difference.people)
            each = minutes if not difference.done else _left(plan, difference, found.on)
            month.minutes += each * len(difference.people)
    if due:
        _find_clashes(plan, part, due, found)


def _count(difference: Difference, found: Preview) -> dt.date | None:
    """Sort people of whom the same is true in; the due day where they are newly asked."""
    people = difference.people
    states = [asked.state for asked, _stood in difference.write] + [asked.state for asked in difference.stays]
    opened = [(asked, stood) for asked, stood in difference.write if asked.state == State.OPEN]
    if opened:
        asked, stood = opened[-1]
        is_new = stood is None or stood.state not in ASKING
        (found.added if is_new else found.shifted).extend(people)
        return asked.due_on if is_new else None
    if difference.drop:
        found.dropped.extend(people)
    elif State.EXEMPT in states:
        found.exempt += len(people)
    elif State.OPEN in states:
        found.unchanged += len(people)
    elif difference.is_reached:
        found.done += len(people)  # now, or before
    return None


def _left(plan: Plan, difference: Difference, on: dt.date) -> int:
    """Minutes of what the person has not done yet, as it counts."""
    limit = counts_from(plan.terms, on)
    done = {pk for pk, days in difference.done.items() if limit is None or max(days) >= limit}
    return sum(item.minutes for item in plan.items if item.pk not in done)


def _find_clashes(plan: Plan, part: Part, due: Mapping[int, dt.date], found: Preview) -> None:
    busy = _busy(plan, part, min(due.values()) - FORTNIGHT, max(due.values()))
    for person in sorted(busy.keys() & due.keys()):
        last = due[person]
        what = {(kind, pk) for day, kind, pk in busy[person] if last - FORTNIGHT <= day <= last}
        if what:
            found.clashing.append(person)
            found.clashes.update(what)


def _busy(plan: Plan, part: Part, start: dt.date, end: dt.date) -> Busy:
    """What else people of a part have to do between two days."""
    others = Requirement.objects.filter(within(part, "person_id"), state=State.OPEN, due_on__range=(start, end))
    if plan.rule is not None:
        others = others.exclude(rule=plan.rule)
    seats = Enrolment.objects.filter(
        within(part, "person_id"), status=EnrolmentStatus.ENROLLED, run__sittings__starts_at__date__range=(start, end)
    )
    found: dict[int, list[tuple[dt.date, str, int]]] = defaultdict(list)
    for person, day, pk in others.order_by().values_list("person_id", "due_on", "rule_id"):
        found[person].append((day, "rule", pk))
    for person, at, pk in seats.order_by().values_list("person_id", "run__sittings__starts_at", "run_id"):
        found[person].append((timezone.localdate(at), "run", pk))
    return found
