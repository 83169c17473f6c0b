"""From the outbox into an engine: take names, read them again, apply, and only then take them out of the outbox.

Killed anywhere in between, the rows are still there and it is done again, which changes nothing. Rows may come twice
and in any order: what is applied is what the database says now.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from core.models.outbox import OutboxRow
from core.outbox import put_rows
from search.domain import leases, troubles
from search.domain.reading import DATABASE_AWAY, read_sources, told
from search.domain.topics import topic_of
from search.engines import engine_named
from search.engines.protocol import EngineError
from search.enums import RunStatus
from search.models import EngineState, IndexRun
from search.query import Change

BATCH = 100
LOOKED_AT = 5_000
"""Rows among which those of one batch's names are taken: after an hour many say the same."""


def index_batch(engine: str, *, holder: str) -> int:
    """Apply one batch of what waits; how many names it was, 0 where nothing waits or another process is at it.

    Raises EngineError (the rows stay) and LeaseLostError (another has them now).
    """
    waiting = OutboxRow.objects.filter(topic=topic_of(engine))
    if not waiting.exists():
        return 0
    version = leases.hold(engine, holder=holder)
    if version is None:
        return 0
    with leases.let_go_on_failure(engine, holder=holder):
        names, ids = oldest(waiting, limit=BATCH)
        failures = apply_sources(engine, names, version=version)
        _settle(engine, holder=holder, names=names, ids=ids, failures=failures)
    return len(names)


def oldest(waiting: QuerySet[OutboxRow], *, limit: int) -> tuple[list[str], list[int]]:
    """So many of the names that have waited longest, and all rows that are seen to say them: the names are read after
    this, so it answers every one of these rows."""
    rows = list(waiting.order_by("id").values_list("id", "key")[:LOOKED_AT])
    names = list(dict.fromkeys(key for _, key in rows))[:limit]
    chosen = set(names)
    return names, [pk for pk, key in rows if key in chosen]


def retry_troubles(engine: str, *, holder: str) -> int:
    """Try again what was set aside and whose wait is over."""
    names = troubles.due(engine, limit=BATCH)
    version = leases.hold(engine, holder=holder) if names else None
    if version is None:
        return 0
    with leases.let_go_on_failure(engine, holder=holder):
        failures = apply_sources(engine, names, version=version)
        _settle(engine, holder=holder, names=names, ids=[], failures=failures)
    return len(names)


def index_all(engine: str, *, holder: str) -> int:
    """Apply batch after batch until nothing waits (or another process is at it); how many names it was."""
    total = 0
    try:
        while done := index_batch(engine, holder=holder):
            total += done
    finally:
        leases.release(engine, holder=holder)
    return total


def apply_sources(engine: str, names: Sequence[str], *, version: int, index: str | None = None) -> dict[str, str]:
    """Read sources again and put them into an index; those that cannot be, each with its error."""
    read = read_sources(names)
    changes = [Change(name, documents, version) for name, documents in read.documents.items()]
    return read.failures | _apply(engine, changes, index)


def _apply(engine: str, changes: Sequence[Change], index: str | None) -> dict[str, str]:
    """All at once; where something in them fails that is not the engine itself, one by one."""
    try:
        return dict(engine_named(engine).apply(changes, index=index) or {})
    except (EngineError, *DATABASE_AWAY):
        raise
    except Exception as error:
        if len(changes) == 1:
            return {changes[0].source: told(error)}
        return {name: why for change in changes for name, why in _apply(engine, [change], index).items()}


@transaction.atomic
def _settle(engine: str, *, holder: str, names: Sequence[str], ids: Sequence[int], failures: dict[str, str]) -> None:
    """Take exactly these rows out, while the lease still holds.

    A run under way works on another index, or on a picture of this one: it is told what was applied meanwhile. The
    engine's row is locked, and a run begins under the same lock: either it is seen here, or it reads the database after
    this change was committed.
    """
    state = leases.require(engine, holder=holder)
    for run in IndexRun.objects.filter(engine=engine, status=RunStatus.RUNNING):
        put_rows(run.topic, names)
    OutboxRow.objects.filter(pk__in=ids).delete()
    troubles.set_aside(engine, failures)
    troubles.forget(engine, [name for name in names if name not in failures])
    well = {"applied_at": timezone.now(), "away_since": None, "problem": ""}
    EngineState.objects.filter(pk=state.pk).update(holder="", held_until=None, **well)
