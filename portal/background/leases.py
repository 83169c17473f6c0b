"""Which workers live, and what happens to the tasks of those that do not.

A worker killed with -9 leaves its task RUNNING for ever. Every worker therefore beats; a task whose worker fell silent
goes back to READY, and after too many attempts to FAILED. A task may so run twice: tasks resume, or do no harm again.
"""

import os
import socket
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from core.processes import process_exists
from portal.models import WorkerBeat

# Longer than the wait for a locked SQLite file (20 s), during which a living worker cannot beat.
LEASE = timedelta(seconds=60)
ATTEMPTS = 3


def beat(worker_id: str) -> None:
    """Say that this worker lives."""
    WorkerBeat.objects.update_or_create(
        worker_id=worker_id,
        defaults={"host": socket.gethostname(), "pid": os.getpid(), "seen_at": timezone.now()},
    )


def leave(worker_id: str) -> None:
    """Say that this worker ends; a task it could not finish goes back at once."""
    WorkerBeat.objects.filter(worker_id=worker_id).delete()
    recover()


def recover() -> int:
    """Give back the tasks of dead workers; return how many."""
    for worker in WorkerBeat.objects.all():
        if not _lives(worker):
            worker.delete()
    living = set(WorkerBeat.objects.values_list("worker_id", flat=True))
    return sum(
        _give_back(task)
        for task in DBTaskResult.objects.running()
        if not task.worker_ids or task.worker_ids[-1] not in living
    )


def _lives(worker: WorkerBeat) -> bool:
    if worker.seen_at < timezone.now() - LEASE:
        return False
    return worker.host != socket.gethostname() or process_exists(worker.pid)


def _give_back(task: DBTaskResult) -> int:
    """The condition on the status makes two workers that recover at once do it once."""
    with transaction.atomic():
        mine = DBTaskResult.objects.filter(pk=task.pk, status=TaskResultStatus.RUNNING, worker_ids=task.worker_ids)
        if len(task.worker_ids) < ATTEMPTS:
            return int(mine.update(status=TaskResultStatus.READY, started_at=None))
        failed = mine.update(
            status=TaskResultStatus.FAILED,
            finished_at=timezone.now(),
            exception_class_path="builtins.RuntimeError",
            traceback=f"The worker died {len(task.worker_ids)} times while this task ran.",
        )
        return int(failed)
