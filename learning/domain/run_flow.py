"""The statuses of a course run and the ways between them; each has its verb in `running`."""

from __future__ import annotations

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.api import Person, Transition, Workflow, by_the_portal, register_workflow
from learning.enums import RunState
from learning.models import CourseRun
from learning.rules import manages_run


def may_run(person: Person | None, run: CourseRun) -> bool:
    """Whoever manages it; the portal itself closes what was forgotten."""
    return by_the_portal(person, run) if person is None else manages_run(person, run)


def has_sittings(person: Person | None, run: CourseRun) -> str | Promise | None:
    return None if run.sittings.all() else _("Add at least one sitting before people can enrol.")


def lies_ahead(person: Person | None, run: CourseRun) -> str | Promise | None:
    """One that has begun is opened no more: nobody could enrol."""
    over = run.starts_at is not None and run.starts_at <= timezone.now()
    return _("The first sitting lies in the past. Move it before you open the run.") if over else None


def has_course(person: Person | None, run: CourseRun) -> str | Promise | None:
    return None if run.course.is_live else _("The page of the course is not published.")


def is_held(person: Person | None, run: CourseRun) -> str | Promise | None:
    """From the beginning of the last sitting on."""
    last = max((each.starts_at for each in run.sittings.all()), default=None)
    if last is not None and last <= timezone.now():
        return None
    return _("The last sitting has not begun. Cancel the run if it does not take place.")


WORKFLOW = register_workflow(
    Workflow(
        "run",
        CourseRun,
        RunState,
        transitions=(
            Transition(
                "open", _("Open for enrolment"), {RunState.DRAFT}, RunState.OPEN,
                permission=may_run, guards=(has_sittings, lies_ahead, has_course),
            ),
            Transition(
                "close", _("Close the run"), {RunState.OPEN}, RunState.HELD, permission=may_run, guards=(is_held,)
            ),
            Transition(
                "cancel", _("Cancel the run"), {RunState.DRAFT, RunState.OPEN}, RunState.CANCELLED, permission=may_run
            ),
        ),
    )
)  # fmt: skip
