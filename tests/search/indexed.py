"""An installation with an index: what was marked is applied by hand, as the worker would."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.models import OutboxRow, Person
from core.processes import holder_name
from search import engines
from search.domain import indexing
from search.domain.queries import answering
from search.domain.queries.sight import sight_for
from search.domain.rebuilding import rebuild
from search.engines.protocol import Engine
from search.query import Query, Results
from search.text.parse import parse
from tests.search.both import opened


class Index:
    """The index of this installation. `name` is its engine's."""

    def __init__(self, name: str) -> None:
        self.name = name

    @property
    def engine(self) -> Engine:
        return engines.engine_named(self.name)

    def apply(self) -> int:
        """What the worker does; how many names it was."""
        done = indexing.index_all(self.name, holder=holder_name())
        self.engine.refresh()
        return done

    def waiting(self) -> list[str]:
        rows = OutboxRow.objects.filter(topic=f"search:{self.name}").order_by("id")
        return list(dict.fromkeys(rows.values_list("key", flat=True)))

    def keys(self) -> set[str]:
        self.engine.refresh()
        return {document.key for document in self.engine.documents()}

    def ask(self, text: str, viewer: Person, **facts: object) -> Results:
        self.engine.refresh()
        return self.engine.query(Query(parse(text), sight=sight_for(viewer), **facts))  # type: ignore[arg-type]

    def find(self, text: str, viewer: Person) -> list[str]:
        """Keys of what a viewer finds."""
        return [hit.key for hit in self.ask(text, viewer).hits]


@contextlib.contextmanager
def index_on(name: str, folder: Path, patch: pytest.MonkeyPatch) -> Iterator[Index]:
    """A fresh, empty index as the only one of this installation, built from what the database has."""
    makers = dict(engines._makers)
    with opened(name, folder) as another:
        patch.setattr(engines, "_makers", {**makers, name: another})
        patch.setattr(engines, "engine_names", lambda: [name])
        for module in ("topics", "queries.answering", "rebuilding", "loop", "queries.status"):
            patch.setattr(f"search.domain.{module}.engine_names", lambda: [name])
        patch.setattr(answering, "breaker", answering.Breaker())
        patch.setattr("search.engines.elastic.indices.UNDER_WAY", 0.0)  # nobody searches while a test swaps
        engines.engine_named.cache_clear()
        try:
            rebuild(name)
            yield Index(name)
        finally:
            engines.engine_named.cache_clear()
