"""Which engine answers: the first one, or the other while it is away; and whether what is shown is reduced by that.

    answer(query)                       → Answer of Results
    ask(lambda engine: engine.suggest(…), nothing=[])   → Answer of anything else that an engine is asked

No page waits for an engine that is away: after a failure it is left alone for a while that grows; at its end it is
tried again beside a request, which goes on without it. So one that hangs delays nobody, and it comes back by itself.
Nor does a page wait long for one that is about to be found away (`patience`), where another one can answer.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Generic, TypeVar, cast

from django.db import connections

from search.domain.queries.patience import Call, LateError, Patient
from search.engines import engine_named, engine_names
from search.engines.protocol import Engine, EngineError, IndexUnusableError, QuestionRefusedError
from search.query import Query, Results

logger = logging.getLogger("terakoya.search")

T = TypeVar("T")
SHORTEST, LONGEST = 2.0, 30.0
A_MOMENT = 1.0


@dataclass(frozen=True)
class Answer(Generic[T]):
    """`is_reduced`: the second engine answered, which may rank and correct less well. `is_away`: none could, and
    `value` is empty: say so instead of "nothing found"."""

    value: T
    engine: str = ""
    is_reduced: bool = False
    is_away: bool = False


@dataclass(frozen=True)
class Away:
    """`is_slow`: it may keep whoever asks it waiting. One that says that it has no index says so at once."""

    wait: float
    until: float
    is_slow: bool


class Breaker:
    """Remembers in this process that an engine failed, so that it is not asked for a while."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._away: dict[str, Away] = {}
        self.late: set[Call] = set()

    def may_ask(self, engine: str) -> bool:
        """Whether to try; of the requests at the end of a while, one does and the others go on without."""
        with self._lock:
            away, now = self._away.get(engine), time.monotonic()
            if away is None:
                return True
            if now < away.until:
                return False
            self._away[engine] = replace(away, until=now + away.wait)
            return True

    def may_be_asked(self, engine: str) -> bool:
        """Whether it may be tried now or within a moment. Changes nothing."""
        away = self._away.get(engine)
        return away is None or time.monotonic() + A_MOMENT > away.until

    def is_slow(self, engine: str) -> bool:
        away = self._away.get(engine)
        return away is not None and away.is_slow

    def failed(self, engine: str, *, is_slow: bool = True) -> None:
        with self._lock:
            before = self._away.get(engine)
            wait = min(LONGEST, before.wait * 2) if before is not None and is_slow else SHORTEST
            self._away[engine] = Away(wait, time.monotonic() + wait, is_slow)

    def worked(self, engine: str) -> None:
        if engine in self._away:
            with self._lock:
                self._away.pop(engine, None)
            logger.warning("The search engine %s answers again", engine)


breaker = Breaker()


def answer(query: Query) -> Answer[Results]:
    """Search, with whichever engine can."""
    return ask(lambda engine: engine.query(query), nothing=Results(), engines=query.sight.engines)


def ask(question: Callable[[Engine], T], *, nothing: T, engines: Collection[str] = ()) -> Answer[T]:
    """Ask the first engine that can answer; `nothing` where none can. `engines`: those that the sight of the question
    knows (`Sight.engines`): one that came back since then has all of its absence still to do."""
    first = engine_names()[0]
    names = [name for name in engine_names() if not engines or name in engines]
    for place, name in enumerate(names):
        if not breaker.may_ask(name):
            continue
        if breaker.is_slow(name):
            threading.Thread(target=_try_beside, args=[name, question], name=f"trying-{name}", daemon=True).start()
            continue
        if answers := _try(name, question, has_other=place + 1 < len(names)):
            return Answer(answers[0], engine=name, is_reduced=name != first)
    return Answer(nothing, is_reduced=True, is_away=True)


def _try(name: str, question: Callable[[Engine], T], *, has_other: bool = False) -> list[T]:
    """The answer, or none; what is known of the engine follows from it."""
    engine = engine_named(name)
    if has_other:
        engine = cast("Engine", Patient(engine, breaker.late, lambda error: _note(name, error)))
    try:
        value = question(engine)
    except LateError:
        logger.warning("The search engine %s has not answered soon; the other one does", name)
        return []
    except EngineError as error:
        _note(name, error)
        return []
    breaker.worked(name)
    return [value]


def _try_beside(name: str, question: Callable[[Engine], T]) -> None:
    try:
        _try(name, question)
    finally:
        connections.close_all()  # those of this thread


def _note(name: str, error: EngineError) -> None:
    if isinstance(error, QuestionRefusedError):
        breaker.worked(name)  # one question that it cannot be asked takes it from nobody else
    else:
        breaker.failed(name, is_slow=not isinstance(error, IndexUnusableError))
    logger.warning("The search engine %s did not answer: %s", name, error)


def may_answer() -> list[str]:
    """The engines of which one will answer next: one that comes back has everything of its absence still to do."""
    names = engine_names()
    return [name for name in names if breaker.may_be_asked(name)] or names[-1:]
