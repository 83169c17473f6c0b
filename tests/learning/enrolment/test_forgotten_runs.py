"""Runs that nobody closed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from core.models import AuditEntry, Notice
from core.ticks import registered_ticks
from learning.domain.forgotten_runs import close_forgotten
from learning.enums import AttendanceState, EnrolmentStatus, RunState
from learning.models import Attendance, Completion, CourseRun
from tests.learning.building import person
from tests.learning.courses import enrolled, run
from tests.learning.enrolment.scenes import organiser_of, told

pytestmark = pytest.mark.django_db


def held(days_ago: int, **facts: Any) -> CourseRun:
    """An open run whose only sitting ended so many days ago."""
    made = run(**facts)
    ended = timezone.now() - dt.timedelta(days=days_ago, minutes=1)
    times = {"starts_at": ended - dt.timedelta(hours=2), "ends_at": ended}
    CourseRun.objects.filter(pk=made.pk).update(**times)
    made.sittings.update(**times)
    made.refresh_from_db()
    return made


def test_a_run_is_closed_a_week_after_its_last_sitting_and_those_who_led_it_are_told():
    forgotten, fresh = held(7), held(6)
    lecturer, boss, gone = person(), organiser_of(forgotten), person(left_on="2021-03-31")
    forgotten.lecturers.add(lecturer, gone)
    came, unknown = enrolled(at=forgotten), enrolled(at=forgotten)
    sitting = forgotten.sittings.get()
    Attendance.objects.create(enrolment=came, sitting=sitting, state=AttendanceState.PRESENT)
    waits = enrolled(at=forgotten, status=EnrolmentStatus.WAITING, line=9, seated_at=None)
    assert (close_forgotten(), close_forgotten()) == (1, 0)
    assert [CourseRun.objects.get(pk=each.pk).status for each in (forgotten, fresh)] == [RunState.HELD, RunState.OPEN]
    for each in (came, unknown, waits):
        each.refresh_from_db()
    assert [each.status for each in (came, unknown, waits)] == ["completed", "not_completed", "lapsed"]
    assert Completion.objects.get().person == came.person
    assert [told(each) for each in (lecturer, boss, gone, came.person)] == [
        ["run_closed"], ["run_closed"], [], ["feedback_asked"],
    ]  # fmt: skip
    notice = Notice.objects.get(person=lecturer)
    assert notice.address == f"/ja/courses/runs/{forgotten.key}/desk/"
    assert (notice.context["completed"], notice.context["unmarked"]) == (1, 1)
    assert AuditEntry.objects.get(action="run.close").actor is None


def test_one_that_cannot_be_closed_holds_up_no_other():
    bare, forgotten = held(30), held(8)
    bare.sittings.all().delete()
    assert close_forgotten() == 1
    forgotten.refresh_from_db()
    assert forgotten.status == RunState.HELD


def test_none_is_closed_where_the_installation_says_so(settings: Any):
    settings.RUNS_CLOSE_AFTER_DAYS = 0
    held(100)
    assert close_forgotten() == 0


def test_the_worker_looks_once_a_day():
    ticks = {tick.name: tick for tick in registered_ticks()}
    tick = ticks["learning.forgotten_runs"]
    assert (tick.run, tick.every) == (close_forgotten, dt.timedelta(days=1))
