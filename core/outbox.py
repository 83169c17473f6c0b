"""Work that leaves the database: rows written in the same transaction as the change, worked off later.

*Tasks* (`put`): a domain verb says what is to be done by name; `core.tasks` and the apps' own tasks register what does
it, so the domain needs to know no task. A task rereads its object and acts; doing it twice is harmless.

*Marks* (`mark`): a thing changed, by name; whoever subscribed to the channel reads it again. Each subscriber has rows
of its own, so that one that is away keeps nobody waiting and forgets nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Any

from core.models.outbox import OutboxRow

_tasks: dict[str, Any] = {}
_subscribers: dict[str, list[Callable[[], Sequence[str]]]] = {}

BATCH = 1_000


def register(name: str, task: Any) -> None:
    """Let `put(name, …)` enqueue this task of the `background` backend."""
    _tasks[name] = task


def put(name: str, *args: Any, after: dt.datetime | None = None) -> None:
    """Write the task's row now; it runs once the transaction around it has committed, and never if it rolls back."""
    task = _tasks[name]
    (task.using(run_after=after) if after else task).enqueue(*args)


def subscribe(channel: str, topics: Callable[[], Sequence[str]]) -> None:
    """Have every mark on a channel written once for each of these topics (asked anew each time)."""
    _subscribers.setdefault(channel, []).append(topics)


def mark(channel: str, keys: Iterable[str]) -> None:
    """Say that these things changed. Call it in the transaction that changes them: it commits or goes with them.

    Any number of keys, in constant memory; a channel that nobody reads costs nothing.
    """
    topics = [topic for ask in _subscribers.get(channel, ()) for topic in ask()]
    if topics:
        _insert(topics, dict.fromkeys(keys) if isinstance(keys, Sequence) else keys)


def put_rows(topic: str, keys: Iterable[str]) -> int:
    """Have one reader alone look at these things again; how many there were."""
    return _insert([topic], keys)


def _insert(topics: Sequence[str], keys: Iterable[str]) -> int:
    names, count = iter(keys), 0
    while batch := list(islice(names, BATCH)):
        OutboxRow.objects.bulk_create([OutboxRow(topic=topic, key=key) for key in batch for topic in topics])
        count += len(batch)
    return count
