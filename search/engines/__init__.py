"""The engines of this installation: Elasticsearch where one is named, the embedded one otherwise and beside it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import cast

from django.conf import settings

from search.engines.protocol import Engine

EMBEDDED, ELASTIC = "embedded", "elastic"


def _embedded() -> Engine:
    from search.engines.embedded import EmbeddedEngine

    return cast("Engine", EmbeddedEngine(Path(settings.SEARCH_FOLDER)))


def _elastic() -> Engine:
    from search.engines.elastic import ElasticEngine

    return cast("Engine", ElasticEngine())


_makers: dict[str, Callable[[], Engine]] = {EMBEDDED: _embedded, ELASTIC: _elastic}


@cache
def engine_named(name: str) -> Engine:
    """The engine of this process with this name. Raises KeyError for one that is not known."""
    return _makers[name]()


def engine_names() -> list[str]:
    """The engines that are kept up to date, the one that answers first; the second answers while it is away."""
    if not settings.ELASTICSEARCH["nodes"]:
        return [EMBEDDED]
    return [ELASTIC, EMBEDDED] if settings.SEARCH_FALLBACK == EMBEDDED else [ELASTIC]


def engine() -> Engine:
    """The engine that answers."""
    return engine_named(engine_names()[0])


def fallback() -> Engine | None:
    """The engine that answers while the first one is away."""
    names = engine_names()
    return engine_named(names[1]) if len(names) > 1 else None


def replace(name: str, maker: Callable[[], Engine]) -> None:
    """Put another engine in the place of one: for tests and benchmarks."""
    _makers[name] = maker
    engine_named.cache_clear()
