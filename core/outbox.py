"""Work that leaves the database: a task row written in the same transaction, done by the worker later.

A domain verb says what is to be done by name; `core.tasks` and the apps' own tasks register what does it, so the
domain needs to know no task. A task rereads its object and acts; doing it twice is harmless.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

_tasks: dict[str, Any] = {}


def register(name: str, task: Any) -> None:
    """Let `put(name, …)` enqueue this task of the `background` backend."""
    _tasks[name] = task


def put(name: str, *args: Any, after: dt.datetime | None = None) -> None:
    """Write the task's row now; it runs once the transaction around it has committed, and never if it rolls back."""
    task = _tasks[name]
    (task.using(run_after=after) if after else task).enqueue(*args)
