"""One process at a time applies changes to an engine; what a killed or frozen one left behind harms nothing.

A killed holder of this machine is noticed at once, any other when its lease ends. A frozen one that wakes up after
another took over cannot take its rows out of the outbox (`settle` asks for the lease in the same transaction), and what
it still writes into the index carries an older version.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import time
from collections.abc import Iterator

from django.db import DatabaseError, transaction
from django.utils import timezone

from core.processes import surely_gone
from search.models import EngineState

LEASE = dt.timedelta(seconds=60)
IN_LINE = dt.timedelta(seconds=5)
HIGHEST = 2**62
"""Above this there is no room left to count on in the 63 bits that versions have."""


class LeaseLostError(Exception):
    """Another process applies changes to this engine now."""


def locked_state(engine: str) -> EngineState:
    """The engine's row, locked until the transaction ends."""
    EngineState.objects.get_or_create(engine=engine)
    return EngineState.objects.select_for_update().get(engine=engine)


def hold(engine: str, *, holder: str) -> int | None:
    """Take or keep the lease: the version for the batch that is read after this; None while another has it, or
    stands in line for it."""
    with transaction.atomic():
        state = locked_state(engine)
        if _in_force(state.holder, state.held_until, besides=holder):
            return None
        if _in_force(state.next_holder, state.next_until, besides=holder):
            return None
        state.holder, state.held_until, state.version = holder, timezone.now() + LEASE, _next(state.version)
        state.save(update_fields=["holder", "held_until", "version"])
    return state.version


def _next(version: int) -> int:
    """Higher than all before, and by the clock: a database brought back from last night's copy would otherwise begin
    below what the index holds, which would refuse every change until the numbers had caught up."""
    return max(version + 1, time.time_ns() // 1_000_000)


def count_on_from(engine: str, version: int) -> None:
    """Number readings higher than what an index was found to hold: it would refuse each of them otherwise."""
    with transaction.atomic():
        state = locked_state(engine)
        EngineState.objects.filter(pk=state.pk, version__lt=min(version, HIGHEST)).update(version=min(version, HIGHEST))


def stand_in_line(engine: str, *, holder: str) -> None:
    """Be the next to have it, for as long as this is said again: one that is busy would never let go otherwise."""
    EngineState.objects.filter(engine=engine).update(next_holder=holder, next_until=timezone.now() + IN_LINE)


def _in_force(holder: str, until: dt.datetime | None, *, besides: str) -> bool:
    # One that ends later than any lease that begins now was given by a clock that has been set back since.
    now = timezone.now()
    is_due = until is not None and now < until <= now + LEASE
    return is_due and holder not in {"", besides} and not surely_gone(holder)


def next_version(engine: str) -> int:
    """A version for a batch that goes into an index of one's own."""
    with transaction.atomic():
        state = locked_state(engine)
        state.version = _next(state.version)
        state.save(update_fields=["version"])
    return state.version


def release(engine: str, *, holder: str) -> None:
    """Let others have it at once."""
    EngineState.objects.filter(engine=engine, holder=holder).update(holder="", held_until=None)
    EngineState.objects.filter(engine=engine, next_holder=holder).update(next_holder="", next_until=None)


@contextlib.contextmanager
def let_go_on_failure(engine: str, *, holder: str) -> Iterator[None]:
    """A batch that failed has no use for the lease: kept, it would make the rebuild that mends it wait a minute."""
    try:
        yield
    except Exception:
        with contextlib.suppress(DatabaseError):
            release(engine, holder=holder)
        raise


def require(engine: str, *, holder: str) -> EngineState:
    """The engine's row, locked, where `holder` still has the lease. Raises LeaseLostError."""
    state = locked_state(engine)
    if state.holder != holder:
        raise LeaseLostError(engine)
    return state
