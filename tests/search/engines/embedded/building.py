"""Small documents and engines for these tests."""

import datetime as dt
from pathlib import Path
from typing import Any

from search.documents import EMPLOYEES, SearchDocument, Words
from search.engines.embedded import EmbeddedEngine
from search.query import Change, Query
from search.sight import Sight
from search.text.parse import parse

TODAY = dt.date(2026, 11, 22)
EVERYONE = Sight(tokens=frozenset({EMPLOYEES}), today=TODAY)


def document(key: str, ja: str = "", en: str = "", body: str = "", **values: Any) -> SearchDocument:
    """Of everyone; the body is Japanese."""
    given = {"source": key, "kind": "material", "url": f"/{key}/", "audience": (EMPLOYEES,), "body": Words(ja=body)}
    return SearchDocument(key=key, title=Words(ja, en), **(given | values))


def engine_with(folder: Path, *documents: SearchDocument) -> EmbeddedEngine:
    """An engine whose index has been built from these."""
    engine = EmbeddedEngine(folder)
    index = engine.begin_rebuild()
    engine.apply(changes(*documents), index=index)
    engine.finish_rebuild(index)
    return engine


def changes(*documents: SearchDocument, version: int = 1) -> list[Change]:
    by_source: dict[str, list[SearchDocument]] = {}
    for each in documents:
        by_source.setdefault(each.source, []).append(each)
    return [Change(source, found, version) for source, found in by_source.items()]


def found(engine: EmbeddedEngine, text: str, sight: Sight = EVERYONE, **values: Any) -> list[str]:
    """Keys of the hits, best first."""
    return [hit.key for hit in engine.query(Query(parse(text), sight, **values)).hits]
