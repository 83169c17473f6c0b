"""What is done by the clock: seats of who has left are given back; reminders go out the day before a sitting, and to
managers who have not answered; runs that nobody closed are. Each is said once, however often it is looked at."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from core.ticks import register_tick
from learning.domain import telling
from learning.domain.forgotten_runs import close_forgotten
from learning.domain.leavers import give_back_of_leavers
from learning.enums import EnrolmentStatus, RunState
from learning.models import Enrolment, Sitting

DAY = dt.timedelta(days=1)
AGAIN_AFTER = dt.timedelta(days=3)

HOUR = dt.timedelta(hours=1)


def connect() -> None:
    """Called once, when the apps are loaded."""
    register_tick("learning.leavers", give_back_of_leavers, every=HOUR)
    register_tick("learning.tomorrow", remind_of_tomorrow, every=HOUR)
    register_tick("learning.approvers", remind_approvers, every=HOUR)
    register_tick("learning.forgotten_runs", close_forgotten, every=DAY)


def remind_of_tomorrow() -> None:
    """Whoever has had a seat for a day or more; notices are told once, so running late or twice is harmless."""
    now = timezone.now()
    soon = Sitting.objects.filter(run__status=RunState.OPEN, starts_at__gt=now, starts_at__lte=now + DAY)
    for sitting in soon.select_related("run__course"):
        seated = Enrolment.objects.filter(
            run=sitting.run, status=EnrolmentStatus.ENROLLED, seated_at__lte=sitting.starts_at - DAY
        )
        with transaction.atomic():
            telling.tomorrow(sitting.run, sitting, [each.person for each in seated.select_related("person")])


def remind_approvers() -> None:
    """Every three days, until they answer or the run begins."""
    now = timezone.now()
    waiting = Enrolment.objects.filter(
        status=EnrolmentStatus.REQUESTED, asked_at__lte=now - AGAIN_AFTER, run__status=RunState.OPEN,
        run__starts_at__gt=now,
    )  # fmt: skip
    for enrolment in waiting.select_related("run__course", "person__manager", "approver"):
        with transaction.atomic():
            telling.ask_for_approval(enrolment.run, enrolment, reminder=(now - enrolment.asked_at) // AGAIN_AFTER)
