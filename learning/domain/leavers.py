"""Who leaves the company gives their seats back, and the lines move up; taken back, it takes nothing from others."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from core.api import OvertakenError, Person, PersonLeft
from learning.domain.enrolling import end
from learning.domain.enrolment_flow import PENDING
from learning.enums import RunState
from learning.models import Enrolment


def give_seats_back(event: PersonLeft) -> None:
    """At once in runs that begin when they are gone; in others on the day (`give_back_of_leavers`)."""
    person = Person.objects.get_queryset().filter(pk=event.person_id).first()
    if person is not None and person.left_on is not None:
        _end(Q(person=person) & (_after(person.left_on) | _gone()))


def give_back_of_leavers() -> int:
    """Of everybody who has left by now, however that was written (by hand, a file of people); how many places."""
    return _end(_gone())


def _after(day: dt.date) -> Q:
    """A run that begins on that day by the portal's clock, or later."""
    return Q(run__starts_at__gte=timezone.make_aware(dt.datetime.combine(day, dt.time.min)))


def _gone() -> Q:
    return Q(person__left_on__lte=timezone.localdate()) | Q(person__is_active=False)


def _end(which: Q) -> int:
    """Each run by itself: one lock at a time, so that no two of these wait for each other."""
    open_runs = Enrolment.objects.filter(which, status__in=PENDING, run__status=RunState.OPEN)
    count = 0
    for enrolment in list(open_runs.select_related("run", "person").order_by("run__seats_id", "pk")):
        try:
            end(enrolment, "leave", actor=None)
        except OvertakenError:
            continue
        count += 1
    return count
