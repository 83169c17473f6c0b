"""What the core has to be found: people, departments, pages."""

from __future__ import annotations

import datetime as dt


def register() -> None:
    """Called once, when the apps are loaded."""
    from core.ticks import register_tick
    from search import registry
    from search.kinds import departments, facets, pages, people

    facets.register()
    for source in (people.SOURCE, departments.SOURCE, pages.SOURCE):
        registry.register(source)
    register_tick("search.people_of_the_day", people.mark_changes_of_the_day, every=dt.timedelta(hours=3))
