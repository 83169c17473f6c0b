"""Build an index anew beside the one that is searched, and swap: no search sees half of it, no change is lost.

Who writes what. The worker goes on applying changes to the searched index; in the transaction that takes them out of
the outbox it copies their names to this run's topic (`indexing._settle`). Only the rebuild writes to the new index: it
walks all sources, then works off its topic until little is left. The last of it, and the swap, happen under the lease
of the engine, so no batch of the worker is between the old index and its rows then. What waits in the outbox at that
moment is applied afterwards, to the new index.

A change that committed before the walk came past is in what the walk read; one that committed later has a row that is
either still in the outbox or was copied. A rebuild that is killed leaves its row and a half-built index, which
`runs.sweep` recognises; killed after the swap, the new index stands and only the row is closed.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable

from core.models.outbox import OutboxRow
from core.processes import holder_name
from search.domain import leases, runs, troubles
from search.domain.indexing import apply_sources, oldest
from search.domain.topics import topic_of
from search.engines import engine_named, engine_names
from search.engines.protocol import EngineUnavailableError, IndexUnusableError
from search.enums import RunKind
from search.models import IndexRun, Trouble
from search.query import Query
from search.registry import names_of, sources
from search.sight import Sight
from search.text.parse import parse

CHUNK = 200
WALK = 500
"""Sources that are read and written at a time where all are: an engine takes them in more quickly together."""
PATIENCE = 90.0
"""Seconds to wait for the lease: longer than it lasts once its holder is gone."""

Tell = Callable[[IndexRun], object]


def rebuild(engine: str, *, tell: Tell = lambda run: None) -> IndexRun:
    """Build and swap; `tell` hears of progress. Raises AlreadyRunningError, SupersededError, EngineError."""
    run = runs.begin(engine, RunKind.REBUILD, holder=holder_name())
    try:
        run.index = engine_named(engine).begin_rebuild()
        # Not before: a cluster that is starting may say that it has no index, and then refuse to make one.
        with contextlib.suppress(EngineUnavailableError):  # one that nobody can read is built anew like any other
            if not is_usable(engine):
                forget_waiting(engine)
        run.total = sum(source.queryset().count() for source in sources())
        failures = _walk(run, tell)
        failures |= _catch_up(run)
        failures |= _swap(run)
    except BaseException as error:
        _give_up(run, error)
        raise
    troubles.set_aside(engine, failures)
    runs.finish(run, report={"failed": len(failures)})
    tell(run)
    return run


def is_usable(engine: str) -> bool:
    """Whether there is an index that can be searched; raises EngineUnavailableError where nobody can say."""
    try:
        look_at(engine)
    except IndexUnusableError:
        return False
    return True


def look_at(engine: str) -> None:
    """Raises EngineError where an index cannot be searched, or could not be by a process that begins now."""
    engine_named(engine).examine()
    engine_named(engine).query(Query(parse("a"), sight=Sight(tokens=frozenset({"nobody"})), limit=0))


def forget_waiting(engine: str) -> None:
    """Without an index, what waits is of no use: it was committed, so the walk that begins now will read it."""
    OutboxRow.objects.filter(topic=topic_of(engine)).delete()
    Trouble.objects.filter(engine=engine).delete()


def _walk(run: IndexRun, tell: Tell) -> dict[str, str]:
    """Every source once, in batches; memory does not grow with their number, only with that of the failures."""
    failures: dict[str, str] = {}
    done = 0
    for source in sources():
        for names in names_of(source, chunk=WALK):
            version = leases.next_version(run.engine)
            failures |= apply_sources(run.engine, names, version=version, index=run.index)
            done += len(names)
            runs.beat(run, done=done)
            tell(run)
    return failures


def _catch_up(run: IndexRun) -> dict[str, str]:
    """Work off what was applied to the searched index meanwhile, until less than a batch is left."""
    failures: dict[str, str] = {}
    while OutboxRow.objects.filter(topic=run.topic)[:CHUNK].count() >= CHUNK:
        failures |= _replay(run)
    return failures


def _swap(run: IndexRun) -> dict[str, str]:
    """The rest, and the swap, while nobody else applies anything."""
    _wait_for_lease(run)
    try:
        failures: dict[str, str] = {}
        while OutboxRow.objects.filter(topic=run.topic).exists():
            failures |= _replay(run)
        runs.beat(run, done=run.done)  # taken for dead by now? Then another may be building, and this one must not swap
        failures |= engine_named(run.engine).finish_rebuild(run.index) or {}
    finally:
        leases.release(run.engine, holder=run.holder)
    return failures


def _wait_for_lease(run: IndexRun) -> None:
    deadline = time.monotonic() + PATIENCE
    while leases.hold(run.engine, holder=run.holder) is None:
        if time.monotonic() > deadline:
            raise EngineUnavailableError("The worker did not let go of the index.")
        leases.stand_in_line(run.engine, holder=run.holder)
        runs.beat(run, done=run.done)
        time.sleep(0.05)


def _replay(run: IndexRun) -> dict[str, str]:
    """Apply one batch of the run's own rows to the new index."""
    names, ids = oldest(OutboxRow.objects.filter(topic=run.topic), limit=CHUNK)
    version = leases.next_version(run.engine)
    failures = apply_sources(run.engine, names, version=version, index=run.index)
    OutboxRow.objects.filter(pk__in=ids).delete()
    runs.beat(run, done=run.done)
    return failures


def _give_up(run: IndexRun, error: BaseException) -> None:
    """Leave nothing behind; where even that fails, the next sweep does it."""
    with contextlib.suppress(Exception):
        if run.index:
            engine_named(run.engine).drop(run.index)
    with contextlib.suppress(Exception):
        runs.fail(run, error=runs.why(error))


def build_where_missing() -> list[str]:
    """Build the index of each engine that has none that can be searched; their names. One that is away is left."""
    built = []
    for name in engine_names():
        try:
            if is_usable(name):
                continue
            rebuild(name)
        except (EngineUnavailableError, runs.AlreadyRunningError):
            continue
        built.append(name)
    return built
