"""What people are told of courses: every notice is made here, and seats stand in calendars from here.

All of it is written in the caller's transaction. The key of a notice names the arrival (each draws another `line`), so
that whoever enrols again is told again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.api import (
    Delivery,
    NoticeKind,
    Person,
    Role,
    in_languages,
    invite,
    notify,
    register_notice_kind,
    take_back,
    uninvite,
)
from learning.domain.run_calendar import event_key, put_sittings
from learning.enums import EnrolmentStatus
from learning.models import CourseRun, Enrolment, RunMessage, Sitting

KINDS: dict[str, tuple[Any, Delivery, str]] = {
    # The invitation that calendars take in is the mail.
    "enrolled": (_("You are enrolled in a course"), Delivery.IN_APP, "check"),
    "waiting": (_("You are on the waiting list of a course"), Delivery.IN_APP, "clock"),
    "promoted": (_("A seat became free for you"), Delivery.AT_ONCE, "check"),
    "approval_asked": (_("Somebody needs your approval for a course"), Delivery.AT_ONCE, "question"),
    "approved": (_("Your enrolment was approved"), Delivery.AT_ONCE, "check"),
    "declined": (_("Your enrolment was not approved"), Delivery.AT_ONCE, "info"),
    "removed": (_("You were taken off a course"), Delivery.AT_ONCE, "info"),
    "lapsed": (_("No seat became free for you"), Delivery.IN_APP, "info"),
    "run_moved": (_("A course of yours is at another time or place"), Delivery.AT_ONCE, "info"),
    "run_cancelled": (_("A course of yours is cancelled"), Delivery.AT_ONCE, "info"),
    "run_tomorrow": (_("A course of yours is tomorrow"), Delivery.AT_ONCE, "clock"),
    "run_message": (_("A lecturer writes to you"), Delivery.AT_ONCE, "info"),
    "feedback_asked": (_("You are asked what you think of a course"), Delivery.DIGEST, "question"),
    "run_closed": (_("A run that you led was closed by itself"), Delivery.AT_ONCE, "info"),
}
# What is no longer true once somebody is out, or in: unread, it goes.
OF_ONES_PLACE = ("enrolled", "waiting", "promoted", "approved", "approval_asked")


def connect() -> None:
    """Called once, when the apps are loaded."""
    for name, (label, default, icon) in KINDS.items():
        register_notice_kind(
            NoticeKind(
                key=f"learning.{name}", label=label, group=_("Courses"), default=default,
                template=f"learning/notices/{name}", icon=icon,
            )
        )  # fmt: skip


def arrived(run: CourseRun, enrolment: Enrolment, *, actor: Person) -> None:
    """Somebody enrolled, or was enrolled: a seat, a place in the line, or a question to their manager.

    Who steps into the line by themselves reads it on the page that answers, and is told when they move up.
    """
    by = {} if actor.pk == enrolment.person_id else {"by": in_languages(lambda: actor.display_name)}
    if enrolment.status == EnrolmentStatus.REQUESTED:
        ask_for_approval(run, enrolment)
    elif enrolment.status == EnrolmentStatus.WAITING:
        if by:
            _tell("waiting", run, enrolment, **by)
    else:
        _into_calendars(run, [enrolment.person])
        _tell("enrolled", run, enrolment, **by)


def promoted(run: CourseRun, enrolments: Sequence[Enrolment]) -> None:
    """The line moved up: these have a seat now."""
    if not enrolments:
        return
    _into_calendars(run, [each.person for each in enrolments])
    for each in enrolments:
        take_back(kind="learning.waiting", key=_key(each))
        _tell("promoted", run, each)


def ask_for_approval(run: CourseRun, enrolment: Enrolment, *, reminder: int = 0) -> None:
    """Ask the manager, or HR where there is none who could answer; `reminder` counts how often it was said again."""
    person = enrolment.person
    facts = _facts(run) | {"name": in_languages(lambda: person.display_name), "wish": enrolment.wish}
    notify(
        approvers_of(enrolment), kind="learning.approval_asked", address="/ja/courses/approvals/",
        key=f"{_key(enrolment)}:{reminder}" if reminder else _key(enrolment), context=facts | {"reminder": reminder},
    )  # fmt: skip


def approvers_of(enrolment: Enrolment) -> list[Person]:
    """Whoever was asked, while employed; then the manager of today; then HR, and where nobody is HR administrators."""
    for manager in (enrolment.approver, enrolment.person.manager):
        if manager is not None and manager.is_employed():
            return [manager]
    for role in (Role.HR, Role.ADMINISTRATOR):
        holders = Person.objects.employed().filter(role_grants__role=role).exclude(pk=enrolment.person_id).distinct()
        if found := list(holders):
            return found
    return []


def approved(run: CourseRun, enrolment: Enrolment) -> None:
    take_back(kind="learning.approval_asked", key=_key(enrolment))
    has_seat = enrolment.status == EnrolmentStatus.ENROLLED
    if has_seat:
        _into_calendars(run, [enrolment.person])
    _tell("approved", run, enrolment, has_seat=has_seat)


def ended(run: CourseRun, enrolment: Enrolment, *, actor: Person | None, had_seat: bool) -> None:
    """Out again. Whoever did it themselves knows; others are told, with the reason."""
    leads = enrolment.person_id in {each.pk for each in run.lecturers.all()}
    if had_seat and not leads:  # who leads the run comes without a seat too
        for sitting in run.sittings.all():
            uninvite(event_key(sitting.pk), [enrolment.person])
    _unsay_place(enrolment)
    if actor is None or actor.pk == enrolment.person_id:
        return
    kind = "declined" if enrolment.status == EnrolmentStatus.DECLINED else "removed"
    _tell(kind, run, enrolment, reason=enrolment.reason)


def let_go(run: CourseRun, enrolments: Sequence[Enrolment]) -> None:
    """Out together: at the end of the run (who waited is told), or since it is cancelled (`run_cancelled` tells)."""
    for each in enrolments:
        _unsay_place(each)
        if each.status == EnrolmentStatus.LAPSED:
            _tell("lapsed", run, each)


def _unsay_place(enrolment: Enrolment) -> None:
    for kind in OF_ONES_PLACE:
        take_back(kind=f"learning.{kind}", key=_key(enrolment))


def run_moved(run: CourseRun, people: Iterable[Person], *, version: str) -> None:
    """At another time or place; `version` differs from one move to the next (`run_calendar` mends calendars)."""
    _tell_all("run_moved", run, people, key=f"run:{run.pk}:{version}")


def run_cancelled(run: CourseRun, people: Iterable[Person]) -> None:
    _tell_all("run_cancelled", run, people, key=f"run:{run.pk}", reason=run.cancelled_because)


def message_sent(message: RunMessage, people: Iterable[Person]) -> None:
    """The words themselves: who reads only mail has them too."""
    author = message.author
    by = in_languages(lambda: author.display_name if author is not None else "")
    facts: dict[str, Any] = {"subject": message.subject, "body": message.body, "author": by}
    _tell_all("run_message", message.run, people, key=f"message:{message.pk}", **facts)


def tomorrow(run: CourseRun, sitting: Sitting, people: Iterable[Person]) -> None:
    """The day before a sitting; one that is moved is told of anew."""
    key = f"sitting:{sitting.pk}:{int(sitting.starts_at.timestamp())}"
    facts = {"starts_at": sitting.starts_at.isoformat(), "place": sitting.place or run.place}
    _tell_all("run_tomorrow", run, people, key=key, **facts)


def ask_for_feedback(run: CourseRun, people: Iterable[Person]) -> None:
    _tell_all("feedback_asked", run, people, key=f"run:{run.pk}", address=f"{address_of(run)}feedback/")


def run_closed(run: CourseRun, people: Iterable[Person], *, completed: int, unmarked: int) -> None:
    """To those who led it, since they forgot to close it: what came of it, and whom nobody marked."""
    facts = {"completed": completed, "unmarked": unmarked}
    _tell_all("run_closed", run, people, key=f"run:{run.pk}", address=f"{address_of(run)}desk/", **facts)


def address_of(run: CourseRun) -> str:
    """The page of a run; a reader in English is led to theirs."""
    return f"/ja/courses/runs/{run.key}/"


def _key(enrolment: Enrolment) -> str:
    return f"enrolment:{enrolment.pk}:{enrolment.line}"


def _facts(run: CourseRun) -> dict[str, Any]:
    starts: dt.datetime | None = run.starts_at
    when = starts.isoformat() if starts is not None else ""
    return {"course": in_languages(lambda: run.title), "starts_at": when, "place": run.place}


def _tell(kind: str, run: CourseRun, enrolment: Enrolment, **facts: Any) -> None:
    _tell_all(kind, run, [enrolment.person], key=_key(enrolment), **facts)


def _tell_all(
    kind: str, run: CourseRun, people: Iterable[Person], *, key: str, address: str = "", **facts: Any
) -> None:
    context: Mapping[str, Any] = _facts(run) | facts
    notify(people, kind=f"learning.{kind}", key=key, context=context, address=address or address_of(run))


def _into_calendars(run: CourseRun, people: Sequence[Person]) -> None:
    """A run that was opened has its events; one that came from elsewhere (an import, a test) gets them here."""
    for sitting in run.sittings.all():
        try:
            invite(event_key(sitting.pk), people)
        except KeyError:
            put_sittings(run, [sitting])
            invite(event_key(sitting.pk), people)
