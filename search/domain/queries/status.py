"""How the indexes are: what waits, since when, what is wrong, what was done last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from core.models.outbox import OutboxRow
from search.domain.runs import as_it_is
from search.domain.topics import topic_of
from search.engines import engine_named, engine_names
from search.enums import RunKind
from search.models import EngineState, IndexRun, Trouble
from search.models.run import OPEN
from search.query import Health

LISTED = 50
LATE = 60.0
"""Seconds of lag that are worth a look."""


@dataclass(frozen=True)
class EngineStatus:
    """One engine. `runs` are the last rebuild and the last check; `open_run` one that waits or is under way."""

    engine: str
    health: Health
    waiting: int
    lag_seconds: float
    oldest: dt.datetime | None
    set_aside: int
    troubles: Sequence[Trouble]
    runs: Sequence[IndexRun]
    open_run: IndexRun | None
    applied_at: dt.datetime | None
    away_since: dt.datetime | None
    problem: str

    @property
    def is_late(self) -> bool:
        return self.lag_seconds > LATE

    @property
    def misses_worker(self) -> bool:
        """Late, and the engine is there: then nobody works it off. While an engine is away, its changes wait for it."""
        return self.is_late and self.health.is_up and self.away_since is None

    @property
    def is_well(self) -> bool:
        return self.health.is_up and not self.health.problem and not self.set_aside and not self.is_late


def status_of(engine: str) -> EngineStatus:
    """How one engine is; six queries and the engine's own answer."""
    rows = OutboxRow.objects.filter(topic=topic_of(engine))
    oldest = rows.order_by("id").values_list("marked_at", flat=True).first()
    troubles = Trouble.objects.filter(engine=engine)
    state = EngineState.objects.filter(engine=engine).first() or EngineState(engine=engine)
    runs = [as_it_is(IndexRun.objects.filter(engine=engine, kind=kind).first()) for kind in RunKind]
    return EngineStatus(
        engine=engine,
        health=engine_named(engine).health(),
        waiting=rows.count(),
        lag_seconds=max(0.0, (timezone.now() - oldest).total_seconds()) if oldest else 0.0,
        oldest=oldest,
        set_aside=troubles.count(),
        troubles=list(troubles[:LISTED]),
        runs=[run for run in runs if run is not None],
        open_run=next((run for run in runs if run is not None and run.status in OPEN), None),
        applied_at=state.applied_at,
        away_since=state.away_since,
        problem=state.problem,
    )


def statuses() -> list[EngineStatus]:
    """Every engine of this installation, the one that answers first."""
    return [status_of(name) for name in engine_names()]
