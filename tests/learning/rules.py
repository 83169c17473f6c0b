"""Training rules for tests, as rows, and what they ask."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from core.enums import AudienceUse
from core.models import Audience, Department, Person, Region
from learning.enums import CompletionSource, DueKind, RequirementState
from learning.models import Completion, Course, Curriculum, Requirement, TrainingRule
from tests.learning.courses import bare_course, bare_curriculum

_numbers = itertools.count(1)


def audience(*departments: Department, regions: tuple[Region, ...] = (), **facts: Any) -> Audience:
    """Whom a rule reaches; everyone where nothing is said."""
    everyone = not departments and not regions and not facts
    made = Audience.objects.create(
        name=f"must take {next(_numbers)}", use=AudienceUse.TAKE, **{"everyone": everyone, **facts}
    )
    made.departments.add(*departments)
    made.regions.add(*regions)
    return made


def rule(who: Audience | None = None, what: Curriculum | None = None, **facts: Any) -> TrainingRule:
    """A rule in force since April 2026: thirty days from the assignment."""
    number = next(_numbers)
    return TrainingRule.objects.create(
        **{
            "name_ja": f"規則{number}",
            "name_en": f"Rule {number}",
            "audience": who or audience(),
            "curriculum": what or bare_curriculum(bare_course()),
            "starts_on": dt.date(2026, 4, 1),
            "due_kind": DueKind.ASSIGNED,
            "due_days": 30,
            **facts,
        }
    )


def completed(who: Person, what: Course, on: dt.date) -> Completion:
    return Completion.objects.create(
        person=who, course=what, title=what.title, completed_on=on, source=CompletionSource.RECORDED
    )


def asked(of: TrainingRule, who: Person) -> list[tuple[int, str, dt.date]]:
    """What a rule asks of someone: round, state and due day."""
    rows = Requirement.objects.filter(rule=of, person=who).order_by("round")
    return [(row.round, RequirementState(row.state).value, row.due_on) for row in rows]
