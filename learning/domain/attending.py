"""Who came: marked by the lecturer from a list, or by the person with the code that the lecturer shows."""

from __future__ import annotations

import datetime as dt
import hmac
import secrets
import unicodedata
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from core.api import ForbiddenError, NotNowError, Person, record
from core.domain.audit import record_many
from core.domain.throttle import allow
from learning.domain import closing
from learning.enums import AttendanceState, EnrolmentStatus, MarkedBy, RunState
from learning.models import Attendance, CourseRun, Enrolment, Sitting
from learning.models.enrolments import SEATED
from learning.rules import manages_run

# Doors open so long before a sitting; the code is good from then until its end.
BEFORE = dt.timedelta(minutes=15)
MOST_TRIES, WITHIN_SECONDS = 10, 600


@dataclass(frozen=True)
class Code:
    """What the lecturer shows: six digits, for one sitting, until it ends."""

    digits: str
    sitting: Sitting
    until: dt.datetime


@transaction.atomic
def mark_attendance(
    enrolment: Enrolment, sitting: Sitting, state: AttendanceState | None, *, actor: Person
) -> Attendance | None:
    """Say whether somebody came to a sitting (None: not known after all). Said after the run was closed, the result
    follows it.

    Raises ForbiddenError, NotNowError: of another run, without a seat, cancelled, or ahead (only "excused" is known
    before).
    """
    locked = Enrolment.objects.select_for_update(of=("self",)).select_related("run__course__department").get(
        pk=enrolment.pk
    )  # fmt: skip
    if not manages_run(actor, locked.run):
        raise ForbiddenError(_("You may not do this."))
    _check(locked, sitting, state)
    mark = _write(locked, sitting, state, how=MarkedBy.LIST, actor=actor)
    closing.follow_attendance(locked, actor=actor)
    return mark


@transaction.atomic
def mark_all_present(run: CourseRun, sitting: Sitting, *, actor: Person) -> int:
    """Everybody of whom nothing is known yet was there; how many that are."""
    if not manages_run(actor, run):
        raise ForbiddenError(_("You may not do this."))
    seated = Enrolment.objects.filter(run=run, status__in=SEATED).select_related("person", "run__course")
    unknown = list(seated.select_for_update(of=("self",)).exclude(attendances__sitting=sitting).order_by("pk"))
    for enrolment in unknown[:1]:
        _check(enrolment, sitting, AttendanceState.PRESENT)
    facts = {"sitting": sitting, "state": AttendanceState.PRESENT, "marked_by": actor}
    Attendance.objects.bulk_create([Attendance(enrolment=each, **facts) for each in unknown])
    detail = {"run": run.pk, "sitting": sitting.pk, "from": "", "to": str(AttendanceState.PRESENT)}
    people = [each.person for each in unknown]
    record_many("attendance.marked", actor=actor, on=people, detail=[detail] * len(people))
    for enrolment in unknown:
        closing.follow_attendance(enrolment, actor=actor)
    return len(unknown)


def sitting_now(run: CourseRun) -> Sitting | None:
    """The sitting whose doors are open."""
    now = timezone.now()
    return next((each for each in run.sittings.all() if each.starts_at - BEFORE <= now < each.ends_at), None)


@transaction.atomic
def show_code(run: CourseRun, *, actor: Person, anew: bool = False) -> Code:
    """The code of the sitting that is on; `anew` makes the one before worthless. ForbiddenError, NotNowError."""
    locked = CourseRun.objects.select_for_update(of=("self",)).select_related("course__department").get(pk=run.pk)
    if not manages_run(actor, locked):
        raise ForbiddenError(_("You may not do this."))
    sitting = sitting_now(locked) if locked.status == RunState.OPEN else None
    if sitting is None:
        raise NotNowError(_("There is a code from 15 minutes before a sitting until its end."), code="no_sitting")
    if anew or not locked.attendance_code:
        locked.attendance_code = secrets.token_hex(6)
        locked.save(update_fields=["attendance_code"])
        record("run.code_made", actor=actor, on=locked)
    return Code(_digits(locked, sitting), sitting, until=sitting.ends_at)


@transaction.atomic
def check_in(person: Person, code: str) -> Attendance:
    """Say by the code that one is here. NotNowError: throttled, no_sitting, wrong_code."""
    if not allow("learning.check_in", str(person.pk), most=MOST_TRIES, seconds=WITHIN_SECONDS):
        raise NotNowError(_("Too many attempts. Wait ten minutes, or ask the lecturer to mark you."), code="throttled")
    now = timezone.now()
    own = Enrolment.objects.filter(person=person, status=EnrolmentStatus.ENROLLED, run__status=RunState.OPEN)
    coming = own.filter(run__sittings__starts_at__lte=now + BEFORE, run__sittings__ends_at__gt=now).distinct()
    found = [(each, sitting_now(each.run)) for each in coming.select_related("run__course", "person")]
    if not found:
        words = _("None of your courses is on now. A code is good from 15 minutes before a sitting until its end.")
        raise NotNowError(words, code="no_sitting")
    typed = "".join(unicodedata.normalize("NFKC", code).split())
    for enrolment, sitting in found:
        if sitting is not None and _is(enrolment.run, sitting, typed):
            Enrolment.objects.select_for_update().get(pk=enrolment.pk)
            _write(enrolment, sitting, AttendanceState.PRESENT, how=MarkedBy.CODE, actor=person)
            return Attendance.objects.select_related("sitting__run__course").get(enrolment=enrolment, sitting=sitting)
    raise NotNowError(_("This is not the code of a course that you attend now."), code="wrong_code")


def _is(run: CourseRun, sitting: Sitting, typed: str) -> bool:
    return bool(run.attendance_code) and hmac.compare_digest(_digits(run, sitting).encode(), typed.encode())


def _digits(run: CourseRun, sitting: Sitting) -> str:
    """Of one sitting alone: the code of last week says nothing about today."""
    digest = salted_hmac("learning.check_in", f"{run.attendance_code}:{sitting.pk}", algorithm="sha256").hexdigest()
    return f"{int(digest, 16) % 10**6:06d}"


def _check(enrolment: Enrolment, sitting: Sitting, state: AttendanceState | None) -> None:
    if sitting.run_id != enrolment.run_id:
        raise NotNowError(_("This sitting belongs to another run."), code="other_run")
    if enrolment.run.status not in (RunState.OPEN, RunState.HELD):
        raise NotNowError(_("The run is not open."), code="not_open")
    if enrolment.status not in SEATED:
        raise NotNowError(_("This person has no seat in the run."), code="no_seat")
    is_ahead = timezone.now() < sitting.starts_at - BEFORE
    if is_ahead and state in (AttendanceState.PRESENT, AttendanceState.ABSENT):
        raise NotNowError(_("The sitting has not begun. Before it, only “excused” can be marked."), code="ahead")


def _write(
    enrolment: Enrolment, sitting: Sitting, state: AttendanceState | None, *, how: MarkedBy, actor: Person
) -> Attendance | None:
    mark = Attendance.objects.filter(enrolment=enrolment, sitting=sitting).first()
    before = mark.state if mark else ""
    if before == (state or ""):
        return mark
    if state is None:
        Attendance.objects.filter(enrolment=enrolment, sitting=sitting).delete()
        mark = None
    else:
        facts = {"state": state, "how": how, "marked_by": actor, "at": timezone.now()}
        mark, _new = Attendance.objects.update_or_create(enrolment=enrolment, sitting=sitting, defaults=facts)
    detail = {"run": enrolment.run_id, "sitting": sitting.pk, "from": before, "to": str(state or ""), "how": str(how)}
    record("attendance.marked", actor=actor, subject=enrolment.person, on=enrolment.person, detail=detail)
    return mark
