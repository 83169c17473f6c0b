"""What becomes of progress when a published page's steps change.

Retitled, edited and reordered steps keep their id, so their marks stay as they are. A removed step's marks are kept
and no longer counted. Splits and merges are carried here, each once: the other language's page, which follows later,
must not undo what readers did in between.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from learning.enums import StepChangeKind, StepState
from learning.models import MaterialPage, ReadingPlace, StepChange, StepMark, StuckReport

Steps = Sequence[Mapping[str, Any]]


def carry_progress(page: MaterialPage, *, previous_steps: Steps, new_steps: Steps) -> list[StepChange]:
    """Bring readers' marks from one step list of a live page to the next; returns what was newly carried."""
    before = {step["id"] for step in previous_steps}
    after = {step["id"] for step in new_steps}
    carried: list[StepChange] = []
    with transaction.atomic():
        for step in new_steps:
            origin = _origin(step, new_steps, before)
            if origin and step["id"] not in before:
                carried += _carry_split(page.translation_key, kept=origin, new=step["id"])
            gone = [other for other in step.get("absorbed") or [] if other in before and other not in after]
            if gone and step["id"] in before:
                carried += _carry_merge(page.translation_key, kept=step["id"], gone=gone)
    return carried


def _origin(step: Mapping[str, Any], steps: Steps, before: set[str]) -> str | None:
    """The published step that a part comes from: between two publications a draft may split a part again."""
    by_id = {other["id"]: other for other in steps}
    origin, hops = step.get("split_from"), 0
    while origin and origin not in before and hops < len(by_id):
        origin, hops = by_id.get(origin, {}).get("split_from"), hops + 1
    return origin if origin in before else None


def _carry_split(key: uuid.UUID, *, kept: str, new: str) -> list[StepChange]:
    """Those done with the old step are done with both parts."""
    change, created = _noted(key, StepChangeKind.SPLIT, kept, new)
    if not created:
        return []
    done = StepMark.objects.filter(translation_key=key, step_id=kept, state=StepState.DONE)
    rows = [
        StepMark(
            person_id=mark.person_id,
            gone_reader=mark.gone_reader,
            translation_key=key,
            step_id=new,
            state=StepState.DONE,
            done_at=mark.done_at,
            at=mark.at,
        )
        for mark in done.iterator(chunk_size=2000)
    ]
    StepMark.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    return [change]


def _carry_merge(key: uuid.UUID, *, kept: str, gone: list[str]) -> list[StepChange]:
    """Done with the whole are only those who were done with all its parts; questions follow to the kept step."""
    fresh = [
        change for change, created in (_noted(key, StepChangeKind.MERGE, kept, other) for other in gone) if created
    ]
    for change in fresh:
        _fold_marks(key, kept=kept, gone=change.other_id)
        StuckReport.objects.filter(translation_key=key, step_id=change.other_id).update(step_id=kept)
        ReadingPlace.objects.filter(translation_key=key, step_id=change.other_id).update(step_id=kept)
    return fresh


def _fold_marks(key: uuid.UUID, *, kept: str, gone: str) -> None:
    """Fold the marks of the step that is gone into those of the kept one; the former stay, uncounted."""
    marks = StepMark.objects.select_for_update().filter(translation_key=key)
    of_gone = {mark.reader: mark for mark in marks.filter(step_id=gone)}
    of_kept = {mark.reader: mark for mark in marks.filter(step_id=kept)}
    for reader, mark in of_kept.items():
        _fold_into(mark, of_gone.get(reader))
    only_gone = [mark for reader, mark in of_gone.items() if reader not in of_kept and mark.first_stuck_at]
    StepMark.objects.bulk_create(
        [
            StepMark(
                person_id=mark.person_id,
                gone_reader=mark.gone_reader,
                translation_key=key,
                step_id=kept,
                state=StepState.STUCK,
                first_stuck_at=mark.first_stuck_at,
                at=mark.at,
            )
            for mark in only_gone
            if mark.state == StepState.STUCK
        ],
        batch_size=500,
    )


def _fold_into(mark: StepMark, other: StepMark | None) -> None:
    stuck_times = [at for at in (mark.first_stuck_at, other and other.first_stuck_at) if at]
    first_stuck = min(stuck_times) if stuck_times else None
    both_done = mark.state == StepState.DONE and other is not None and other.state == StepState.DONE
    still_stuck = StepState.STUCK in (mark.state, other and other.state)
    if both_done or still_stuck:
        mark.state = StepState.DONE if both_done else StepState.STUCK
        mark.first_stuck_at = first_stuck
        if not both_done:
            mark.done_at = None
        mark.save(update_fields=["state", "first_stuck_at", "done_at"])
    else:
        mark.delete()


def _noted(key: uuid.UUID, kind: StepChangeKind, kept: str, other: str) -> tuple[StepChange, bool]:
    """Note a change, unless it was; one that undoes an earlier one frees that to happen again."""
    undone = StepChangeKind.MERGE if kind == StepChangeKind.SPLIT else StepChangeKind.SPLIT
    found, created = StepChange.objects.get_or_create(translation_key=key, kind=kind, kept_id=kept, other_id=other)
    if created:
        StepChange.objects.filter(translation_key=key, kind=undone, kept_id=kept, other_id=other).delete()
    return found, created
