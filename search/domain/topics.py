"""The outbox of search: one topic for each engine, so that one that is away keeps no other waiting."""

from __future__ import annotations

from core import outbox
from search.engines import engine_names

CHANNEL = "search"


def topic_of(engine: str) -> str:
    return f"{CHANNEL}:{engine}"


def topics() -> list[str]:
    return [topic_of(name) for name in engine_names()]


def connect() -> None:
    """Called once, when the apps are loaded."""
    outbox.subscribe(CHANNEL, topics)
