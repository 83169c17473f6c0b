"""The worker takes each task once, says how it went, and ends."""

import pytest
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from portal.background.worker import Worker
from tests.portal.background.jobs import fail, remember

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_task_is_done_and_its_result_kept() -> None:
    remember.enqueue("寺子屋")

    assert Worker()._work_once() is True
    assert Worker()._work_once() is False
    assert DBTaskResult.objects.values_list("status", "return_value").get() == (TaskResultStatus.SUCCESSFUL, "寺子屋")


def test_a_task_that_fails_says_why_and_stops_nothing() -> None:
    fail.enqueue()
    remember.enqueue("next")
    worker = Worker()

    assert [worker._work_once(), worker._work_once(), worker._work_once()] == [True, True, False]
    assert DBTaskResult.objects.failed().get().exception_class_path == "builtins.ValueError"


def test_a_task_seen_by_two_workers_is_had_by_one() -> None:
    remember.enqueue("once")
    first = DBTaskResult.objects.get()
    second = DBTaskResult.objects.get()

    assert (Worker()._claim(first), Worker()._claim(second)) == (True, False)
