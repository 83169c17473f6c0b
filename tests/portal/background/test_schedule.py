"""The portal's own ticks are there from the start."""

from core.ticks import registered_ticks


def test_scheduled_pages_are_looked_at_every_minute() -> None:
    every = {tick.name: tick.every.total_seconds() for tick in registered_ticks()}

    assert every["publish_scheduled"] == 60
    assert {"clear_sessions", "prune_tasks"} <= set(every)
