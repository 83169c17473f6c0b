"""What people are told of what is asked of them: by the portal as the day comes near, and by those they report to."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.api import Delivery, NoticeKind, Person, in_languages, notify, record, register_notice_kind
from learning.enums import RequirementState as State
from learning.models import Requirement

# How far someone was told: days before the due day. 1 is "newly required".
STAGES = ((30, 2), (7, 3), (1, 4))
NEW, OVERDUE = 1, 5
WEEK = dt.timedelta(days=7)
BATCH = 500
GROUP = gettext_lazy("Training asked of you")
KINDS = {
    "required": (gettext_lazy("Something is newly required of you"), Delivery.DIGEST, "book"),
    "due": (gettext_lazy("Something required is due soon"), Delivery.AT_ONCE, "clock"),
    "overdue": (gettext_lazy("Something required is overdue (once a week)"), Delivery.DIGEST, "warning"),
    "reminded": (gettext_lazy("Your manager or HR reminds you of training"), Delivery.AT_ONCE, "info"),
}


def connect() -> None:
    """Called once, when the apps are loaded."""
    for name, (label, default, icon) in KINDS.items():
        template = f"learning/notices/training_{name}"
        register_notice_kind(
            NoticeKind(f"learning.training_{name}", label, GROUP, default, template, _still_open, icon)
        )


def _still_open(person: Person, context: Any) -> bool:
    """Done, dropped or excused in the meantime: no mail."""
    return Requirement.objects.filter(pk=context["requirement"], person=person, state=State.OPEN).exists()


def tell_of_requirements(now: dt.datetime | None = None) -> int:
    """Tell everyone what is new, near or overdue, each stage once; how many were told. A tick."""
    today, count = timezone.localdate(now or timezone.now()), 0
    last = 0
    rows = Requirement.objects.filter(state=State.OPEN, person__is_active=True).select_related(
        "person", "rule__curriculum"
    )
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        last = batch[-1].pk
        count += _tell(batch, today)
    return count


@transaction.atomic
def _tell(rows: list[Requirement], today: dt.date) -> int:
    told: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        stage = stage_of(row, today)
        if stage is None:
            continue
        kind = {NEW: "required", OVERDUE: "overdue"}.get(stage, "due")
        when = f":{today.isoformat()}" if stage == OVERDUE else ""
        key = f"requirement:{row.pk}:{row.due_on.isoformat()}:{stage}{when}"
        notify([row.person], kind=f"learning.training_{kind}", key=key, context=_context(row), address=_address())
        told[stage].append(row.pk)
    for stage, numbers in told.items():
        Requirement.objects.filter(pk__in=numbers).update(told=stage, told_on=today)
    return sum(map(len, told.values()))


def stage_of(row: Requirement, today: dt.date) -> int | None:
    """The stage that someone is to be told of now; None where they know already."""
    if row.due_on < today:
        is_time = row.told != OVERDUE or row.told_on is None or today - row.told_on >= WEEK
        return OVERDUE if is_time else None
    left = (row.due_on - today).days
    stage = max((number for days, number in STAGES if left <= days), default=NEW)
    return stage if stage > row.told or row.told == OVERDUE else None


def may_remind(row: Requirement, today: dt.date | None = None) -> bool:
    """Once a day for each person and rule, whoever reminds."""
    day = today or timezone.localdate()
    return row.state == State.OPEN and (row.reminded_at is None or timezone.localdate(row.reminded_at) < day)


@transaction.atomic
def remind(row: Requirement, *, actor: Person) -> None:
    """Send someone a kind reminder. Raises ValidationError where they had one today, or nothing is open any more."""
    row = Requirement.objects.select_for_update().select_related("person", "rule__curriculum").get(pk=row.pk)
    if row.state != State.OPEN:
        raise ValidationError(_("This is no longer open."))
    if not may_remind(row):
        raise ValidationError(_("They were reminded of this today already."))
    now = timezone.now()
    context = {**_context(row), "by": in_languages(lambda: actor.display_name)}
    key = f"requirement:{row.pk}:reminded:{timezone.localdate(now).isoformat()}"
    notify([row.person], kind="learning.training_reminded", key=key, context=context, address=_address())
    Requirement.objects.filter(pk=row.pk).update(reminded_at=now)
    record("training.reminded", actor=actor, subject=row.person, on=row, detail={"rule": row.rule_id})


def _context(row: Requirement) -> dict[str, Any]:
    curriculum = row.rule.curriculum
    return {
        "requirement": row.pk,
        "title": in_languages(lambda: curriculum.title),
        "due_on": row.due_on.isoformat(),
    }


def _address() -> str:
    return reverse("for_me")
