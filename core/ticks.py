"""What is to be done again and again: a registry that apps add to, worked off by the background worker.

    register_tick("learning.remind", remind, every=timedelta(hours=1))

A tick is short (long work enqueues a task), may run late, and never runs twice at once, however many workers there are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Tick:
    name: str
    run: Callable[[], object]
    every: timedelta


_ticks: dict[str, Tick] = {}


def register_tick(name: str, run: Callable[[], object], *, every: timedelta) -> None:
    """Have the worker call `run` about every so often; saying it twice under one name replaces it."""
    _ticks[name] = Tick(name, run, every)


def registered_ticks() -> list[Tick]:
    return sorted(_ticks.values(), key=lambda tick: tick.name)
