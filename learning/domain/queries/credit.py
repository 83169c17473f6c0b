"""What people have completed of curricula. A curriculum is not completed by a row of its own: it follows from these.

An item is credited by a completion of its course, or of one that counts for it (`Equivalent`, one step, one way), or of
its material. A curriculum is complete when every required item is credited; one that requires nothing is complete when
all of its items are, and never while it has none.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import cast
from uuid import UUID

from learning.models import Completion, CurriculumItem, Equivalent

# What completes an item: ("course", pk) or ("material", translation_key).
Thing = tuple[str, int] | tuple[str, UUID]
Latest = Mapping[Thing, dt.date]


@dataclass(frozen=True)
class Item:
    """An item of a curriculum and everything whose completion credits it."""

    pk: int
    is_required: bool
    minutes: int
    credited_by: tuple[Thing, ...]

    def credited_on(self, latest: Latest) -> dt.date | None:
        """The last day on which something that credits it was completed."""
        return max((latest[thing] for thing in self.credited_by if thing in latest), default=None)


@dataclass(frozen=True)
class Credit:
    """How far one person is in one curriculum. `on` has the day of each credited item by its pk."""

    items: tuple[Item, ...]
    on: Mapping[int, dt.date] = field(default_factory=dict)

    @property
    def asked(self) -> tuple[Item, ...]:
        """What completes the curriculum: the required items, or all where none is required."""
        return tuple(item for item in self.items if item.is_required) or self.items

    @property
    def total(self) -> int:
        return len(self.asked)

    @property
    def done(self) -> int:
        return sum(item.pk in self.on for item in self.asked)

    @property
    def percent(self) -> int:
        """Whole percent, rounded down: 100 says that nothing is left."""
        return 100 * self.done // self.total if self.total else 0

    @property
    def completed_on(self) -> dt.date | None:
        """The day on which the last item that was missing came in; None while one is missing."""
        return max(self.on[item.pk] for item in self.asked) if self.total and self.done == self.total else None

    def since(self, day: dt.date | None) -> Credit:
        """The same, with what was completed before a day left out: it no longer counts."""
        return self if day is None else Credit(self.items, {pk: on for pk, on in self.on.items() if on >= day})


def items_of(curricula: Collection[int]) -> dict[int, tuple[Item, ...]]:
    """The items of curricula in their order, with what credits each; two queries."""
    rows = list(CurriculumItem.objects.filter(curriculum__in=curricula).order_by("curriculum", "order", "pk"))
    counts: dict[int, list[int]] = defaultdict(list)
    wanted = {row.course_id for row in rows if row.course_id}
    for course, other in Equivalent.objects.filter(course__in=wanted).values_list("course_id", "counts_id"):
        counts[course].append(other)
    found: dict[int, list[Item]] = {pk: [] for pk in curricula}
    for row in rows:
        found[row.curriculum_id].append(Item(row.pk, row.is_required, row.minutes, _credited_by(row, counts)))
    return {pk: tuple(items) for pk, items in found.items()}


def _credited_by(row: CurriculumItem, counts: Mapping[int, Iterable[int]]) -> tuple[Thing, ...]:
    if row.course_id is None:
        return (("material", cast("UUID", row.material_key)),)  # one of the two, by constraint
    return (("course", row.course_id), *(("course", other) for other in counts.get(row.course_id, ())))


def credit_from(items: tuple[Item, ...], latest: Latest) -> Credit:
    """The credit that follows from someone's completions."""
    days = ((item.pk, item.credited_on(latest)) for item in items)
    return Credit(items, {pk: on for pk, on in days if on is not None})


def latest_completions(people: Collection[int], things: Collection[Thing]) -> dict[int, dict[Thing, dt.date]]:
    """The last completion of each of these things by each of these people; one query."""
    courses = [cast("int", key) for kind, key in things if kind == "course"]
    materials = [cast("UUID", key) for kind, key in things if kind == "material"]
    rows = Completion.objects.filter(person__in=people).order_by("completed_on")
    if not materials:
        rows = rows.filter(course__in=courses)
    elif not courses:
        rows = rows.filter(material_key__in=materials)
    found: dict[int, dict[Thing, dt.date]] = defaultdict(dict)
    wanted = set(things)
    for person, course, material, on in rows.values_list("person_id", "course_id", "material_key", "completed_on"):
        thing: Thing = ("course", course) if course else ("material", cast("UUID", material))
        if thing in wanted:
            found[person][thing] = on
    return found
