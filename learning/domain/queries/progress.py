"""How far a person is in materials."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from core.kept.noting import only_rows
from core.kept.stamps import name_of
from core.models.person import Person
from learning.enums import StepState
from learning.models import MaterialPage, StepMark


@dataclass(frozen=True)
class Progress:
    """Steps done of all steps; a removed step's mark counts nowhere."""

    done: int
    total: int
    stuck: int = 0

    @property
    def finished(self) -> bool:
        return self.total > 0 and self.done >= self.total

    @property
    def started(self) -> bool:
        return self.done > 0 or self.stuck > 0

    def __add__(self, other: Progress) -> Progress:
        return Progress(self.done + other.done, self.total + other.total, self.stuck + other.stuck)


def marks_of(person: Person, keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, dict[str, str]]:
    """The person's marks: of each page, state by step id."""
    found: dict[uuid.UUID, dict[str, str]] = defaultdict(dict)
    rows = StepMark.objects.filter(person=person, translation_key__in=set(keys))
    with only_rows(name_of(StepMark, person=person)):
        for key, step_id, state in rows.values_list("translation_key", "step_id", "state"):
            found[key][step_id] = state
    return found


def progress_over(pages: Iterable[MaterialPage], marks: dict[uuid.UUID, dict[str, str]]) -> Progress:
    """Progress over the pages of a material."""
    total = Progress(0, 0)
    for page in pages:
        states = [marks.get(page.translation_key, {}).get(step["id"]) for step in page.steps]
        total += Progress(states.count(StepState.DONE), len(states), states.count(StepState.STUCK))
    return total
