"""Compare an index with the database, key by key, and repair what differs.

The picture of the index is taken first, then the sources are walked. While this runs, the worker says which sources it
applied (as for a rebuild, `indexing._settle`): the picture is older than they are, so nothing is said about them, nor
about what waits in the outbox, nor about what is set aside and tried again.

What cannot be repaired in place (no index, one of another form, rows that refuse to be replaced) is built anew.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from itertools import islice

from core.models.outbox import OutboxRow
from core.outbox import put_rows
from core.processes import holder_name
from search.domain import leases, runs
from search.domain.indexing import index_all
from search.domain.picture import DAMAGES, EXTRA, Picture
from search.domain.reading import read_sources
from search.domain.rebuilding import rebuild
from search.domain.topics import topic_of
from search.engines import engine_named
from search.engines.protocol import EngineUnavailableError, IndexUnusableError
from search.enums import RunKind
from search.models import IndexRun, Trouble
from search.registry import names_of, sources

CHUNK = 200
SHOWN = 20
"""Of each kind of damage, so many keys are named in the report."""
PATIENCE = 120.0

Tell = Callable[[IndexRun], object]


def check(engine: str, *, repair: bool = True, tell: Tell = lambda run: None) -> IndexRun:
    """Compare and, unless told otherwise, repair; the report is on the run.

    Raises AlreadyRunningError, SupersededError, EngineError.
    """
    run = runs.begin(engine, RunKind.CHECK, holder=holder_name())
    try:
        _look(run, tell, repair=repair)
    except IndexUnusableError as error:
        runs.fail(run, error=runs.why(error))
        if not repair:
            raise
        run.refresh_from_db()
    except (sqlite3.Error, OSError) as error:
        runs.fail(run, error=runs.why(error))
        raise EngineUnavailableError(f"What the index holds could not be written down: {error}") from error
    except BaseException as error:
        runs.fail(run, error=runs.why(error))
        raise
    if run.error or run.report["left"]:
        _build_anew(run, tell)
    return run


def damages(run: IndexRun) -> int:
    """How many documents of a check were missing, too many, stale, or of the wrong source; one, where there was no
    index to compare."""
    return sum(int(run.report.get(kind, 0)) for kind in DAMAGES) or int(bool(run.error))


def _look(run: IndexRun, tell: Tell, *, repair: bool) -> None:
    engine_named(run.engine).examine()
    with Picture() as picture:
        report = _compare(run, picture, tell) | {"repaired": 0, "left": 0}
        if repair:
            # Also where nothing differs: what the index would refuse is the next change.
            leases.count_on_from(run.engine, picture.newest())
        if repair and any(picture.counts().values()):
            report["repaired"] = _repair(run, picture)
            report["left"] = _left(run, tell)
    runs.finish(run, report=report)
    tell(run)


def _build_anew(run: IndexRun, tell: Tell) -> None:
    built = rebuild(run.engine, tell=tell)
    run.report |= {"built_anew": True, "left": 0, "sources": built.done}
    IndexRun.objects.filter(pk=run.pk).update(report=run.report)


def _compare(run: IndexRun, picture: Picture, tell: Tell) -> dict[str, object]:
    engine_named(run.engine).refresh()
    held = picture.take(engine_named(run.engine).documents())
    run.total = sum(source.queryset().count() for source in sources())
    unreadable = cut = done = 0
    for source in sources():
        for names in names_of(source, chunk=CHUNK):
            read = read_sources(names)
            for documents in read.documents.values():
                picture.compare(documents)
            picture.leave_out(read.failures)
            unreadable, cut, done = unreadable + len(read.failures), cut + len(read.cut), done + len(names)
            runs.beat(run, done=done)
            tell(run)
    picture.leave_out(_meanwhile(run))
    picture.leave_out(Trouble.objects.filter(engine=run.engine).values_list("source", flat=True).iterator())
    picture.close()
    found = picture.counts()
    return {"documents": held, **found, "unreadable": unreadable, "cut": cut, "examples": picture.examples(SHOWN)}


def _meanwhile(run: IndexRun) -> Iterator[str]:
    rows = OutboxRow.objects.filter(topic__in=[run.topic, topic_of(run.engine)])
    yield from rows.values_list("key", flat=True).iterator(chunk_size=2_000)


def _repair(run: IndexRun, picture: Picture) -> int:
    """Have the damaged sources applied again; how many were. What is too much goes first, whoever put it there."""
    strays = picture.sources_with(EXTRA)
    while some := list(islice(strays, CHUNK)):
        engine_named(run.engine).purge(some)
    return _apply_again(run, picture.wrong_sources()) + _apply_again(run, picture.damaged_sources())


def _left(run: IndexRun, tell: Tell) -> int:
    """How many still differ: nobody is told of a repair that did not take place."""
    OutboxRow.objects.filter(topic=run.topic).delete()  # applied before the picture that is taken now
    with Picture() as picture:
        _compare(run, picture, tell)
        return sum(picture.counts().values())


def _apply_again(run: IndexRun, names: Iterator[str]) -> int:
    """Through the outbox: here, or by the worker that has the lease. Waits until it is done."""
    topic = topic_of(run.engine)
    last = OutboxRow.objects.order_by("-id").values_list("id", flat=True).first() or 0
    count = put_rows(topic, names)
    waiting = OutboxRow.objects.filter(topic=topic, id__gt=last)
    deadline = time.monotonic() + PATIENCE
    while count and waiting.exists() and time.monotonic() < deadline:
        if not index_all(run.engine, holder=run.holder):
            time.sleep(0.1)
        runs.beat(run, done=run.done)
    engine_named(run.engine).refresh()
    return count
