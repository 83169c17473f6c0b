"""What learning gives to search: materials with each of their steps."""

from __future__ import annotations


def register() -> None:
    """Called once, when the apps are loaded."""
    from learning.search_index import facets, materials
    from search import registry

    facets.register()
    registry.register(materials.SOURCE)
