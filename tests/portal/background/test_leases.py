"""What a killed worker left behind comes back, and only that."""

import os
import socket
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from portal.background import leases
from portal.models import WorkerBeat

pytestmark = pytest.mark.django_db
NO_PROCESS = 2**22 + 1  # above the largest process number that Linux gives


def running(*worker_ids: str) -> DBTaskResult:
    return DBTaskResult.objects.create(
        status=TaskResultStatus.RUNNING,
        worker_ids=list(worker_ids),
        args_kwargs={"args": [], "kwargs": {}},
        task_path="tests.portal.background.jobs.remember",
        backend_name="background",
        run_after=timezone.now(),
    )


def worker(name: str, *, pid: int | None = None, host: str = "", silent: timedelta = timedelta()) -> None:
    WorkerBeat.objects.create(
        worker_id=name,
        host=host or socket.gethostname(),
        pid=pid or os.getpid(),
        seen_at=timezone.now() - silent,
    )


def status(task: DBTaskResult) -> str:
    task.refresh_from_db()
    return str(task.status)


def test_a_task_of_a_living_worker_is_left_alone() -> None:
    worker("lives")
    task = running("lives")

    assert leases.recover() == 0
    assert status(task) == TaskResultStatus.RUNNING


@pytest.mark.parametrize(
    "dead",
    [{"pid": NO_PROCESS}, {"host": "elsewhere", "silent": timedelta(seconds=61)}],
    ids=["its process is gone", "it fell silent"],
)
def test_a_task_of_a_dead_worker_is_given_back(dead: dict[str, object]) -> None:
    worker("dead", **dead)  # type: ignore[arg-type]
    task = running("dead")

    assert leases.recover() == 1
    assert status(task) == TaskResultStatus.READY
    assert WorkerBeat.objects.count() == 0


def test_a_worker_on_another_machine_is_believed_while_it_beats() -> None:
    worker("far", pid=NO_PROCESS, host="elsewhere", silent=timedelta(seconds=30))
    task = running("far")

    assert leases.recover() == 0
    assert status(task) == TaskResultStatus.RUNNING


def test_a_task_that_killed_three_workers_fails() -> None:
    task = running("first", "second", "third")

    assert leases.recover() == 1
    assert status(task) == TaskResultStatus.FAILED
    assert "3 times" in task.traceback


def test_a_worker_that_leaves_gives_its_task_back_at_once() -> None:
    leases.beat("leaving")
    task = running("leaving")

    leases.leave("leaving")

    assert status(task) == TaskResultStatus.READY
