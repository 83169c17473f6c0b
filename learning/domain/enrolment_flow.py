"""The statuses of an enrolment and the ways between them. Their verbs: `enrolling`, `approving`, `line`, `closing`.

Who asks for the first time begins as ENROLLED, WAITING or REQUESTED; whoever asks again goes to the end of the line. A
request and an approved request are in the line by the number drawn on arrival, and only `promote` leads to a seat from
there: so there is one way in, and nobody passes anybody.
"""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.api import Person, Role, Transition, Workflow, by_the_portal
from core.rules import has_role, is_administrator
from learning.enums import EnrolmentStatus as Status
from learning.enums import RunState
from learning.models import CourseRun, Enrolment
from learning.rules import manages_run

PENDING = frozenset({Status.REQUESTED, Status.WAITING, Status.ENROLLED})
"""Not ended: who is in the line or has a seat, and may still go."""
UNDO_FOR = dt.timedelta(minutes=10)
"""So long one's own withdrawal can be taken back (`undoing`)."""
GONE = frozenset({Status.WITHDRAWN, Status.DECLINED, Status.LAPSED})
"""Ended without having come: they may ask again."""


def is_own(person: Person | None, enrolment: Enrolment) -> bool:
    return person is not None and person.pk == enrolment.person_id and person.is_employed()


def manages(person: Person | None, enrolment: Enrolment) -> bool:
    """Who looks after the run; not about themselves: as attendees they have their own buttons."""
    return person is not None and person.pk != enrolment.person_id and manages_run(person, enrolment.run)


def ends(person: Person | None, enrolment: Enrolment) -> bool:
    """Who closes or cancels the run, and says who completed it; the portal closes what was forgotten."""
    return person is None or manages_run(person, enrolment.run)


def approves(person: Person | None, enrolment: Enrolment) -> bool:
    """The manager who was asked, the manager of today, or HR; nobody about themselves."""
    if person is None or person.pk == enrolment.person_id or not person.is_employed():
        return False
    if person.pk in (enrolment.approver_id, enrolment.person.manager_id):
        return True
    return is_administrator(person) or has_role(person, Role.HR)


def asks(person: Person | None, enrolment: Enrolment) -> bool:
    """Whoever asks for a seat, for themselves or for somebody: `admission` looks at the rest."""
    return person is not None


def run_is_open(person: Person | None, enrolment: Enrolment) -> str | Promise | None:
    if enrolment.run.status == RunState.CANCELLED:
        return _("The run is cancelled.")
    return None if enrolment.run.status == RunState.OPEN else _("The run is closed.")


def run_lies_ahead(person: Person | None, enrolment: Enrolment) -> str | Promise | None:
    return _("The run has begun.") if has_begun(enrolment.run) else None


def before_the_deadline(person: Person | None, enrolment: Enrolment) -> str | Promise | None:
    """Who only waits, or is not approved yet, may go at any time: nobody counts on them."""
    if enrolment.status != Status.ENROLLED or is_in_time(enrolment.run):
        return None
    return _("The deadline to withdraw has passed. Please ask the organiser.")


def withdraw_deadline(run: CourseRun) -> dt.datetime | None:
    """Until when people withdraw by themselves; None where no day is set yet."""
    if run.withdraw_until is not None:
        return run.withdraw_until
    if run.starts_at is None:
        return None
    return run.starts_at - dt.timedelta(days=run.course.withdraw_days)


def is_in_time(run: CourseRun) -> bool:
    deadline = withdraw_deadline(run)
    return deadline is None or timezone.now() < deadline


def is_fresh_withdrawal(enrolment: Enrolment) -> bool:
    """Withdrawn a moment ago, by the person: who takes somebody else off a list says why."""
    if enrolment.status != Status.WITHDRAWN or enrolment.reason or enrolment.ended_at is None:
        return False
    return timezone.now() < enrolment.ended_at + UNDO_FOR


def was_a_moment_ago(person: Person | None, enrolment: Enrolment) -> str | Promise | None:
    return None if is_fresh_withdrawal(enrolment) else _("It is too late to undo this. You can enrol again.")


def has_begun(run: CourseRun) -> bool:
    return run.starts_at is not None and run.starts_at <= timezone.now()


WORKFLOW = Workflow(
        "enrolment",
        Enrolment,
        Status,
        transitions=(
            Transition(
                "approve", _("Approve"), {Status.REQUESTED}, Status.WAITING,
                permission=approves, guards=(run_is_open, run_lies_ahead),
            ),
            Transition("decline", _("Do not approve"), {Status.REQUESTED}, Status.DECLINED, permission=approves),
            Transition("promote", _("Give a seat"), {Status.WAITING}, Status.ENROLLED, permission=by_the_portal),
            Transition(
                "withdraw", _("Withdraw"), PENDING, Status.WITHDRAWN,
                permission=is_own, guards=(run_is_open, before_the_deadline),
            ),
            Transition(
                "remove", _("Take off the list"), PENDING, Status.WITHDRAWN,
                permission=manages, guards=(run_is_open,),
            ),
            *(
                Transition(
                    f"restore_{what}", _("Undo this"), {Status.WITHDRAWN}, back,
                    permission=is_own, guards=(run_is_open, run_lies_ahead, was_a_moment_ago),
                )
                for what, back in (
                    ("seat", Status.ENROLLED), ("place", Status.WAITING), ("request", Status.REQUESTED),
                )
            ),
            Transition("leave", _("Has left the company"), PENDING, Status.WITHDRAWN, permission=by_the_portal),
            Transition("request_again", _("Ask again"), GONE, Status.REQUESTED, permission=asks),
            Transition("enrol_again", _("Enrol again"), GONE, Status.WAITING, permission=asks),
            Transition("cancel", _("Cancel the run"), PENDING, Status.CANCELLED, permission=ends),
            Transition(
                "lapse", _("No seat became free"), {Status.REQUESTED, Status.WAITING}, Status.LAPSED,
                permission=ends,
            ),
            Transition(
                "complete", _("Completed"), {Status.ENROLLED, Status.NOT_COMPLETED}, Status.COMPLETED, permission=ends
            ),
            Transition(
                "fail", _("Not completed"), {Status.ENROLLED, Status.COMPLETED}, Status.NOT_COMPLETED, permission=ends
            ),
        ),
        subject=lambda enrolment: enrolment.person,
)  # fmt: skip

# What a page draws as buttons; the rest is done by verbs of other screens.
BUTTONS = frozenset({"withdraw", "approve", "decline", "remove"})
