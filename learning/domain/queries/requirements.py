"""What rules ask of one person: for themselves, for those who may read it, and for the API."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from core.kept.noting import only_rows
from core.kept.stamps import name_of
from core.models.person import Person
from core.rules import Viewer
from learning.domain.queries.reasons import departments_of, of_another, to_oneself
from learning.enums import RequirementState as State
from learning.models import Requirement
from learning.rules import sees_training_of

SOON = dt.timedelta(days=30)


@dataclass(frozen=True)
class AskedRow:
    """A requirement as it is shown: the rule, why, and how it stands today."""

    requirement: Requirement
    reason: str
    today: dt.date

    @property
    def is_overdue(self) -> bool:
        return self.requirement.state == State.OPEN and self.requirement.due_on < self.today

    @property
    def is_soon(self) -> bool:
        return self.requirement.state == State.OPEN and self.today <= self.requirement.due_on <= self.today + SOON

    @property
    def was_reminded(self) -> bool:
        """Today, by whoever: nobody is reminded twice a day."""
        at = self.requirement.reminded_at
        return at is not None and timezone.localdate(at) >= self.today


def requirements_of(person: Person, *, viewer: Viewer) -> list[AskedRow]:
    """What is asked of someone or was met, the nearest first; nothing for whoever may not see it. Two queries."""
    if not sees_training_of(viewer, person):
        return []
    rows = list(asked_of_person(person)) if viewer == person else list(_asked(person))
    departments, today = departments_of(row.because for row in rows), timezone.localdate()
    words = to_oneself if viewer == person else of_another
    return [AskedRow(row, words(row.because, departments), today) for row in rows]


def asked_of_person(person: Person) -> list[Requirement]:
    """The same rows for a page of the person's own: it hangs on their rows alone."""
    with only_rows(name_of(Requirement, person=person)):
        return list(_asked(person))


def _asked(person: Person) -> QuerySet[Requirement]:
    rows = Requirement.objects.filter(person=person).exclude(state=State.DROPPED)
    return rows.select_related("rule__curriculum").order_by("due_on", "pk")
