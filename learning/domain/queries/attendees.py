"""Who comes to a run, who waits, and who asks: for those who look after it; and whose requests I am to answer."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.utils import timezone

from core.api import Offer, Person, Role, offered_transitions
from core.rules import Viewer, has_role, is_administrator, is_employee
from learning.domain.enrolment_flow import BUTTONS
from learning.domain.queries.standing import with_place
from learning.enums import EnrolmentStatus, RunState
from learning.models import Attendance, CourseRun, Enrolment
from learning.models.enrolments import SEATED
from learning.rules import manages_run

ORDER = [*SEATED, EnrolmentStatus.WAITING, EnrolmentStatus.REQUESTED]


@dataclass(frozen=True)
class Attendee:
    """One row of the list. `marks` has the attendance by sitting, `place` the one in the line."""

    enrolment: Enrolment
    place: int | None
    offers: tuple[Offer, ...]
    marks: dict[int, Attendance] = field(default_factory=dict)


def attendees(run: CourseRun, *, viewer: Viewer, with_ended: bool = False) -> list[Attendee]:
    """Who has a seat (by name), who waits and who asks (by arrival); `with_ended` those who withdrew and the like too.

    Nobody for whoever does not look after the run. The same few queries for three and for three hundred.
    """
    if not isinstance(viewer, Person) or not manages_run(viewer, run):
        return []
    rows = with_place(Enrolment.objects.filter(run=run)).select_related("person", "person__photo", "approver")
    if not with_ended:
        rows = rows.filter(status__in=ORDER)
    marks: dict[int, dict[int, Attendance]] = {}
    for mark in Attendance.objects.filter(enrolment__run=run):
        marks.setdefault(mark.enrolment_id, {})[mark.sitting_id] = mark
    return [_attendee(run, row, viewer, marks.get(row.pk, {})) for row in sorted(rows, key=_sorted_by)]


def to_approve(viewer: Viewer) -> QuerySet[Enrolment]:
    """The requests that wait for this viewer, the longest waiting first: of their people, and (HR) those whose manager
    is gone or never was. Where the run has begun, nothing is left to decide."""
    requests = Enrolment.objects.filter(
        Q(run__starts_at__gt=timezone.now()) | Q(run__starts_at__isnull=True),
        status=EnrolmentStatus.REQUESTED, run__status=RunState.OPEN,
    )  # fmt: skip
    if not isinstance(viewer, Person) or not is_employee(viewer):
        return requests.none()
    mine = Q(approver=viewer) | Q(person__manager=viewer)
    if has_role(viewer, Role.HR) or is_administrator(viewer):
        here = Person.objects.employed()
        mine |= ~Q(approver__in=here) & ~Q(person__manager__in=here)
    related = ("run__course__department", "run__seats", "person__photo", "person__manager", "approver")
    return requests.filter(mine).exclude(person=viewer).select_related(*related).order_by("asked_at", "pk")


def _attendee(run: CourseRun, enrolment: Enrolment, viewer: Person, marks: dict[int, Attendance]) -> Attendee:
    enrolment.run = run
    waits = enrolment.status == EnrolmentStatus.WAITING
    offers = [each for each in offered_transitions(enrolment, viewer) if each.transition.name in BUTTONS]
    place = enrolment.ahead + 1 if waits else None  # type: ignore[attr-defined]
    return Attendee(enrolment, place, tuple(offers), marks)


def _sorted_by(enrolment: Enrolment) -> tuple[int, str, int]:
    status, person = EnrolmentStatus(enrolment.status), enrolment.person
    if status in SEATED:
        return (0, f"{person.family_kana} {person.given_kana} {person.employee_number}", 0)
    order = ORDER.index(status) if status in ORDER else len(ORDER)
    return (order, "", enrolment.line or 0)
