"""Facts that other apps may act on: emitted after commit, received in `portal.receivers` only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar, cast

from django.db import transaction


@dataclass(frozen=True)
class Event:
    """Base of every event: a frozen dataclass of plain values (keys, not objects)."""


E = TypeVar("E", bound=Event)
_receivers: dict[type[Event], list[Callable[[Event], None]]] = defaultdict(list)


def receive(kind: type[E], receiver: Callable[[E], None]) -> None:
    """Have `receiver` called for each event of exactly this kind; saying it twice is harmless."""
    untyped = cast("Callable[[Event], None]", receiver)
    if untyped not in _receivers[kind]:
        _receivers[kind].append(untyped)


def emit(event: Event) -> None:
    """Tell of a fact once the surrounding transaction has committed; nothing is told if it rolls back."""
    transaction.on_commit(lambda: _deliver(event))


def _deliver(event: Event) -> None:
    for receiver in list(_receivers[type(event)]):
        receiver(event)
