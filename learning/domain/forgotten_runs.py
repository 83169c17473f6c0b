"""Runs that nobody closed: some days after their last sitting the portal does, and says so to those who led them.

Whoever came waits for it: a completion is written when a run is closed, and curricula and rules follow from that.
"""

from __future__ import annotations

import datetime as dt
import logging

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from core.api import NotNowError, OvertakenError, Person
from core.domain import seats as places
from learning.domain import telling
from learning.domain.closing import close_run
from learning.enums import EnrolmentStatus, RunState
from learning.models import CourseRun
from learning.models.enrolments import SEATED

logger = logging.getLogger("terakoya.learning")


def close_forgotten() -> int:
    """Each run by itself, so that one that cannot be closed holds up no other; how many were closed."""
    if not settings.RUNS_CLOSE_AFTER_DAYS:
        return 0
    over = timezone.now() - dt.timedelta(days=settings.RUNS_CLOSE_AFTER_DAYS)
    forgotten = CourseRun.objects.filter(status=RunState.OPEN, ends_at__lte=over).order_by("ends_at", "pk")
    return sum(_close(run) for run in forgotten.select_related("course"))


def _close(run: CourseRun) -> bool:
    try:
        with places.deciding():
            unmarked = _unmarked(run)
            close_run(run, actor=None)
            completed = run.enrolments.filter(status=EnrolmentStatus.COMPLETED).count()
            telling.run_closed(run, _who_led(run), completed=completed, unmarked=unmarked)
    except (NotNowError, OvertakenError) as refusal:  # somebody closed it a moment ago, or it has no sitting
        logger.info("The run %s was not closed: %s", run.pk, " ".join(refusal.messages))
        return False
    return True


def _unmarked(run: CourseRun) -> int:
    """Who has a seat, and of whom nothing is marked at one sitting at least: the lists that nobody filled in."""
    missing = Q()
    for sitting in run.sittings.all():
        missing |= ~Q(attendances__sitting=sitting)
    return run.enrolments.filter(missing, status__in=SEATED).distinct().count() if missing else 0


def _who_led(run: CourseRun) -> list[Person]:
    return list(Person.objects.employed().filter(Q(runs_led=run) | Q(pk=run.organiser_id)).distinct())
