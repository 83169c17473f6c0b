"""The worker process: takes one task after another from the database until it is asked to stop."""

import logging
import os
import signal
import threading
import time
from types import FrameType

from django.db import close_old_connections, connection
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker as LibraryWorker
from django_tasks_db.models import DBTaskResult

from core.request_id import under_request_id
from portal.background.leases import beat, leave
from portal.background.ticking import Ticker
from search.api import Indexers

logger = logging.getLogger("terakoya.worker")

PAUSE = 0.5
# A task still running so long after the signal is given up: another worker takes it up again.
PATIENCE = 6.0


class Worker(LibraryWorker):  # type: ignore[misc]
    """Runs tasks as the library does, but claims them with one conditional UPDATE: looking for work takes no lock."""

    def __init__(self) -> None:
        super().__init__(
            queue_names=["*"],
            interval=PAUSE,
            batch=False,
            backend_name="background",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        self.stopping = threading.Event()

    def run(self) -> None:
        beat(self.worker_id)
        ticker = Ticker(self.worker_id)
        ticker.start()
        indexers = Indexers()
        indexers.start()
        logger.info("Worker %s waits for tasks", self.worker_id[:8])
        try:
            while not self.stopping.is_set():
                close_old_connections()
                if not self._work_once():
                    self.stopping.wait(PAUSE)
        finally:
            ticker.stopping.set()
            indexers.stop()
            leave(self.worker_id)
            connection.close()

    def _work_once(self) -> bool:
        task = DBTaskResult.objects.ready().filter(backend_name=self.backend_name).first()
        if task is None or not self._claim(task):
            return False
        with under_request_id(str(task.id)):
            begun = time.monotonic()
            self.run_task(task)
            logger.info("Task %s %s", task.task_path, task.status, extra={"ms": _milliseconds(begun)})
        return True

    def _claim(self, task: DBTaskResult) -> bool:
        """Two workers may see one task; the condition on its status lets one of them have it."""
        task.worker_ids = [*task.worker_ids, self.worker_id]
        task.status, task.started_at = TaskResultStatus.RUNNING, timezone.now()
        claimed = DBTaskResult.objects.filter(pk=task.pk, status=TaskResultStatus.READY).update(
            status=task.status, started_at=task.started_at, worker_ids=task.worker_ids
        )
        return bool(claimed == 1)

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        if self.stopping.is_set():
            os._exit(1)
        self.stopping.set()
        threading.Thread(target=self._give_up_later, daemon=True).start()

    def _give_up_later(self) -> None:
        """The process ends whatever the task does; its lease brings the task back."""
        time.sleep(PATIENCE)
        logger.warning("The running task did not end in time; the next worker takes it up again")
        os._exit(0)

    def end_with_parent(self) -> None:
        """End when the process that started us is gone: it holds the other end of our standard input."""

        def watch() -> None:
            # Not sys.stdin: a thread that holds its lock at the end of the process is a fatal error.
            while os.read(0, 1024):
                pass
            self.shutdown(signal.SIGTERM, None)

        threading.Thread(target=watch, name="parent", daemon=True).start()


def _milliseconds(begun: float) -> float:
    return round((time.monotonic() - begun) * 1000, 1)
