"""What the demo company asks of its people: the rules of curricula.yml, and two who are exempt."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from core.api import Department, Person, Position, Reach
from learning.api import Curriculum, Requirement, TrainingRule, exempt, save_rule
from portal.demo.courses import key_of
from portal.demo.curricula import data

# So many days ago a rule came into force: who was there before has the same time from that day.
STARTED = {"joined": 800, "assigned": 40}


def load_rules() -> None:
    """Make the rules where there are none yet; twice changes nothing."""
    if TrainingRule.objects.exists():
        return
    owner = Person.objects.get(employee_number="M0008")
    for row in data()["rules"]:
        save_rule(_rule(row), reach=_reach(row["audience"]), actor=owner)
    _exempt_two()


def _rule(row: dict[str, Any]) -> TrainingRule:
    today = timezone.localdate()
    kind, days = row["due"]
    day = today + dt.timedelta(days=days)
    due: dict[str, Any] = {
        "joined": {"due_kind": "joined", "due_days": days},
        "assigned": {"due_kind": "assigned", "due_days": days},
        "fixed": {"due_kind": "fixed", "due_on": day},
        "yearly": {"due_kind": "calendar", "due_month": day.month, "due_day": min(day.day, 28)},
    }[kind]
    return TrainingRule(
        name_ja=row["name"]["ja"], name_en=row["name"]["en"],
        curriculum=Curriculum.objects.get(translation_key=key_of(row["curriculum"])),
        starts_on=today - dt.timedelta(days=STARTED.get(kind, 200)),
        repeat_months=row.get("repeat_months"), credit_months=row.get("credit_months"), **due,
    )  # fmt: skip


def _reach(row: dict[str, Any]) -> Reach:
    return Reach(
        everyone=row.get("everyone", False),
        departments=_keys(Department, row.get("departments", [])),
        positions=_keys(Position, row.get("positions", [])),
        hire_types=tuple(row.get("hire_types", ())),
        years_from=row.get("years_from"),
        years_to=row.get("years_to"),
    )


def _keys(model: type[Department | Position], codes: list[str]) -> tuple[int, ...]:
    return tuple(model.objects.filter(code__in=codes).values_list("pk", flat=True))


def _exempt_two() -> None:
    """Someone who teaches it, and someone who is abroad until summer."""
    hr = Person.objects.get(employee_number="M0007")
    for number, reason in (("M0017", "このコースの講師です。"), ("M0006", "米国の同じ研修を受けています。")):
        person = Person.objects.get(employee_number=number)
        asked = Requirement.objects.filter(person=person, state="open").select_related("rule").first()
        if asked is not None:
            exempt(person, rule=asked.rule, reason=reason, until=None, actor=hr)
