"""Which engine answers: the first one, or the other while it is away; and whether what is shown is reduced by that.

    answer(query)                       → Answer of Results
    ask(lambda engine: engine.suggest(…), nothing=[])   → Answer of anything else that an engine is asked

No page waits for an engine that is away: after a failure it is left alone for a while that grows, and one request in
each while tries it again, so it comes back by itself.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from search.engines import engine_named, engine_names
from search.engines.protocol import Engine, EngineError
from search.query import Query, Results

logger = logging.getLogger("terakoya.search")

T = TypeVar("T")
SHORTEST, LONGEST = 2.0, 30.0


@dataclass(frozen=True)
class Answer(Generic[T]):
    """`is_reduced`: the second engine answered, which may rank and correct less well. `is_away`: none could, and
    `value` is empty: say so instead of "nothing found"."""

    value: T
    engine: str = ""
    is_reduced: bool = False
    is_away: bool = False


class Breaker:
    """Remembers in this process that an engine failed, so that it is not asked for a while."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waits: dict[str, float] = {}
        self._until: dict[str, float] = {}

    def may_ask(self, engine: str) -> bool:
        """Whether to try; of the requests at the end of a while, one does and the others go on without."""
        with self._lock:
            until = self._until.get(engine)
            if until is None:
                return True
            if time.monotonic() < until:
                return False
            self._until[engine] = time.monotonic() + self._waits[engine]
            return True

    def is_open(self, engine: str) -> bool:
        return engine in self._until

    def failed(self, engine: str) -> None:
        with self._lock:
            wait = min(LONGEST, self._waits.get(engine, SHORTEST / 2) * 2)
            self._waits[engine], self._until[engine] = wait, time.monotonic() + wait

    def worked(self, engine: str) -> None:
        if engine in self._until:
            with self._lock:
                self._until.pop(engine, None)
                self._waits.pop(engine, None)
            logger.warning("The search engine %s answers again", engine)


breaker = Breaker()


def answer(query: Query) -> Answer[Results]:
    """Search, with whichever engine can."""
    return ask(lambda engine: engine.query(query), nothing=Results())


def ask(question: Callable[[Engine], T], *, nothing: T) -> Answer[T]:
    """Ask the first engine that can answer; `nothing` where none can."""
    for place, name in enumerate(engine_names()):
        if not breaker.may_ask(name):
            continue
        try:
            value = question(engine_named(name))
        except EngineError as error:
            breaker.failed(name)
            logger.warning("The search engine %s did not answer: %s", name, error)
            continue
        breaker.worked(name)
        return Answer(value, engine=name, is_reduced=place > 0)
    return Answer(nothing, is_reduced=True, is_away=True)


def answering() -> str:
    """The engine that will probably answer next."""
    names = engine_names()
    return next((name for name in names if not breaker.is_open(name)), names[-1])
