"""Many processes that do something at the same moment, each with a database connection of its own.

They are forked: a Python that has Django loaded is there at once, where starting twenty would take half a minute.
"""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Sequence
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from typing import NamedTuple, TypeVar

from django.db import connections

PROCESSES = 20
PATIENCE = 300.0  # a process that dies must not leave the others waiting for ever

Work = TypeVar("Work")


class Done(NamedTuple):
    """One request: what it was about, when it began and ended by a clock that all share, and what was raised."""

    what: int
    began: float
    ended: float
    error: str


def at_once(work: Sequence[int], act: Callable[[int], object], *, processes: int = PROCESSES) -> list[Done]:
    """Have `act` called with each of these numbers, spread over processes that all begin at the same moment."""
    connections.close_all()  # a connection that two processes share is nobody's
    context = multiprocessing.get_context("fork")
    start, results = context.Barrier(processes), context.Queue()
    shares = [list(work[first::processes]) for first in range(processes)]
    running = [context.Process(target=_work, args=(share, act, start, results)) for share in shares]
    for process in running:
        process.start()
    done = [result for _ in running for result in results.get(timeout=PATIENCE)]
    for process in running:
        process.join(PATIENCE)
    return done


def _work(share: Sequence[int], act: Callable[[int], object], start: Barrier, results: Queue[list[Done]]) -> None:
    done = []
    start.wait(PATIENCE)
    for what in share:
        began, error = time.monotonic(), ""
        try:
            act(what)
        except Exception as problem:  # told to whoever asked for it
            error = f"{type(problem).__name__}: {problem}"
        done.append(Done(what, began, time.monotonic(), error))
    connections.close_all()
    results.put(done)


def in_order_of_arrival(done: Sequence[Done]) -> bool:
    """Whether, in this order, nobody stands before somebody who had been answered before they even began."""
    latest = 0.0
    for each in done:
        if each.ended < latest:
            return False
        latest = max(latest, each.began)
    return True
