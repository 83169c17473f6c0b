"""Asking an engine that another one can stand in for: nobody waits long for it, and it may take its time all the same.

A call that is not answered within `PATIENCE` goes on in its thread; whoever asked is answered by the other engine. What
comes of it tells how the engine is. Until then others give it only a moment: a cluster that hangs keeps one person
waiting, and one that is well but had something heavy to do answers all others as always.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from search.engines.protocol import Engine, EngineError, EngineUnavailableError
from search.query import Hit, Query, Results, Suggestion

logger = logging.getLogger("terakoya.search")

T = TypeVar("T")
PATIENCE = 1.5
"""Seconds that a whole question may take, which may be several calls."""
A_MOMENT = 0.1
MOST_LATE = 8
"""Calls that are waited for by nobody any more. With so many, no more are made until one ends."""


class LateError(EngineUnavailableError):
    """It has not answered yet; what comes of it is told when it does."""


class Call:
    """One call in a thread of its own. `failed` is told of an error that nobody waits for any more."""

    def __init__(self, work: Callable[[], Any], late: set[Call], failed: Callable[[EngineError], None]) -> None:
        self._work, self._late, self._failed = work, late, failed
        self._turn, self._done = threading.Lock(), threading.Event()
        self._value: Any = None
        self._error: BaseException | None = None

    def begin(self) -> bool:
        """Whether there was a thread for it: the process may end, or have no more of them."""
        try:
            threading.Thread(target=self._run, name="asking", daemon=True).start()
        except RuntimeError:
            return False
        return True

    def take(self, seconds: float) -> Any:
        """Its answer, or what it raised; LateError where it takes longer."""
        if not self._done.wait(seconds) and self._is_late():
            raise LateError("It did not answer soon.")
        if self._error is not None:
            raise self._error
        return self._value

    def _is_late(self) -> bool:
        with self._turn:
            if not self._done.is_set():
                self._late.add(self)
            return not self._done.is_set()

    def _run(self) -> None:
        try:
            self._value = self._work()
        except BaseException as error:  # whoever waits raises it
            self._error = error
        with self._turn:
            self._done.set()
            was_late = self in self._late
            self._late.discard(self)
        if was_late and isinstance(self._error, EngineError):
            self._failed(self._error)
        elif was_late and self._error is not None:
            logger.error("A search that nobody waited for any more failed", exc_info=self._error)


class Patient:
    """An engine for the length of one question. `late` are the calls to it that are late, of all threads."""

    def __init__(self, engine: Engine, late: set[Call], failed: Callable[[EngineError], None]) -> None:
        self._engine, self._late, self._failed = engine, late, failed
        self._until = time.monotonic() + (A_MOMENT if late else PATIENCE)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)

    def query(self, query: Query) -> Results:
        return self._soon(lambda: self._engine.query(query))

    def suggest(self, *args: Any, **facts: Any) -> Sequence[Suggestion]:
        return self._soon(lambda: self._engine.suggest(*args, **facts))

    def similar(self, *args: Any, **facts: Any) -> Sequence[Hit]:
        return self._soon(lambda: self._engine.similar(*args, **facts))

    def _soon(self, work: Callable[[], T]) -> T:
        if len(self._late) >= MOST_LATE:
            raise LateError("It has not answered others either.")
        call = Call(work, self._late, self._failed)
        if not call.begin():
            return work()
        found: T = call.take(max(0.0, self._until - time.monotonic()))
        return found
