"""What learning gives to search: materials with each of their steps, answered questions, courses with
their runs, curricula and categories."""

from __future__ import annotations


def register() -> None:
    """Called once, when the apps are loaded."""
    from learning.search_index import courses, facets, materials, pages, questions
    from search import registry

    facets.register()
    for source in (materials.SOURCE, courses.SOURCE, questions.SOURCE, pages.SOURCE):
        registry.register(source)
