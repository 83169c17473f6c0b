"""tantivy and Elasticsearch's client with nothing of ours in the timed part: queries, and rows as plain values, are
built beforehand. What takes plain values in is the engine's own, for both: the request that the client makes of them,
the `Document` of tantivy."""

from __future__ import annotations

import gc
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from search.documents import SearchDocument
from search.query import PAGE_SIZE, Query
from search.text.parse import parse
from tests.benchmarks.corpus import VIEWER

FACETS = ("department", "language", "tag")


def engine_in(name: str, folder: Path) -> Any:
    if name == "embedded":
        from search.engines.embedded import EmbeddedEngine

        return EmbeddedEngine(folder)
    from search.engines.elastic import ElasticEngine

    return ElasticEngine(prefix=f"bench-{uuid.uuid4().hex[:8]}")


def alone_beside(name: str, folder: Path, engine: Any) -> Any:
    return Tantivy(folder) if name == "embedded" else Elastic(engine)


class Tantivy:
    """The index that our engine built, opened without it."""

    def __init__(self, folder: Path) -> None:
        from search.engines.embedded.folder import Folder
        from search.engines.embedded.reading import Readers

        self.folder = Folder(folder)
        self.now = Readers(self.folder).read("comparing", lambda now: now)

    def prepare(self, text: str) -> Callable[[], object]:
        """One search for a page of hits, one walk that counts; the hits fetched and quoted by tantivy itself."""
        from tantivy import Document, SnippetGenerator
        from tantivy import Query as Asked

        from search.engines.embedded import asking
        from search.engines.embedded.searching import SCHEMA, Search
        from search.engines.embedded.typos import Vocabulary

        search = Search(self.now, Vocabulary())
        asked, _, _ = search.settled(Query(parse(text), VIEWER))
        query, searcher = Asked.boolean_query(search.clauses(asked)), self.now.searcher
        words = asking.asked(SCHEMA, asked.parsed)
        fields = {"kind": "kind"} | {name: f"facets.{name}" for name in FACETS}
        counts = {name: {"terms": {"field": field, "size": 1_000}} for name, field in fields.items()}

        def ask() -> object:
            found = searcher.search(query, limit=PAGE_SIZE, weight_by_field="weight")
            counted = searcher.aggregate(query, counts)
            documents = [searcher.doc(address).to_dict() for _, address in found.hits]
            quote = SnippetGenerator.create(searcher, words, SCHEMA, "body")
            bodies = (bytes((each.get("body_ja") or [b""])[0]).decode() for each in documents)
            return counted, documents, [quote.snippet_from_doc(Document(body=body)).to_html() for body in bodies]

        return ask

    def bulk(self, chunks: Iterator[Sequence[SearchDocument]]) -> float:
        from tantivy import Document

        from search.engines.embedded.rows import values
        from search.engines.embedded.writing import HEAP_FOR_BUILDING

        index = self.folder.open(self.folder.create())
        writer, took = index.writer(HEAP_FOR_BUILDING), 0.0
        for documents in chunks:
            rows = _frozen([values(each, 1) for each in documents])
            begun = time.perf_counter()
            for each in rows:
                writer.add_document(Document(**each))
            writer.commit()
            took += time.perf_counter() - begun
        begun = time.perf_counter()
        writer.wait_merging_threads()
        return took + time.perf_counter() - begun


class Elastic:
    """The requests that our engine sends, sent again by the client alone."""

    def __init__(self, engine: Any) -> None:
        self.engine = engine

    def prepare(self, text: str) -> Callable[[], object]:
        sent: list[dict[str, Any]] = []
        search = self.engine._search

        def remembered(request: dict[str, Any]) -> Any:
            sent.append(request)
            return search(request)

        self.engine._search = remembered
        try:
            self.engine.query(Query(parse(text), VIEWER, facets=FACETS))
        finally:
            self.engine._search = search
        client, index = self.engine.client, self.engine._indices.alias
        return lambda: client.search(index=index, body=sent[-1]).body if sent else None

    def bulk(self, chunks: Iterator[Sequence[SearchDocument]]) -> float:
        from elasticsearch.helpers import bulk

        from search.engines.elastic.connection import BULK_SECONDS
        from search.engines.elastic.rows import row, row_id

        client = self.engine.client.options(request_timeout=BULK_SECONDS)
        index, took = self.engine.begin_rebuild(), 0.0
        for documents in chunks:
            rows = _frozen([{"_index": index, "_id": row_id(each.key), "_source": row(each)} for each in documents])
            begun = time.perf_counter()
            bulk(client, rows, chunk_size=1_000)
            took += time.perf_counter() - begun
        begun = time.perf_counter()
        client.indices.refresh(index=index)
        took += time.perf_counter() - begun
        self.engine.drop(index)
        self.engine.destroy()
        return took


def _frozen(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What a client would not keep all at once costs the collector nothing; until the next documents are made."""
    gc.freeze()
    return rows
