"""Course runs: made, changed, opened, and taken again. What ends one stands in `cancelling` and `closing`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.api import ForbiddenError, NotNowError, Person, Seats, change_status, invite, record, uninvite
from learning.domain import line, run_calendar, run_flow, telling
from learning.domain.clock import clock_of
from learning.domain.enrolment_flow import PENDING
from learning.domain.queries.runs_led import courses_to_run
from learning.domain.run_checks import PLAIN, RunFacts, SittingFacts, check_facts
from learning.enums import EnrolmentStatus, RunState
from learning.models import Attendance, Course, CourseRun, RunMaterial, Sitting
from learning.rules import manages_run

YEAR = dt.timedelta(weeks=52)
WEEK = dt.timedelta(weeks=1)
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
    Sitting.objects.bulk_create(Sitting(run=run, **_columns(each)) for each in facts.sittings)
    _write_materials(run, facts.materials)
    _note_bounds(run)
    record("run.made", actor=actor, on=run, detail={"again": repeats is not None})
    return run


@transaction.atomic
def change_run(run: CourseRun, *, facts: RunFacts, actor: Person) -> CourseRun:
    """Change a run all at once; of one that is open, calendars are mended and whoever comes or waits is told.

    Raises ValidationError by field, ForbiddenError and NotNowError; then nothing is changed.
    """
    locked = _locked(run, actor=actor)
    check_facts(facts, was=locked)
    before, lecturers = _state(locked), list(locked.lecturers.all())
    for name in PLAIN:
        setattr(locked, name, getattr(facts, name))
    locked.full_clean(exclude=["seats"], validate_unique=False)
    locked.save(update_fields=PLAIN)
    gone = _write_sittings(locked, facts.sittings)
    locked.lecturers.set(facts.lecturers)
    _write_materials(locked, facts.materials)
    _note_bounds(locked)
    line.set_seats(locked, facts.seats, actor=actor)
    after = _state(locked)
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


@transaction.atomic
def take_again(run: CourseRun, *, actor: Person, key: UUID | None = None) -> CourseRun:
    """A draft like this run, in its weeks a year later (or as soon after as lies ahead), for its dates to be corrected.

    Weekdays and clock times stay; who has left leads no more.
    """
    sittings = list(run.sittings.all())
    shift = _shift([each.starts_at for each in sittings])
    return make_run(run.course, facts=_again(run, sittings, shift), actor=actor, repeats=run, key=key)


def _made_before(key: UUID, *, actor: Person) -> CourseRun | None:
    """By the same button, pressed twice; whoever presses is the lock."""
    Person.objects.get_queryset().select_for_update().get(pk=actor.pk)
    return CourseRun.objects.filter(key=key).first()


def _is_the_same(made: CourseRun, course: Course, actor: Person) -> bool:
    """Who goes back to the form later, types other days and sends it, wants another run."""
    is_own = (made.organiser_id, made.course_id) == (actor.pk, course.pk)
    return is_own and made.created_at > timezone.now() - AT_ONCE


def _again(run: CourseRun, sittings: Sequence[Sitting], shift: dt.timedelta) -> RunFacts:
    def later(moment: dt.datetime | None) -> dt.datetime | None:
        return None if moment is None else _later(moment, shift, run)

    moved = tuple(_moved(each, shift, run) for each in sittings)
    ends = max((each.ends_at for each in moved), default=timezone.now())
    facts = RunFacts(
        **{name: getattr(run, name) for name in PLAIN},
        sittings=moved,
        seats=run.seats.capacity,
        materials=tuple(each.material_key for each in run.materials.all()),
        lecturers=tuple(
            each for each in run.lecturers.all() if each.is_active and not each.has_left(timezone.localdate(ends))
        ),
    )
    return replace(
        facts,
        enrol_from=later(run.enrol_from),
        enrol_until=later(run.enrol_until),
        withdraw_until=later(run.withdraw_until),
    )


def _moved(sitting: Sitting, shift: dt.timedelta, run: CourseRun) -> SittingFacts:
    """By the clock; where its beginning falls into an hour that is skipped, its end may not stay before it."""
    starts, ends = _later(sitting.starts_at, shift, run), _later(sitting.ends_at, shift, run)
    if ends <= starts:
        ends = starts + (sitting.ends_at - sitting.starts_at)
    return SittingFacts(starts, ends, sitting.place, sitting.link)


def _shift(starts: Sequence[dt.datetime]) -> dt.timedelta:
    """Whole weeks: weekdays stay. A year, and more where that would still lie in the past."""
    shift, first = YEAR, min(starts, default=timezone.now())
    while first + shift <= timezone.now() + dt.timedelta(days=1):
        shift += WEEK
    return shift


def _later(moment: dt.datetime, shift: dt.timedelta, run: CourseRun) -> dt.datetime:
    """The same time by the clock of the run's zone; one that clocks skip there becomes what they show an hour on."""
    return (clock_of(moment, run.zone_info) + shift).replace(tzinfo=run.zone_info).astimezone(dt.UTC)


def _locked(run: CourseRun, *, actor: Person) -> CourseRun:
    """Of two who change it at once, the second sees what the first did. The seats first, as everywhere (`line`)."""
    line.lock_run(run)
    locked = CourseRun.objects.select_for_update(of=("self",)).select_related("course__department").get(pk=run.pk)
    if not manages_run(actor, locked):
        raise ForbiddenError(_("You may not do this."))
    if locked.status not in CHANGEABLE:
        raise NotNowError(_("This run is “%(status)s” and stays as it is.") % {"status": locked.get_status_display()})
    return locked


def _columns(wish: SittingFacts) -> dict[str, Any]:
    return {"starts_at": wish.starts_at, "ends_at": wish.ends_at, "place": wish.place, "link": wish.link}


def _write_sittings(run: CourseRun, wished: Iterable[SittingFacts]) -> list[int]:
    """A sitting that is moved keeps its row, so calendars move it; returns those that are gone."""
    known = {each.pk: each for each in run.sittings.all()}
    kept = {each.pk: each for each in wished if each.pk and each.pk in known}
    gone = [pk for pk in known if pk not in kept]
    if Attendance.objects.filter(sitting__in=gone).exists():
        raise ValidationError({"sittings": _("A sitting in which attendance is marked cannot be taken out.")})
    if run.status == RunState.OPEN and not wished:
        raise ValidationError({"sittings": _("An open run keeps at least one sitting.")})
    Sitting.objects.filter(pk__in=gone).delete()
    moving = [pk for pk, wish in kept.items() if known[pk].starts_at != wish.starts_at]
    _make_way(moving)
    for pk, wish in kept.items():
        Sitting.objects.filter(pk=pk).update(**_columns(wish))
    Sitting.objects.bulk_create(Sitting(run=run, **_columns(each)) for each in wished if each.pk not in known)
    return gone


def _write_materials(run: CourseRun, keys: Sequence[UUID]) -> None:
    """In the order given."""
    run.materials.exclude(material_key__in=keys).delete()
    for order, key in enumerate(dict.fromkeys(keys)):
        RunMaterial.objects.update_or_create(run=run, material_key=key, defaults={"order": order})


def _make_way(moving: Iterable[int]) -> None:
    """Two sittings may change places: none begins when another does, not even in between."""
    for step, pk in enumerate(moving):
        aside = dt.datetime(1900, 1, 1, tzinfo=dt.UTC) + dt.timedelta(days=step)
        Sitting.objects.filter(pk=pk).update(starts_at=aside)


def _note_bounds(run: CourseRun) -> None:
    sittings = list(run.sittings.all())
    run.starts_at = min((each.starts_at for each in sittings), default=None)
    run.ends_at = max((each.ends_at for each in sittings), default=None)
    run.save(update_fields=["starts_at", "ends_at"])


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


def _state(run: CourseRun) -> dict[str, Any]:
    """What a change is told by."""
    sittings = [(each.starts_at, each.ends_at, each.place, each.link) for each in run.sittings.all()]
    lecturers = sorted(run.lecturers.values_list("pk", flat=True))
    seats = Seats.objects.values_list("capacity", flat=True).get(pk=run.seats_id)
    return {
        **{name: getattr(run, name) for name in PLAIN},
        "sittings": sittings,
        "lecturers": lecturers,
        "seats": seats,
    }
