"""A second core for one search: counting and scoring both walk through all that matches, and the engine lets other
threads run meanwhile. Where no thread is free, the work is done where its outcome is needed."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from typing import Generic, TypeVar

T = TypeVar("T")
MOST_THREADS = 4
"""For a whole process. When many people search at once every core has its own search anyway."""


class Beside(Generic[T]):
    """Work that is begun now and taken later; or never, where it turns out that it was not asked for."""

    def __init__(self, work: Callable[[], T], *, begin: bool = True) -> None:
        self._work = work
        self._begun = _begin(work) if begin else None

    def take(self) -> T:
        """The outcome, or what it raised."""
        if self._begun is None or self._begun.cancel():
            return self._work()
        return self._begun.result()

    def drop(self) -> None:
        """Not begun yet, it never is; else nobody hears of it."""
        if self._begun is not None:
            self._begun.cancel()


def done(outcome: T) -> Beside[T]:
    """What needs no work."""
    return Beside(lambda: outcome, begin=False)


def _begin(work: Callable[[], T]) -> Future[T] | None:
    pool = _pool(os.getpid())
    try:
        return pool.submit(work) if pool else None
    except RuntimeError:
        # The process ends, or may have no more threads: whoever still asks is answered all the same.
        return None


@lru_cache(maxsize=1)
def _pool(process: int) -> ThreadPoolExecutor | None:
    """None on a machine of one core. A fork's child has none of its parent's threads, so it gets a pool of its own."""
    free = min((os.cpu_count() or 1) - 1, MOST_THREADS)
    return ThreadPoolExecutor(free, thread_name_prefix="search") if free > 0 else None
