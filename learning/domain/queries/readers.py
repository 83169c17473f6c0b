"""Where readers of a material are stuck, for those who look after it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from core.domain.queries.addresses import address_of
from core.models.person import Person
from learning.domain.queries.folds import counts_by_step
from learning.domain.queries.materials import HEAVY, in_this_language
from learning.enums import StepState
from learning.models import MaterialPage, StepMark, StuckAnswer, StuckReport

LISTED = 100
# Those long gone are counted, and named nowhere.
READERS = Count("person", distinct=True) + Count("gone_reader", distinct=True)


@dataclass(frozen=True)
class StepNumbers:
    """Of one step: how many marked it done, how many stopped, how many of these got through, open questions."""

    id: str
    title: str
    url: str
    done: int
    stopped: int
    through: int
    open: int


@dataclass(frozen=True)
class StoppedReader:
    """Someone who stopped at a step, since when, and whether they got through."""

    person: Person
    since: dt.datetime
    got_through: bool


@dataclass(frozen=True)
class MaterialNumbers:
    """A material in the author's list."""

    page: MaterialPage
    url: str
    readers: int
    stuck_now: int
    open: int


def steps_of(page: MaterialPage) -> list[StepNumbers]:
    """The heat strip of a page."""
    key = page.translation_key
    stopped = counts_by_step(key)
    done = _done_by_step(key)
    waiting = {
        row["step_id"]: row["count"]
        for row in open_questions([key]).values("step_id").order_by().annotate(count=Count("pk"))
    }
    return [
        StepNumbers(
            id=row["id"],
            title=row["title"],
            url=address_of(page, step_id=row["id"]),
            done=done.get(row["id"], 0),
            stopped=stopped.get(row["id"], (0, 0))[0],
            through=stopped.get(row["id"], (0, 0))[1],
            open=waiting.get(row["id"], 0),
        )
        for row in page.steps
    ]


def readers_count(page: MaterialPage) -> int:
    """How many people marked anything on the page."""
    marks = StepMark.objects.filter(translation_key=page.translation_key)
    return int(marks.aggregate(readers=READERS)["readers"])


def stopped_readers(page: MaterialPage, *, step_id: str) -> list[StoppedReader]:
    """Who stopped at a step, those still stuck first. Only `domain.names` asks this, and writes down who did."""
    marks = (
        StepMark.objects.filter(translation_key=page.translation_key, step_id=step_id, first_stuck_at__isnull=False)
        .filter(person__isnull=False)
        .select_related("person")
        .order_by("-state", "first_stuck_at")[:LISTED]
    )
    return [
        StoppedReader(mark.person, mark.first_stuck_at, mark.state == StepState.DONE)
        for mark in marks
        if mark.first_stuck_at is not None and mark.person is not None
    ]


def open_questions(keys: Iterable[uuid.UUID]) -> Any:
    """Questions that nobody hid and that are not solved, the oldest first."""
    return (
        StuckReport.objects.filter(translation_key__in=set(keys), hidden_at__isnull=True, solved_at__isnull=True)
        .annotate(has_answer=Exists(StuckAnswer.objects.filter(report=OuterRef("pk"), hidden_at__isnull=True)))
        .order_by("has_answer", "created_at", "pk")
    )


def materials_written_by(person: Person) -> list[MaterialPage]:
    """Live materials of which the person is an author or the owner, each in this language where it has it."""
    own = MaterialPage.objects.live().filter(Q(authors=person) | Q(owner=person)).distinct()
    pages = own.select_related("locale").defer(*HEAVY).order_by("path")
    return list(in_this_language(pages).values())


def numbers_of(pages: list[MaterialPage]) -> list[MaterialNumbers]:
    """The author's materials, those with open questions first, then those where most are stuck."""
    keys = {page.translation_key for page in pages}
    marks = StepMark.objects.filter(translation_key__in=keys).values("translation_key").order_by()
    stuck = Count("pk", filter=Q(state=StepState.STUCK))
    counted = {
        row["translation_key"]: (row["readers"], row["stuck"]) for row in marks.annotate(readers=READERS, stuck=stuck)
    }
    waiting = dict(
        open_questions(keys)
        .values("translation_key")
        .order_by()
        .annotate(count=Count("pk"))
        .values_list("translation_key", "count")
    )
    rows = [
        MaterialNumbers(
            page=page,
            url=address_of(page),
            readers=counted.get(page.translation_key, (0, 0))[0],
            stuck_now=counted.get(page.translation_key, (0, 0))[1],
            open=waiting.get(page.translation_key, 0),
        )
        for page in pages
    ]
    return sorted(rows, key=lambda row: (-row.open, -row.stuck_now, -row.readers))


def _done_by_step(key: uuid.UUID) -> dict[str, int]:
    done = StepMark.objects.filter(translation_key=key, state=StepState.DONE).values("step_id")
    return {row["step_id"]: row["count"] for row in done.annotate(count=Count("pk"))}
