"""Course runs on pages: when they are, in the reader's zone and in theirs: `{% load runs %}`."""

from __future__ import annotations

from types import SimpleNamespace

from django import template

from core.models.person import Person
from core.templatetags.times import span
from learning.domain.queries.runs_led import runs_of_page
from learning.enums import AttendanceState, EnrolmentStatus, RunState
from learning.models import CoursePage, CourseRun, Sitting

register = template.Library()

TONES = {
    RunState.OPEN: "accent",
    RunState.HELD: "done",
    RunState.CANCELLED: "danger",
    EnrolmentStatus.ENROLLED: "accent",
    EnrolmentStatus.COMPLETED: "done",
    EnrolmentStatus.NOT_COMPLETED: "stuck",
    EnrolmentStatus.WAITING: "warning",
    EnrolmentStatus.REQUESTED: "warning",
    AttendanceState.PRESENT: "done",
    AttendanceState.EXCUSED: "warning",
    AttendanceState.ABSENT: "stuck",
}


@register.simple_tag
def sitting_span(sitting: Sitting, run: CourseRun) -> str:
    """From when to when a sitting is, in the reader's zone, and in the run's where its clocks differ."""
    return span(SimpleNamespace(starts_at=sitting.starts_at, ends_at=sitting.ends_at, zone=run.zone))


@register.simple_tag
def runs_of_course_page(page: CoursePage, editor: Person) -> dict[str, object]:
    """The published course of a page and its runs, for the page editor."""
    course, runs = runs_of_page(page, viewer=editor)
    return {"course": course, "runs": runs}


@register.filter
def tone_of(status: str) -> str:
    """The badge of a status: `badge--…`; the plain one where it says nothing."""
    return f"badge--{TONES[status]}" if status in TONES else ""  # type: ignore[index]
