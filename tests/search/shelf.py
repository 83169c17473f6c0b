"""An engine in the hands of a test: put documents in, ask for them."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import Any

from search.documents import SearchDocument
from search.engines.protocol import Engine
from search.query import Change, Query, Results, Suggestion
from search.sight import Sight
from search.text.parse import Expand, parse
from tests.search.documents import EMPLOYEE


def no_synonyms(word: str) -> Sequence[str]:
    return ()


class Shelf:
    """Hands the engine changes and queries as the domain would; what was put in is findable at once."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._versions = itertools.count(1)

    def start(self) -> Shelf:
        """An empty index, as after the first rebuild."""
        self.engine.finish_rebuild(self.engine.begin_rebuild())
        return self

    def put(self, *documents: SearchDocument, version: int | None = None, index: str | None = None) -> None:
        """Each source named by the documents is replaced by them."""
        ordered = sorted(documents, key=lambda document: document.source)
        changes = [
            self.change(source, list(group), version=version)
            for source, group in itertools.groupby(ordered, key=lambda document: document.source)
        ]
        self.apply(changes, index=index)

    def take_away(self, *sources: str, version: int | None = None) -> None:
        self.apply([self.change(source, [], version=version) for source in sources])

    def change(self, source: str, documents: Sequence[SearchDocument], version: int | None = None) -> Change:
        return Change(source, documents, version=next(self._versions) if version is None else version)

    def apply(self, changes: Sequence[Change], *, index: str | None = None) -> None:
        self.engine.apply(changes, index=index)
        self.settle()

    def settle(self) -> None:
        """What was put in is findable from here on."""
        self.engine.refresh()

    def search(self, text: str = "", *, sight: Sight = EMPLOYEE, expand: Expand = no_synonyms, **facts: Any) -> Results:
        return self.engine.query(Query(parse(text, expand=expand), sight=sight, **facts))

    def found(self, text: str = "", **facts: Any) -> list[str]:
        """Keys in the order in which they are shown."""
        return [hit.key for hit in self.search(text, **facts).hits]

    def suggestions(self, text: str, *, sight: Sight = EMPLOYEE, **facts: Any) -> list[Suggestion]:
        return self.engine.suggest(parse(text), sight=sight, **facts)

    def suggested(self, text: str, **facts: Any) -> list[str]:
        return [suggestion.key for suggestion in self.suggestions(text, **facts)]

    def similar(self, key: str, *, sight: Sight = EMPLOYEE, **facts: Any) -> list[str]:
        return [hit.key for hit in self.engine.similar(key, sight=sight, **facts)]

    def held(self, *, index: str | None = None) -> set[str]:
        """Every key in the index, seen by whom ever."""
        return {indexed.key for indexed in self.engine.documents(index=index)}


def marked(pieces: Iterable[Any]) -> list[str]:
    """What is marked in a highlighted text."""
    return [piece.text for piece in pieces if piece.is_match]


def plain(pieces: Iterable[Any]) -> str:
    return "".join(piece.text for piece in pieces)
