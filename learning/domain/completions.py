"""That somebody completed a course: written for those who came, recorded by HR for what lies elsewhere, taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.api import Event, ForbiddenError, Person, Role, emit, record
from core.rules import has_role, is_administrator
from learning.enums import CompletionSource
from learning.models import Completion, Course, CourseRun, Enrolment, MaterialPage


@dataclass(frozen=True)
class CompletionsChanged(Event):
    """What these people have completed is more, or less, than before."""

    person_ids: tuple[int, ...]


def records_completions(person: Person) -> bool:
    """Who says by hand that somebody completed something: HR."""
    return has_role(person, Role.HR) or is_administrator(person)


@transaction.atomic
def complete_run(run: CourseRun, enrolments: Iterable[Enrolment], *, actor: Person | None) -> None:
    """Write that these completed the course, on the day of its last sitting in the zone of the run.

    Who completed the same course on the same day otherwise keeps that one row.
    """
    rows = list(enrolments)
    course, day = run.course, last_day(run)
    Completion.objects.bulk_create(
        [
            Completion(
                person_id=each.person_id, course=course, enrolment=each, source=CompletionSource.RUN,
                title=_in_japanese_first(course), minutes=course.minutes, completed_on=day, recorded_by=actor,
            )
            for each in rows
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    _tell(each.person_id for each in rows)


@transaction.atomic
def take_completion_back(enrolment: Enrolment) -> None:
    """What follows from a run goes with its result; what HR recorded by hand stays."""
    if Completion.objects.filter(enrolment=enrolment, source=CompletionSource.RUN).delete()[0]:
        _tell([enrolment.person_id])


@transaction.atomic
def record_completion(
    person: Person, course: Course, *, on: dt.date, actor: Person, note: str = "", minutes: int | None = None
) -> Completion:
    """HR writes down what was completed elsewhere. Raises ForbiddenError, and ValidationError by field ("on")."""
    if not records_completions(actor):
        raise ForbiddenError(_("You may not do this."))
    if problem := _wrong_day(person, on):
        raise ValidationError({"on": problem})
    facts: Mapping[str, object] = {
        "source": CompletionSource.RECORDED, "title": _in_japanese_first(course), "recorded_by": actor,
        "minutes": course.minutes if minutes is None else minutes, "note": note.strip()[:500],
    }  # fmt: skip
    made, is_new = Completion.objects.get_or_create(person=person, course=course, completed_on=on, defaults=facts)
    if not is_new:
        raise ValidationError({"on": _("This completion is recorded already.")}, code="already")
    record("completion.recorded", actor=actor, subject=person, on=made, detail={"course": course.pk, "on": str(on)})
    _tell([person.pk])
    return made


@transaction.atomic
def remove_completion(completion: Completion, *, actor: Person) -> None:
    """Take back what was recorded by hand by mistake; one from a run is corrected there."""
    if not records_completions(actor):
        raise ForbiddenError(_("You may not do this."))
    if completion.source != CompletionSource.RECORDED:
        raise ValidationError(_("This follows from a course run or a material. Correct it there."))
    detail = {"course": completion.course_id, "on": str(completion.completed_on), "note": completion.note}
    record("completion.removed", actor=actor, subject=completion.person, on=completion, detail=detail)
    completion.delete()
    _tell([completion.person_id])


def last_day(run: CourseRun) -> dt.date:
    return timezone.localdate(run.ends_at, run.zone_info) if run.ends_at else timezone.localdate()


def _wrong_day(person: Person, on: dt.date) -> str:
    if on > timezone.localdate():
        return _("This day lies ahead.")
    return _("This day lies before the person joined.") if on < person.joined_on else ""


def _in_japanese_first(course: Course) -> str:
    """As it was called then; the page of the course gives it in the reader's language, while there is one."""
    return (course.title_ja or course.title_en)[:255]


def _tell(people: Iterable[int]) -> None:
    numbers = tuple(sorted(set(people)))
    if numbers:
        emit(CompletionsChanged(numbers))


@transaction.atomic
def complete_material(person: Person, head: MaterialPage, *, day: dt.date) -> bool:
    """Write that somebody did every step of a material (its first page and its chapters); False where it is written.

    It stays when steps are added later. What is marked by mistake and taken back the same day counts for nothing
    (`take_material_back`).
    """
    facts = {"title": head.title[:255], "minutes": head.minutes or 0, "completed_on": day}
    _, is_new = Completion.objects.get_or_create(
        person=person, material_key=head.translation_key, defaults={**facts, "source": CompletionSource.MATERIAL}
    )
    if is_new:
        _tell([person.pk])
    return is_new


@transaction.atomic
def take_material_back(person: Person, head: MaterialPage, *, day: dt.date) -> None:
    """A step was unmarked on the day on which the last one was marked."""
    own = Completion.objects.filter(person=person, material_key=head.translation_key, completed_on=day)
    if own.filter(source=CompletionSource.MATERIAL).delete()[0]:
        _tell([person.pk])
