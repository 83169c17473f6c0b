"""Rebuilds and checks as rows: one at a time for each engine, and a killed one is recognised."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from core.models.outbox import OutboxRow
from core.processes import surely_gone
from search.domain.leases import locked_state
from search.domain.reading import told
from search.engines import engine_named
from search.engines.protocol import EngineError
from search.enums import RunKind, RunStatus
from search.models import IndexRun
from search.models.run import INTERRUPTED, OPEN

SILENT = dt.timedelta(seconds=120)
"""A run of another machine that said nothing for so long is dead."""
KEPT = 50
GONE = f"{INTERRUPTED}: the process that did it is gone."


class AlreadyRunningError(Exception):
    """A rebuild or a check of this engine is under way; `run` is its row."""

    def __init__(self, run: IndexRun) -> None:
        super().__init__(f"A {run.kind} of {run.engine} is under way.")
        self.run = run


class SupersededError(Exception):
    """This run was taken for dead, or ended, by another process."""


class StoppedError(Exception):
    """The process that does it was asked to end."""


def why(error: BaseException) -> str:
    """Why a run ended, for whoever looks: our own words as they are, of any other error its kind and place."""
    if isinstance(error, StoppedError | KeyboardInterrupt):
        return f"{INTERRUPTED}: the process that did it was stopped."
    return str(error) if isinstance(error, EngineError) else told(error)


def ask(engine: str, kind: RunKind) -> IndexRun:
    """Have the worker do it; one that is asked for or under way already is what comes back."""
    sweep(engine)
    try:
        with transaction.atomic():
            return IndexRun.objects.create(engine=engine, kind=kind)
    except IntegrityError:
        return IndexRun.objects.filter(engine=engine, status__in=OPEN).latest("asked_at")


def begin(engine: str, kind: RunKind, *, holder: str) -> IndexRun:
    """Begin one: the one that waits if there is one of the kind. Raises AlreadyRunningError."""
    sweep(engine)
    now = timezone.now()
    with transaction.atomic():
        locked_state(engine)  # see `indexing._settle`
        run = IndexRun.objects.filter(engine=engine, status__in=OPEN).first()
        if run is not None and (run.status == RunStatus.RUNNING or run.kind != kind):
            raise AlreadyRunningError(run)
        run = run or IndexRun(engine=engine, kind=kind)
        run.status, run.started_at, run.beat_at, run.holder = RunStatus.RUNNING, now, now, holder
        run.save()
    return run


def beat(run: IndexRun, *, done: int) -> None:
    """Say that it lives and how far it is. Raises SupersededError."""
    run.done = done
    changed = {"done": done, "total": run.total, "index": run.index, "beat_at": timezone.now()}
    if not _mine(run).update(**changed):
        raise SupersededError(run.engine)


def finish(run: IndexRun, *, report: dict[str, object]) -> None:
    """It came to its end. Raises SupersededError."""
    with transaction.atomic():
        changed = {"done": run.done, "total": run.total, "report": report, "finished_at": timezone.now()}
        if not _mine(run).update(status=RunStatus.DONE, **changed):
            raise SupersededError(run.engine)
        OutboxRow.objects.filter(topic=run.topic).delete()
    run.refresh_from_db()


def fail(run: IndexRun, *, error: str) -> None:
    """It did not; what it was building goes."""
    with transaction.atomic():
        _mine(run).update(status=RunStatus.FAILED, error=error, finished_at=timezone.now())
        OutboxRow.objects.filter(topic=run.topic).delete()


def sweep(engine: str) -> int:
    """Close runs whose process is gone, and drop what they left half-built; how many runs it was.

    An engine that is away keeps its half-built index until the next sweep.
    """
    dead = [run for run in IndexRun.objects.filter(engine=engine, status=RunStatus.RUNNING) if _is_dead(run)]
    for run in dead:
        fail(run, error=GONE)
    drop_half_built(engine)
    old = IndexRun.objects.filter(engine=engine).exclude(status__in=OPEN).values_list("pk", flat=True)[KEPT:]
    IndexRun.objects.filter(pk__in=list(old)).delete()
    return len(dead)


def as_it_is(run: IndexRun | None) -> IndexRun | None:
    """For whoever looks before the next sweep: one whose process is gone is not running."""
    if run is not None and run.status == RunStatus.RUNNING and _is_dead(run):
        run.status, run.error = RunStatus.FAILED, GONE
    return run


def drop_half_built(engine: str) -> None:
    """Drop every half-built index that no living run is filling.

    The indexes are listed before the runs are: an index that was there then belongs to a run whose row is older, so it
    is among the living, or has ended. The other way round, a run that began in between would lose its index. One that
    ended in between by its swap is searched by now, which `drop` sees.
    """
    try:
        left = engine_named(engine).half_built()
        live = set(IndexRun.objects.filter(engine=engine, status=RunStatus.RUNNING).values_list("index", flat=True))
        if "" in live:
            return  # one that begins at this moment has an index whose name is not known yet
        for index in left:
            if index not in live:
                engine_named(engine).drop(index)
    except EngineError:
        return


def _is_dead(run: IndexRun) -> bool:
    return surely_gone(run.holder) or run.beat_at is None or run.beat_at < timezone.now() - SILENT


def _mine(run: IndexRun) -> models.QuerySet[IndexRun]:
    return IndexRun.objects.filter(pk=run.pk, status=RunStatus.RUNNING, holder=run.holder)
