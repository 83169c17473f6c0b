"""What the page of a course run shows to someone who takes it, or may."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.api import CalendarEvent, Person
from core.domain.queries.addresses import address_of
from learning.domain.attending import sitting_now
from learning.domain.feedback import obstacle_to_feedback
from learning.domain.queries.course_rows import course_pages
from learning.domain.queries.course_screen import material_rows
from learning.domain.queries.run_boxes import RunBox, boxes_of
from learning.domain.run_calendar import event_key
from learning.enums import EnrolmentStatus
from learning.models import Attendance, CourseMaterial, CourseRun, Feedback, RunMaterial, RunMessage
from learning.models.enrolments import SEATED
from learning.rules import manages_run


def run_screen(run: CourseRun, *, viewer: Person) -> dict[str, Any]:
    """The run with all that concerns the viewer."""
    (box,) = boxes_of([run], viewer=viewer)
    page = course_pages([run.course.translation_key], viewer=viewer).get(run.course.translation_key)
    enrolment = box.standing.enrolment
    comes = enrolment is not None and enrolment.status in SEATED
    return {
        "run": run,
        "box": box,
        "course_url": address_of(page) if page else "",
        "crumbs": [
            (_("Courses"), reverse("courses")),
            (run.course.title, address_of(page) if page else ""),
            (run.name or _("Run"), ""),
        ],
        "comes": comes,
        "manages": manages_run(viewer, run),
        "entries": _entries(box, viewer) if comes else [],
        "materials": material_rows(_material_keys(run), viewer=viewer),
        "run_messages": _messages(run, box.status),
        "marks": _marks(box) if comes else [],
        "can_check_in": box.status == EnrolmentStatus.ENROLLED and sitting_now(run) is not None,
        "may_give_feedback": enrolment is not None and not obstacle_to_feedback(enrolment),
        "has_given_feedback": enrolment is not None and Feedback.objects.filter(enrolment=enrolment).exists(),
    }


def _material_keys(run: CourseRun) -> list[Any]:
    """The course's and then the run's own, each once."""
    of_course = CourseMaterial.objects.filter(course=run.course_id).values_list("material_key", flat=True)
    of_run = RunMaterial.objects.filter(run=run).values_list("material_key", flat=True)
    return list(dict.fromkeys([*of_course, *of_run]))


def _messages(run: CourseRun, status: str) -> list[RunMessage]:
    """What was written to those who come; to the line only what was meant for it too."""
    written = RunMessage.objects.filter(run=run).select_related("author__photo")
    if status in SEATED:
        return list(written)
    return list(written.filter(to_waiting=True)) if status == EnrolmentStatus.WAITING else []


def _entries(box: RunBox, viewer: Person) -> list[CalendarEvent]:
    """The events of its sittings that stand in the viewer's calendar."""
    keys = [event_key(each.sitting.pk) for each in box.places]
    mine = CalendarEvent.objects.filter(
        key__in=keys, invitations__person=viewer, invitations__withdrawn_at=None, cancelled_at=None
    )
    return list(mine.order_by("starts_at"))


def _marks(box: RunBox) -> list[Attendance]:
    return list(
        Attendance.objects.filter(enrolment=box.standing.enrolment)
        .select_related("sitting")
        .order_by("sitting__starts_at")
    )
