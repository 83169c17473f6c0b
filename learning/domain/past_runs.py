"""Runs that were held before the portal knew, and who is enrolled in coming ones: rows with their dates, nobody told.

For a demo, or for a company that brings its history along. What happens now is written by `running` and `enrolling`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from core.api import Person, Seats
from learning.domain.run_calendar import invite_to
from learning.enums import AttendanceState, CompletionSource, EnrolmentStatus, RunState
from learning.models import Attendance, Completion, Course, CourseRun, Enrolment, Feedback, Sitting

BATCH = 500


@dataclass(frozen=True)
class Opinion:
    """What somebody thought of a run: useful 1 to 5, pace -1 (slow) to 1 (fast)."""

    useful: int
    pace: int = 0
    recommends: bool = True
    good: str = ""
    better: str = ""


@dataclass(frozen=True)
class PastRun:
    """A run that was held. `completed` were at every sitting, `missed` not; sittings are (start, end) in order.

    `excused` are those of `completed` who were not at the last sitting, and had said why; `lapsed` waited in vain.
    """

    course: Course
    sittings: Sequence[tuple[dt.datetime, dt.datetime]]
    seats: int | None
    organiser: Person
    lecturers: Sequence[Person]
    completed: Sequence[Person]
    missed: Sequence[Person] = ()
    withdrew: Sequence[Person] = ()
    excused: Sequence[Person] = ()
    lapsed: Sequence[Person] = ()
    opinions: Mapping[int, Opinion] = field(default_factory=dict)
    names: tuple[str, str] = ("", "")
    place: str = ""
    zone: str = "Asia/Tokyo"


@transaction.atomic
def record_past_runs(runs: Sequence[PastRun]) -> list[CourseRun]:
    """Write held runs with their attendance, completions and feedback; the same few statements for any number."""
    seats = Seats.objects.bulk_create([_seats(each) for each in runs], batch_size=BATCH)
    made = CourseRun.objects.bulk_create(
        [_run(each, pool) for each, pool in zip(runs, seats, strict=True)], batch_size=BATCH
    )
    leads = CourseRun.lecturers.through
    leads.objects.bulk_create(
        [
            leads(courserun_id=run.pk, person_id=each.pk)
            for run, past in zip(made, runs, strict=True)
            for each in past.lecturers
        ],
        batch_size=BATCH,
    )
    sittings = Sitting.objects.bulk_create(
        [
            Sitting(run=run, starts_at=starts, ends_at=ends)
            for run, past in zip(made, runs, strict=True)
            for starts, ends in past.sittings
        ],
        batch_size=BATCH,
    )
    enrolments = Enrolment.objects.bulk_create(
        [row for run, past in zip(made, runs, strict=True) for row in _enrolments(run, past)], batch_size=BATCH
    )
    _write_what_came_of_it(runs, made, sittings, enrolments)
    return made


def _seats(past: PastRun) -> Seats:
    came = len(past.completed) + len(past.missed)
    return Seats(capacity=past.seats, taken=came, last_in_line=came + len(past.withdrew) + len(past.lapsed))


def _run(past: PastRun, seats: Seats) -> CourseRun:
    return CourseRun(
        course=past.course, seats=seats, status=RunState.HELD, organiser=past.organiser, zone=past.zone,
        name_ja=past.names[0], name_en=past.names[1], place=past.place, spoken=past.course.spoken,
        starts_at=past.sittings[0][0], ends_at=past.sittings[-1][1],
        created_at=past.sittings[0][0] - dt.timedelta(days=60),
    )  # fmt: skip


def _enrolments(run: CourseRun, past: PastRun) -> list[Enrolment]:
    status = EnrolmentStatus
    groups = (
        (past.completed, status.COMPLETED),
        (past.missed, status.NOT_COMPLETED),
        (past.withdrew, status.WITHDRAWN),
        (past.lapsed, status.LAPSED),
    )
    asked = past.sittings[0][0] - dt.timedelta(days=30)
    arrivals = ((person, group) for people, group in groups for person in people)
    return [
        Enrolment(
            run=run, person=person, status=group, line=number, asked_at=asked + dt.timedelta(minutes=number),
            seated_at=asked + dt.timedelta(minutes=number) if group != status.LAPSED else None,
            ended_at=past.sittings[-1][1],
        )
        for number, (person, group) in enumerate(arrivals, start=1)
    ]  # fmt: skip


def _write_what_came_of_it(
    runs: Sequence[PastRun], made: Sequence[CourseRun], sittings: Sequence[Sitting], enrolments: Sequence[Enrolment]
) -> None:
    past_of = {run.pk: past for run, past in zip(made, runs, strict=True)}
    sittings_of: dict[int, list[Sitting]] = {run.pk: [] for run in made}
    for sitting in sittings:
        sittings_of[sitting.run_id].append(sitting)
    came = [row for row in enrolments if row.status not in {EnrolmentStatus.WITHDRAWN, EnrolmentStatus.LAPSED}]
    Attendance.objects.bulk_create(
        [row for each in came for row in _attendances(each, sittings_of[each.run_id], past_of[each.run_id])],
        batch_size=BATCH,
    )
    completed = [row for row in came if row.status == EnrolmentStatus.COMPLETED]
    Completion.objects.bulk_create(
        [_completion(row, past_of[row.run_id]) for row in completed], batch_size=BATCH, ignore_conflicts=True
    )
    told = [(row, past_of[row.run_id].opinions.get(row.person_id)) for row in completed]
    Feedback.objects.bulk_create(
        [
            Feedback(enrolment=row, at=row.ended_at + dt.timedelta(days=1), **vars(opinion))
            for row, opinion in told
            if opinion is not None and row.ended_at is not None
        ],
        batch_size=BATCH,
    )


def _attendances(row: Enrolment, sittings: Sequence[Sitting], past: PastRun) -> list[Attendance]:
    """Who did not complete was at all sittings but the last."""
    marks = [AttendanceState.PRESENT] * len(sittings)
    if row.status == EnrolmentStatus.NOT_COMPLETED:
        marks[-1] = AttendanceState.ABSENT
    elif row.person in past.excused:
        marks[-1] = AttendanceState.EXCUSED
    marked_by = past.lecturers[0] if past.lecturers else past.organiser
    return [
        Attendance(enrolment=row, sitting=sitting, state=state, marked_by=marked_by, at=sitting.starts_at)
        for sitting, state in zip(sittings, marks, strict=True)
    ]


def _completion(row: Enrolment, past: PastRun) -> Completion:
    course = past.course
    return Completion(
        person_id=row.person_id, course=course, title=course.title_ja or course.title_en, minutes=course.minutes,
        completed_on=past.sittings[-1][1].date(), source=CompletionSource.RUN, enrolment=row,
        created_at=past.sittings[-1][1],
    )  # fmt: skip


@transaction.atomic
def fill_run(run: CourseRun, people: Sequence[Person], *, asked_at: dt.datetime) -> int:
    """Give the seats of an open run to these people in order, and places in the line to who comes too late.

    It was long ago, so nobody is told now; the sittings stand in the calendars of those who come.
    """
    seats = Seats.objects.select_for_update().get(pk=run.seats_id)
    known = set(run.enrolments.values_list("person_id", flat=True))
    fresh = [person for person in people if person.pk not in known]
    room = len(fresh) if seats.capacity is None else max(0, seats.capacity - seats.taken)
    rows = []
    for number, person in enumerate(fresh):
        at = asked_at + dt.timedelta(minutes=7 * number)
        seated = number < room
        status = EnrolmentStatus.ENROLLED if seated else EnrolmentStatus.WAITING
        line = seats.last_in_line + number + 1
        rows.append(
            Enrolment(run=run, person=person, status=status, line=line, asked_at=at, seated_at=at if seated else None)
        )
    Enrolment.objects.bulk_create(rows, batch_size=BATCH)
    seats.taken += min(room, len(fresh))
    seats.last_in_line += len(fresh)
    seats.save(update_fields=["taken", "last_in_line"])
    invite_to(run, fresh[:room], by_mail=False)
    return len(fresh)
