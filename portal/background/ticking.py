"""Run the ticks that are due. One worker wins each: the row is moved forward by a condition on its old time."""

import logging
import threading

from django.db import close_old_connections, connection
from django.utils import timezone

from core.request_id import choose_request_id, under_request_id
from core.ticks import Tick, registered_ticks
from portal.background.leases import beat, recover
from portal.models import TickState

logger = logging.getLogger("terakoya.worker")
PAUSE = 5.0


def run_due_ticks() -> list[str]:
    """Run every tick whose time has come; return their names. One that fails is logged and comes again."""
    return [tick.name for tick in registered_ticks() if _claim(tick) and _run(tick)]


def _claim(tick: Tick) -> bool:
    now = timezone.now()
    state, _ = TickState.objects.get_or_create(name=tick.name, defaults={"due_at": now})
    if state.due_at > now:
        return False
    return TickState.objects.filter(pk=state.pk, due_at=state.due_at).update(due_at=now + tick.every) == 1


def _run(tick: Tick) -> bool:
    with under_request_id(choose_request_id("")):
        try:
            tick.run()
        except Exception:
            logger.exception("Tick %s failed", tick.name)
    return True


class Ticker(threading.Thread):
    """Beats for its worker, recovers what dead ones left, and runs ticks, beside the tasks."""

    def __init__(self, worker_id: str) -> None:
        super().__init__(name="ticker", daemon=True)
        self.worker_id = worker_id
        self.stopping = threading.Event()

    def run(self) -> None:
        while not self.stopping.is_set():
            close_old_connections()
            try:
                beat(self.worker_id)
                if recovered := recover():
                    logger.warning("Gave back %s tasks of workers that died", recovered)
                run_due_ticks()
            except Exception:
                # The database may be away for a moment; the next round tries again.
                logger.exception("The ticker stumbled")
            self.stopping.wait(PAUSE)
        connection.close()
