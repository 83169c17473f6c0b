"""Course runs: made, changed and opened. What ends one stands in `cancelling` and `closing`, how one is taken again
a year later in `taking_again`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.api import ForbiddenError, NotNowError, Person, Seats, change_status, invite, record, uninvite
from learning.domain import line, run_calendar, run_flow, telling
from learning.domain.enrolment_flow import PENDING
from learning.domain.queries.runs_led import courses_to_run
from learning.domain.run_checks import PLAIN, RunFacts, check_facts
from learning.domain.run_parts import columns_of, note_bounds, state_of, write_materials, write_sittings
from learning.enums import EnrolmentStatus, RunState
from learning.models import Course, CourseRun, Sitting
from learning.rules import manages_run

AT_ONCE = dt.timedelta(seconds=30)
# A change of these is one that people arrange their days by.
WORTH_TELLING = frozenset({"sittings", "zone", "place", "link"})
CHANGEABLE = run_flow.WORKFLOW.named("cancel").sources


@transaction.atomic
def make_run(
    course: Course, *, facts: RunFacts, actor: Person, repeats: CourseRun | None = None, key: UUID | None = None
) -> CourseRun:
    """A draft that nobody sees but those who run it; `actor` organises it. Raises ValidationError by field.

    `key` is the run's own; said twice at once (a double click), it is one run.
    """
    made = _made_before(key, actor=actor) if key is not None else None
    if made is not None and _is_the_same(made, course, actor):
        return made
    if not courses_to_run(actor).filter(pk=course.pk).exists():
        raise ForbiddenError(_("You may not make runs of this course."))
    check_facts(facts)
    run = CourseRun(
        course=course, organiser=actor, repeats=repeats, key=key if key and not made else uuid4(),
        seats=Seats.objects.create(capacity=facts.seats),
        **{name: getattr(facts, name) for name in PLAIN},
    )  # fmt: skip
    run.full_clean(exclude=["seats"], validate_unique=False)
    run.save()
    run.lecturers.set(facts.lecturers)
    Sitting.objects.bulk_create(Sitting(run=run, **columns_of(each)) for each in facts.sittings)
    write_materials(run, facts.materials)
    note_bounds(run)
    record("run.made", actor=actor, on=run, detail={"again": repeats is not None})
    return run


@transaction.atomic
def change_run(run: CourseRun, *, facts: RunFacts, actor: Person) -> CourseRun:
    """Change a run all at once; of one that is open, calendars are mended and whoever comes or waits is told.

    Raises ValidationError by field, ForbiddenError and NotNowError; then nothing is changed.
    """
    locked = _locked(run, actor=actor)
    check_facts(facts, was=locked)
    before, lecturers = state_of(locked), list(locked.lecturers.all())
    for name in PLAIN:
        setattr(locked, name, getattr(facts, name))
    locked.full_clean(exclude=["seats"], validate_unique=False)
    locked.save(update_fields=PLAIN)
    gone = write_sittings(locked, facts.sittings)
    locked.lecturers.set(facts.lecturers)
    write_materials(locked, facts.materials)
    note_bounds(locked)
    line.set_seats(locked, facts.seats, actor=actor)
    after = state_of(locked)
    changed = sorted(name for name in after if after[name] != before[name])
    if changed:
        record("run.changed", actor=actor, on=locked, detail={"fields": changed})
    if locked.status == RunState.OPEN:
        _mend_calendars(locked, gone=gone, lecturers=lecturers)
        line.move_up(locked)
        if WORTH_TELLING & set(changed):
            _tell_of_move(locked)
    run.refresh_from_db()
    return run


@transaction.atomic
def open_run(run: CourseRun, *, actor: Person) -> CourseRun:
    """Let people enrol; the sittings stand in its lecturers' calendars from now on."""
    change_status(run, "open", actor=actor)
    run_calendar.put_sittings(run, run.sittings.all())
    run_calendar.invite_to(run, run.lecturers.all())
    return run


def _made_before(key: UUID, *, actor: Person) -> CourseRun | None:
    """By the same button, pressed twice; whoever presses is the lock."""
    Person.objects.get_queryset().select_for_update().get(pk=actor.pk)
    return CourseRun.objects.filter(key=key).first()


def _is_the_same(made: CourseRun, course: Course, actor: Person) -> bool:
    """Who goes back to the form later, types other days and sends it, wants another run."""
    is_own = (made.organiser_id, made.course_id) == (actor.pk, course.pk)
    return is_own and made.created_at > timezone.now() - AT_ONCE


def _locked(run: CourseRun, *, actor: Person) -> CourseRun:
    """Of two who change it at once, the second sees what the first did. The seats first, as everywhere (`line`)."""
    line.lock_run(run)
    locked = CourseRun.objects.select_for_update(of=("self",)).select_related("course__department").get(pk=run.pk)
    if not manages_run(actor, locked):
        raise ForbiddenError(_("You may not do this."))
    if locked.status not in CHANGEABLE:
        raise NotNowError(_("This run is “%(status)s” and stays as it is.") % {"status": locked.get_status_display()})
    return locked


def _tell_of_move(run: CourseRun) -> None:
    """Whoever comes, waits or asks."""
    people = Person.objects.employed().filter(
        pk__in=run.enrolments.filter(status__in=PENDING).values("person_id")
    )  # fmt: skip
    telling.run_moved(run, people, version=timezone.now().isoformat())


def _mend_calendars(run: CourseRun, *, gone: Sequence[int], lecturers: Sequence[Person]) -> None:
    sittings = list(run.sittings.all())
    coming = [each.person for each in run.enrolments.filter(status=EnrolmentStatus.ENROLLED).select_related("person")]
    now = list(run.lecturers.all())
    run_calendar.cancel_sittings(gone)
    run_calendar.put_sittings(run, sittings)
    for sitting in sittings:
        key = run_calendar.event_key(sitting.pk)
        uninvite(key, [each for each in lecturers if each not in now and each not in coming])
        invite(key, [*now, *coming])
