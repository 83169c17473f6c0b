"""Reading that happened before the portal knew: marks, questions and answers with their dates, and nobody is told.

For a demo, or for a company that brings its history along. What happens now is written by `progress`, `stuck` and
`answers`, which ask and tell people.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from core.api import Person
from core.outbox import mark
from learning.domain.asking import writers_of
from learning.domain.progress import title_of
from learning.domain.stuck_notices import recall_question
from learning.enums import AskedBecause, CompletionSource, StepState
from learning.models import Asked, Completion, Helped, MaterialPage, ReadingPlace, StepMark, StuckAnswer, StuckReport


@dataclass(frozen=True)
class PastAnswer:
    """An answer, and whom it helped."""

    author: Person
    body: str
    helped: Sequence[Person] = ()


@dataclass(frozen=True)
class PastQuestion:
    """What a reader saw at a step, when, and what answered it; the first answer solved it."""

    person: Person
    step_id: str
    language: str
    seen: str
    tried: str
    at: dt.datetime
    answers: Sequence[PastAnswer] = field(default_factory=list)


@dataclass(frozen=True)
class PastReading:
    """How far a reader came: steps done, in order; steps they stopped at (those also done, they got through)."""

    person: Person
    done: Sequence[str]
    stopped: Sequence[str]
    at: dt.datetime


@transaction.atomic
def record_past_reading(page: MaterialPage, *, head: MaterialPage, readings: Sequence[PastReading]) -> None:
    """Write the marks and places of readers who have none on this page yet."""
    known = set(StepMark.objects.filter(translation_key=page.translation_key).values_list("person_id", "step_id"))
    marks = [
        mark for reading in readings for mark in _marks(page, reading) if (mark.person_id, mark.step_id) not in known
    ]
    StepMark.objects.bulk_create(marks, batch_size=500)
    places = [
        ReadingPlace(
            person=reading.person, head_key=head.translation_key, translation_key=page.translation_key,
            step_id=(list(reading.stopped) + list(reading.done) + [""])[0] if reading.stopped else _next(page, reading),
            at=reading.at,
        )
        for reading in readings
    ]  # fmt: skip
    ReadingPlace.objects.bulk_create(places, batch_size=500, ignore_conflicts=True)
    _complete(head)
    mark("search", [f"material:{head.translation_key}"])


def _complete(head: MaterialPage) -> None:
    """Who did every step of the material, its chapters included, completed it on the day of the last one."""
    pages = [head, *MaterialPage.objects.child_of(head).live()]
    steps = {(page.translation_key, str(step["id"])) for page in pages for step in page.steps}
    done: dict[int, dict[tuple[uuid.UUID, str], dt.datetime]] = defaultdict(dict)
    marks = StepMark.objects.filter(translation_key__in={key for key, _ in steps}, state=StepState.DONE)
    for person, key, step, at in marks.filter(person__isnull=False).values_list(
        "person_id", "translation_key", "step_id", "done_at"
    ):
        if person and at and (key, step) in steps:
            done[person][key, step] = at
    Completion.objects.bulk_create(
        [
            Completion(
                person_id=person, material_key=head.translation_key, title=head.title[:255],
                minutes=head.minutes or 0, completed_on=max(own.values()).date(), source=CompletionSource.MATERIAL,
            )
            for person, own in done.items()
            if len(own) == len(steps)
        ],
        ignore_conflicts=True,
    )  # fmt: skip


def _next(page: MaterialPage, reading: PastReading) -> str:
    """The first step not done, else the last."""
    ids = [str(step["id"]) for step in page.steps]
    return next((step for step in ids if step not in reading.done), ids[-1] if ids else "")


def _marks(page: MaterialPage, reading: PastReading) -> list[StepMark]:
    key, at, done = page.translation_key, reading.at, set(reading.done)
    marks = [
        StepMark(
            person=reading.person, translation_key=key, step_id=step, state=StepState.DONE, done_at=at, at=at,
            first_stuck_at=at if step in reading.stopped else None,
        )
        for step in reading.done
    ]  # fmt: skip
    marks += [
        StepMark(
            person=reading.person, translation_key=key, step_id=step, state=StepState.STUCK, first_stuck_at=at, at=at
        )
        for step in reading.stopped
        if step not in done
    ]
    return marks


@transaction.atomic
def record_past_question(page: MaterialPage, question: PastQuestion) -> StuckReport:
    """Write a question with its answers and whom they helped; asked before with the same words, it is left alone."""
    report, made = StuckReport.objects.get_or_create(
        person=question.person,
        translation_key=page.translation_key,
        step_id=question.step_id,
        seen=question.seen,
        defaults={
            "step_title": title_of(page, question.step_id)[:300],
            "language": question.language,
            "tried": question.tried,
            "created_at": question.at,
        },
    )
    if made:
        for past in question.answers:
            _answer(report, past, at=question.at + dt.timedelta(hours=3))
        writers = [person for person in writers_of(page) if person.pk != report.person_id]
        if not question.answers:
            _show_to_writers(report, writers)
        recall_question(report, page=page, writers=writers)
    return report


def _show_to_writers(report: StuckReport, writers: Sequence[Person]) -> None:
    """What still waits stands on the list of those who wrote the page; no mail goes out about the past."""
    Asked.objects.bulk_create(
        Asked(report=report, person=person, because=AskedBecause.AUTHOR, at=report.created_at) for person in writers
    )


def _answer(report: StuckReport, past: PastAnswer, *, at: dt.datetime) -> None:
    given = StuckAnswer.objects.create(report=report, author=past.author, body=past.body, created_at=at)
    Helped.objects.bulk_create([Helped(answer=given, person=person, at=at) for person in past.helped])
    if report.solved_at is None:
        report.solved_at, report.solved_by = at, given
        report.save(update_fields=["solved_at", "solved_by"])
