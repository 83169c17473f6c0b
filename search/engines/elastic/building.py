"""An index under construction: Elasticsearch takes rows in while Python makes the next ones.

Whoever began an index knows what is in it, so nothing has to be looked up for a source that comes for the first time,
and its requests go out in threads, a few at a time. A source that may have come before waits until all of them have
been taken, and is then written as to any other index: what is there is looked up first, and the newest reading holds.

A request that failed is told with the next call, and with every one after that: rows are missing in the index, so it
can only be given up. Requests that are under way then find no index, and make none (`require_alias`).
"""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Sequence
from concurrent import futures

from search.engines.elastic.connection import answered
from search.engines.elastic.rows import row_id
from search.engines.elastic.seen import Seen
from search.engines.elastic.writing import Request, Writer, latest
from search.engines.protocol import EngineError, EngineUnavailableError, IndexUnusableError
from search.query import Change

AT_ONCE = 2
"""Requests under way: one keeps a core of the cluster busy, a second is there when the first one ends."""


class Building:
    """For as long as the process lives that began the index; another writes to it as to any index."""

    def __init__(self, writer: Writer) -> None:
        self.process = os.getpid()
        self._writer = writer
        self._seen = Seen()
        self._threads = futures.ThreadPoolExecutor(AT_ONCE, thread_name_prefix="elastic-building")
        self._under_way: deque[futures.Future[None]] = deque()
        self._failure: EngineError | None = None
        self._lock = threading.RLock()

    def apply(self, changes: Sequence[Change]) -> dict[str, str]:
        """Tells, or raises, what an earlier call could not know yet."""
        with self._lock:
            self._take(leave=AT_ONCE)
            works = latest(changes)
            # Each of them is noted before a row is made: where making one fails, the others come again.
            again = [work for work in works if self._seen.add(row_id(work.source))]
            if again:
                self.wait()
                return self._writer.apply(changes)
            for request in self._writer.requests((work, work.whole()) for work in works):
                self._take(leave=AT_ONCE - 1)
                self._under_way.append(self._threads.submit(self._send, request))
            return self._writer.take_refused()

    def wait(self) -> None:
        """Everything that was applied is in the index. Raises EngineError where it is not."""
        with self._lock:
            self._take(leave=0)

    def refused(self) -> dict[str, str]:
        """What was not told yet of those of which it could not hold a row."""
        return self._writer.take_refused()

    def settle(self) -> None:
        """Like `wait`, but it leaves it to the next call to tell of a failure."""
        with self._lock:
            futures.wait(self._under_way)

    def give_up(self) -> None:
        """What has not been sent is not sent any more."""
        self._failure = self._failure or IndexUnusableError("The index under construction was given up: rebuild it.")
        self._threads.shutdown(wait=False, cancel_futures=True)

    def close(self) -> None:
        self._threads.shutdown()

    def _send(self, request: Request) -> None:
        with answered():
            self._writer.send(request)

    def _take(self, *, leave: int) -> None:
        """Take the outcomes of requests, waiting until only so many are under way."""
        while self._failure is None and self._under_way and (self._under_way[0].done() or len(self._under_way) > leave):
            self._failure = _failure(self._under_way.popleft())
        if self._failure is not None:
            raise self._failure


def _failure(request: futures.Future[None]) -> EngineError | None:
    """What went wrong; whatever it was, it may not pass for a fault of the changes that are applied next."""
    try:
        request.result()
    except EngineError as error:
        return error
    except Exception as error:
        failure = EngineUnavailableError("Elasticsearch did not take every change.")
        failure.__cause__ = error
        return failure
    return None
