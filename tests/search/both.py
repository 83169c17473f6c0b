"""The engines that the contract and the relevance set run on, each with an index of its own."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from search.engines.protocol import Engine

EMBEDDED, ELASTIC = "embedded", "elastic"
ENGINES = (EMBEDDED, pytest.param(ELASTIC, marks=pytest.mark.needs_elasticsearch))

Another = Callable[[], Engine]
"""Opens the same index once more, as another process would."""


@contextlib.contextmanager
def opened(name: str, folder: Path) -> Iterator[Another]:
    """A way to open one index, which goes with the test."""
    if name == EMBEDDED:
        embedded = pytest.importorskip("search.engines.embedded", exc_type=ImportError)
        yield lambda: embedded.EmbeddedEngine(folder)
        return
    elastic = pytest.importorskip("search.engines.elastic", exc_type=ImportError)
    prefix = f"test-{uuid.uuid4().hex[:12]}"
    try:
        yield lambda: elastic.ElasticEngine(prefix=prefix)
    finally:
        elastic.ElasticEngine(prefix=prefix).destroy()
