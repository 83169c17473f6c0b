"""Marks and places of readers. Two tabs at once end in one row: each row is locked, or made under its constraint."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.models.person import Person
from core.outbox import mark
from learning.domain.completions import complete_material, take_material_back
from learning.enums import StepState
from learning.models import MaterialPage, ReadingPlace, StepMark, StuckReport


class UnknownStepError(LookupError):
    """The page has no such step."""


def mark_done(person: Person, *, page: MaterialPage, step_id: str) -> StepMark:
    """The reader got through the step; what they were still asking about it is solved.

    Marking it again keeps the first time.
    """
    title_of(page, step_id)
    now = timezone.now()
    with transaction.atomic():
        mark, created = _locked_mark(person, page, step_id, {"state": StepState.DONE, "done_at": now, "at": now})
        if not created and mark.state != StepState.DONE:
            mark.state, mark.done_at, mark.at = StepState.DONE, now, now
            mark.save(update_fields=["state", "done_at", "at"])
        own = StuckReport.objects.filter(person=person, translation_key=page.translation_key, step_id=step_id)
        own.filter(solved_at__isnull=True).update(solved_at=now)
        remember_place(person, page=page, step_id=step_id)
        if has_done_all(person, page.head()):
            complete_material(person, page.head(), day=_today_of(person))
    return mark


def mark_stuck(person: Person, *, page: MaterialPage, step_id: str) -> StepMark:
    """The reader cannot go on at the step; the first time counts in "so many stopped here"."""
    title_of(page, step_id)
    now = timezone.now()
    fresh = {"state": StepState.STUCK, "first_stuck_at": now, "at": now}
    with transaction.atomic():
        mark, created = _locked_mark(person, page, step_id, fresh)
        if not created and mark.state != StepState.STUCK:
            mark.state, mark.done_at, mark.at = StepState.STUCK, None, now
            mark.first_stuck_at = mark.first_stuck_at or now
            mark.save(update_fields=["state", "done_at", "first_stuck_at", "at"])
        remember_place(person, page=page, step_id=step_id)
    return mark


def unmark(person: Person, *, page: MaterialPage, step_id: str) -> StepMark | None:
    """Take the last mark back: done after being stuck becomes stuck again, anything else becomes no mark."""
    title_of(page, step_id)
    with transaction.atomic():
        marks = StepMark.objects.select_for_update()
        mark = marks.filter(person=person, translation_key=page.translation_key, step_id=step_id).first()
        if mark is None:
            return None
        if mark.state == StepState.DONE and mark.first_stuck_at is not None:
            mark.state, mark.done_at, mark.at = StepState.STUCK, None, timezone.now()
            mark.save(update_fields=["state", "done_at", "at"])
        else:
            mark.delete()
        take_material_back(person, page.head(), day=_today_of(person))
    return mark if mark.pk else None


def remember_place(person: Person, *, page: MaterialPage, step_id: str = "") -> ReadingPlace:
    """Where the reader stopped; the chapters of a material share one place."""
    if step_id:
        title_of(page, step_id)
    place = {"translation_key": page.translation_key, "step_id": step_id, "at": timezone.now()}
    head_key = page.head().translation_key
    with transaction.atomic():
        found, is_new = ReadingPlace.objects.update_or_create(person=person, head_key=head_key, defaults=place)
        if is_new:  # search counts readers
            mark("search", [f"material:{head_key}"])
    return found


def has_done_all(person: Person, head: MaterialPage) -> bool:
    """Whether somebody marked every step of a material's first page and its live chapters."""
    chapters = MaterialPage.objects.child_of(head).live() if head.numchild else MaterialPage.objects.none()
    steps = {
        (page.translation_key, str(step["id"])) for page in (head, *chapters.defer("markdown")) for step in page.steps
    }
    done = StepMark.objects.filter(person=person, state=StepState.DONE, translation_key__in={key for key, _ in steps})
    return bool(steps) and steps <= set(done.values_list("translation_key", "step_id"))


def _today_of(person: Person) -> dt.date:
    return timezone.localdate(timezone=person.zone)


def title_of(page: MaterialPage, step_id: str) -> str:
    """The title of a step; raises UnknownStepError for one that the page does not have."""
    for step in page.steps:
        if step["id"] == step_id:
            return str(step["title"])
    raise UnknownStepError(step_id)


def _locked_mark(person: Person, page: MaterialPage, step_id: str, defaults: dict[str, Any]) -> tuple[StepMark, bool]:
    """The reader's row for the step, locked. Of two that insert at once the constraint stops one, which then reads."""
    return StepMark.objects.select_for_update().get_or_create(
        person=person, translation_key=page.translation_key, step_id=step_id, defaults=defaults
    )
