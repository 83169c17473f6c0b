"""What stands folded under a step for whoever comes next: how many stopped, and what helped. Without names.

It is the same for everyone who sees the page, so it is kept until a row that it is read from changes.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q

from core.kept.noting import only_rows, remembered
from core.kept.stamps import name_of
from learning.enums import StepState
from learning.models import StepMark, StuckAnswer, StuckReport


@dataclass(frozen=True)
class Answer:
    """One answer as anyone sees it. `body` is Markdown."""

    pk: int
    report_pk: int
    seen: str
    body: str
    helped: int
    solved: bool
    language: str
    pictures: int


@dataclass(frozen=True)
class Fold:
    """What is known of one step: how many stopped here and got through, answers, open questions."""

    stopped: int = 0
    through: int = 0
    open: int = 0
    answers: tuple[Answer, ...] = field(default=())


def folds_of(key: uuid.UUID) -> dict[str, Fold]:
    """The folds of a page by step id; steps where nothing happened are left out."""
    return remembered(f"learning.folds.2:{key}", lambda: _read(key))


def counts_by_step(key: uuid.UUID) -> dict[str, tuple[int, int]]:
    """Of each step how many stopped there, and how many of them got through."""
    stuck = StepMark.objects.filter(translation_key=key, first_stuck_at__isnull=False)
    rows = stuck.values("step_id").annotate(stopped=Count("pk"), through=Count("pk", filter=Q(state=StepState.DONE)))
    return {row["step_id"]: (row["stopped"], row["through"]) for row in rows}


def shown_reports(key: uuid.UUID) -> Any:
    """Questions about a page that nobody hid."""
    return StuckReport.objects.filter(translation_key=key, hidden_at__isnull=True)


def _read(key: uuid.UUID) -> dict[str, Fold]:
    # A mark counts where someone stopped: those of everyone who just goes on are many, and change nothing here.
    with only_rows(name_of(StepMark, translation_key=key)):
        counts = counts_by_step(key)
    answers = _answers(key)
    waiting = shown_reports(key).filter(solved_at__isnull=True).values("step_id").annotate(count=Count("pk"))
    unsolved = {row["step_id"]: row["count"] for row in waiting}
    return {
        step_id: Fold(
            *counts.get(step_id, (0, 0)), open=unsolved.get(step_id, 0), answers=tuple(answers.get(step_id, ()))
        )
        for step_id in {*counts, *answers, *unsolved}
    }


def _answers(key: uuid.UUID) -> dict[str, list[Answer]]:
    """Answers by step: what helped most often first, then the newest."""
    rows = (
        StuckAnswer.objects.filter(report__in=shown_reports(key), hidden_at__isnull=True)
        .select_related("report")
        .annotate(times=Count("helped", distinct=True), shots=Count("report__pictures", distinct=True))
        .order_by("-times", "-created_at", "-pk")
    )
    found: dict[str, list[Answer]] = defaultdict(list)
    for row in rows:
        report = row.report
        solved = report.solved_by_id == row.pk
        found[report.step_id].append(
            Answer(row.pk, report.pk, report.seen, row.body, row.times, solved, report.language, row.shots)
        )
    return found
