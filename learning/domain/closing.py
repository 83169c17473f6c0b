"""When a run is over: who completed it, by what is marked, and how that is corrected afterwards.

Completed has who missed no sitting: present or excused at each, and present at one at least. A sitting where nothing is
marked was missed. Attendance marked later changes the result with it; a result set by hand holds until then.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.api import ForbiddenError, NotNowError, Person, change_status
from core.domain import seats as places
from learning.domain import line, telling
from learning.domain.completions import complete_run, take_completion_back
from learning.domain.enrolment_flow import PENDING
from learning.enums import AttendanceState, EnrolmentStatus, RunState
from learning.models import Attendance, CourseRun, Enrolment, Sitting
from learning.models.enrolments import SEATED
from learning.rules import manages_run

CAME = (AttendanceState.PRESENT, AttendanceState.EXCUSED)


@places.deciding()
def close_run(run: CourseRun, *, actor: Person | None) -> CourseRun:
    """Say that a run was held: each who had a seat completed it or not, and who still waited waits no more.

    Those who came are asked what they think. Raises NotNowError before the last sitting has begun, OvertakenError
    where it is closed or cancelled, ForbiddenError. `actor` None: the portal closes what was forgotten.
    """
    line.lock_run(run)
    sittings = list(run.sittings.order_by("starts_at"))
    if not sittings or sittings[-1].starts_at > timezone.now():
        raise NotNowError(_("The last sitting has not begun yet."), code="ahead")
    change_status(run, "close", actor=actor)
    fresh = line.read_again(run)
    marks = _marks(fresh)
    completed = []
    for enrolment in _of(fresh, (EnrolmentStatus.ENROLLED,)):
        if _deserves(sittings, marks.get(enrolment.pk, {})):
            completed.append(_result(enrolment, "complete", actor=actor))
        else:
            _result(enrolment, "fail", actor=actor)
    complete_run(fresh, completed, actor=actor)
    _let_go(fresh, (EnrolmentStatus.WAITING, EnrolmentStatus.REQUESTED), "lapse", actor=actor)
    telling.ask_for_feedback(fresh, _who_came(fresh))
    return run


@places.deciding()
def cancel_enrolments(run: CourseRun, *, actor: Person) -> list[Person]:
    """Everybody who had a seat, waited or asked is out, since the run is cancelled; who that was, to be told.

    Call it in the transaction that cancels the run, with `line.lock_run` before the run itself is changed.
    """
    seats = line.lock_run(run)
    seated = Enrolment.objects.filter(run=run, status=EnrolmentStatus.ENROLLED).count()
    gone = _let_go(line.read_again(run), tuple(PENDING), "cancel", actor=actor)
    places.release(seats, count=seated)
    return [each.person for each in gone]


@transaction.atomic
def set_result(enrolment: Enrolment, *, completed: bool, actor: Person, reason: str = "") -> Enrolment:
    """Correct by hand who completed a closed run; the completion is written, or taken back. Said twice is harmless."""
    run = line.read_again(enrolment.run)
    if not manages_run(actor, run):
        raise ForbiddenError(_("You may not do this."))
    if run.status != RunState.HELD:
        raise NotNowError(_("Close the run first."), code="not_held")
    wanted = EnrolmentStatus.COMPLETED if completed else EnrolmentStatus.NOT_COMPLETED
    enrolment.refresh_from_db()
    if enrolment.status == wanted:
        return enrolment
    _result(enrolment, "complete" if completed else "fail", actor=actor, reason=reason)
    _write_completion(run, enrolment, actor=actor)
    return enrolment


def follow_attendance(enrolment: Enrolment, *, actor: Person) -> None:
    """What is marked after the run was closed changes the result with it."""
    run = enrolment.run
    if run.status != RunState.HELD or enrolment.status not in SEATED:
        return
    own = dict(Attendance.objects.filter(enrolment=enrolment).values_list("sitting_id", "state"))
    deserves = _deserves(list(run.sittings.all()), own)
    if deserves == (enrolment.status == EnrolmentStatus.COMPLETED):
        return
    _result(enrolment, "complete" if deserves else "fail", actor=actor)
    _write_completion(run, enrolment, actor=actor)


def _deserves(sittings: Iterable[Sitting], marks: dict[int, str]) -> bool:
    states = [marks.get(each.pk) for each in sittings]
    return all(state in CAME for state in states) and AttendanceState.PRESENT in states


def _marks(run: CourseRun) -> dict[int, dict[int, str]]:
    found: dict[int, dict[int, str]] = {}
    for row in Attendance.objects.filter(enrolment__run=run):
        found.setdefault(row.enrolment_id, {})[row.sitting_id] = row.state
    return found


def _result(enrolment: Enrolment, name: str, *, actor: Person | None, reason: str = "") -> Enrolment:
    changes = {"ended_at": timezone.now(), **({"reason": reason.strip()[:1000]} if reason else {})}
    return change_status(enrolment, name, actor=actor, changes=changes, detail={"run": enrolment.run_id})


def _write_completion(run: CourseRun, enrolment: Enrolment, *, actor: Person) -> None:
    if enrolment.status == EnrolmentStatus.COMPLETED:
        complete_run(run, [enrolment], actor=actor)
    else:
        take_completion_back(enrolment)


def _let_go(
    run: CourseRun, statuses: tuple[EnrolmentStatus, ...], name: str, *, actor: Person | None
) -> list[Enrolment]:
    gone = _of(run, statuses)
    for enrolment in gone:
        change_status(enrolment, name, actor=actor, changes={"ended_at": timezone.now()}, detail={"run": run.pk})
    telling.let_go(run, gone)
    return gone


def _of(run: CourseRun, statuses: tuple[EnrolmentStatus, ...]) -> list[Enrolment]:
    rows = Enrolment.objects.filter(run=run, status__in=statuses).select_related("person")
    return list(rows.order_by("line", "pk"))


def _who_came(run: CourseRun) -> list[Person]:
    came = Attendance.objects.filter(enrolment__run=run, state=AttendanceState.PRESENT)
    return list(Person.objects.employed().filter(pk__in=came.values("enrolment__person_id")))
