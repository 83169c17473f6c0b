"""What the core has to be found: people, departments, pages, tags."""

from __future__ import annotations


def register() -> None:
    """Called once, when the apps are loaded."""
    from search import registry
    from search.kinds import facets, people

    facets.register()
    registry.register(people.SOURCE)
