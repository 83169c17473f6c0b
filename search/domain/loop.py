"""Keeps an index up to date: a thread for each engine, so that one that hangs keeps no other waiting.

Looking for work is one query that an index answers, about three times a second; so a change can be found within a
second of its commit. Every few seconds: what was set aside is tried again, runs that were asked for begin, what killed
ones left behind goes, and an index that is missing or of an older form is built anew.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time

from django.db import close_old_connections, connection
from django.utils import timezone

from core.processes import holder_name
from search.domain import leases, runs
from search.domain.checking import check
from search.domain.health import note_away, note_back
from search.domain.indexing import index_batch, retry_troubles
from search.domain.rebuilding import look_at, rebuild
from search.engines import engine_names
from search.engines.protocol import EngineError, EngineUnavailableError, IndexUnusableError
from search.enums import RunKind, RunStatus
from search.models import IndexRun

logger = logging.getLogger("terakoya.search")

PAUSE = 0.3
HOUSEKEEPING = 2.0
PROBE = 10.0
SHORTEST, LONGEST = 1.0, 15.0
AGAIN = dt.timedelta(minutes=5)
"""After a rebuild that failed, the next one that nobody asked for waits so long."""
LOST_AGAIN = 60.0
"""Seconds after one that nobody asked for and that did not help: whatever is wrong is not in the index."""


class Indexer(threading.Thread):
    """Works for one engine until it is told to stop."""

    def __init__(self, engine: str) -> None:
        super().__init__(name=f"indexer-{engine}", daemon=True)
        self.engine, self.holder = engine, holder_name()
        self.stopping = threading.Event()
        self._run: threading.Thread | None = None
        self._pause, self._was_unusable = SHORTEST, False
        self._next_housekeeping = self._next_probe = self._next_rebuild = 0.0

    def run(self) -> None:
        while not self.stopping.is_set():
            close_old_connections()
            self.stopping.wait(self._turn())
        if self._run is not None:
            self._run.join(timeout=5)
        leases.release(self.engine, holder=self.holder)
        connection.close()

    def _turn(self) -> float:
        """One look at what is to be done; how long to wait until the next."""
        try:
            done = self.once()
        except leases.LeaseLostError:
            return PAUSE
        except IndexUnusableError as error:
            note_away(self.engine, str(error))
            # Said twice: a cluster that is starting may say it for a moment, and all would be built for nothing.
            if self._was_unusable:
                self._rebuild_by_itself()
            self._was_unusable, self._next_housekeeping, self._next_probe = True, 0.0, 0.0
            return self._longer()
        except EngineError as error:
            note_away(self.engine, str(error))
            return self._longer()
        except Exception:
            # The database may be away for a moment; the next round tries again.
            logger.exception("The indexer of %s stumbled", self.engine)
            return self._longer()
        self._pause, self._was_unusable = SHORTEST, False
        return 0 if done else PAUSE

    def _longer(self) -> float:
        pause, self._pause = self._pause, min(LONGEST, self._pause * 2)
        if self._run is not None and self._run.is_alive():
            return SHORTEST
        return pause

    def once(self) -> int:
        """Apply a batch of what waits; how many names it was."""
        now = time.monotonic()
        if now >= self._next_housekeeping:
            self._next_housekeeping = now + HOUSEKEEPING
            self._keep_house(now)
        return index_batch(self.engine, holder=self.holder)

    def _keep_house(self, now: float) -> None:
        waiting = IndexRun.objects.filter(engine=self.engine, status__in=(RunStatus.WAITING, RunStatus.RUNNING)).first()
        if waiting is not None and waiting.status == RunStatus.WAITING:
            self._begin(RunKind(waiting.kind))
        if now >= self._next_probe:
            self._next_probe = now + PROBE
            runs.sweep(self.engine)
            look_at(self.engine)
            note_back(self.engine)
        retry_troubles(self.engine, holder=self.holder)

    def _rebuild_by_itself(self) -> None:
        last = IndexRun.objects.filter(engine=self.engine, kind=RunKind.REBUILD).first()
        has_just_failed = last is not None and last.status == RunStatus.FAILED and not last.was_interrupted
        if has_just_failed and last is not None and abs(timezone.now() - (last.finished_at or last.asked_at)) < AGAIN:
            return
        if time.monotonic() < self._next_rebuild:
            return
        if runs.ask(self.engine, RunKind.REBUILD).status == RunStatus.WAITING:
            self._begin(RunKind.REBUILD)
            self._next_rebuild = time.monotonic() + LOST_AGAIN

    def _begin(self, kind: RunKind) -> None:
        """In a thread of its own: changes go on being applied meanwhile."""
        if self._run is None or not self._run.is_alive():
            self._run = threading.Thread(target=self._do, args=[kind], name=f"{kind}-{self.engine}", daemon=True)
            self._run.start()

    def _do(self, kind: RunKind) -> None:
        try:
            (rebuild if kind == RunKind.REBUILD else check)(self.engine, tell=self._stop_in_order)
        except (runs.AlreadyRunningError, runs.SupersededError, runs.StoppedError, EngineUnavailableError) as error:
            logger.warning("The %s of %s ended: %s", kind, self.engine, error)
        except Exception:
            logger.exception("The %s of %s failed", kind, self.engine)
        else:
            note_back(self.engine)
            self._next_probe = 0.0
        finally:
            connection.close()

    def _stop_in_order(self, run: IndexRun) -> None:
        if self.stopping.is_set():
            raise runs.StoppedError


class Indexers:
    """The threads of one process."""

    def __init__(self) -> None:
        self.threads = [Indexer(name) for name in engine_names()]

    def start(self) -> None:
        for thread in self.threads:
            thread.start()

    def stop(self) -> None:
        """Ask all to end, and wait a moment: what is under way is done again by the next process."""
        for thread in self.threads:
            thread.stopping.set()
        for thread in self.threads:
            thread.join(timeout=3)
