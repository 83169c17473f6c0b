"""Elasticsearch behind the protocol."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from elasticsearch import Elasticsearch

from search.documents import SCHEMA
from search.engines.elastic import nearby, quotes, reading
from search.engines.elastic.asking import body
from search.engines.elastic.building import Building
from search.engines.elastic.connection import BULK_SECONDS, answered, connect, options_from_settings
from search.engines.elastic.indices import WRITE, Indices
from search.engines.elastic.labels import Labels
from search.engines.elastic.listing import every, take_out
from search.engines.elastic.rows import row_id
from search.engines.elastic.writing import Writer
from search.engines.protocol import EngineError, IndexUnusableError
from search.query import Change, Counted, Health, Hit, Indexed, Query, Results, Suggestion
from search.sight import Sight
from search.text.parsed import Parsed

EMPTY = Parsed()
THIN = 10
"""Fewer documents than this: then words may be misspelt, or fewer of them have to stand in one document."""


class ElasticEngine:
    """Any number of these, in any processes, see the same index. `options` are `settings.ELASTICSEARCH`."""

    name = "elastic"

    def __init__(self, options: dict[str, Any] | None = None, *, prefix: str | None = None) -> None:
        self.options = options or options_from_settings()
        self.prefix = prefix or self.options["index"]
        self._client: Elasticsearch | None = None
        self._process = 0
        self._connecting = threading.Lock()
        self._begun: dict[str, Building] = {}

    # Writing

    def apply(self, changes: Sequence[Change], *, index: str | None = None) -> dict[str, str]:
        with answered():
            return (self._building(index) or self._writer(index)).apply(changes)

    def purge(self, sources: Sequence[str]) -> None:
        with answered():
            take_out(self.client.options(request_timeout=BULK_SECONDS), self._indices.alias, sources)

    def begin_rebuild(self) -> str:
        with answered():
            index = self._indices.create()
        self._begun[index] = Building(self._writer(index))
        return index

    def finish_rebuild(self, index: str) -> dict[str, str]:
        building = self._building(index)
        with answered():
            if building:
                building.wait()
            self._indices.finish(index)
        if building:
            building.close()
        self._begun.pop(index, None)
        return building.refused() if building else {}

    def drop(self, index: str) -> None:
        if building := self._building(index):
            building.give_up()
        self._begun.pop(index, None)
        with answered():
            self._indices.drop(index)

    def half_built(self) -> list[str]:
        with answered():
            return self._indices.half_built()

    # Reading

    def query(self, query: Query) -> Results:
        parsed = query.parsed
        if not query.sight.tokens or parsed.says_nothing:
            return Results(facets={name: {} for name in query.facets})
        with answered():
            answer, found = self._found(query, parsed)
            if answer["hits"]["total"]["value"] < THIN:
                doubtful, wider = reading.doubtful(parsed, found), self._wider(query, answer)
                if doubtful is not None or wider is not parsed:
                    answer, found = self._found(query, wider, forgiving=doubtful or frozenset())
        right = reading.misspelt(parsed, found)
        return Results(
            hits=tuple(reading.hit(row, query, parsed, right) for row in found),
            total=answer["hits"]["total"]["value"],
            kinds=reading.counts(answer, "kinds"),
            facets={name: reading.counts(answer, f"facet{number}") for number, name in enumerate(query.facets)},
            corrected=reading.corrected(parsed, right),
            milliseconds=float(answer["took"]),
        )

    def suggest(self, parsed: Parsed, *, sight: Sight, kinds: tuple[str, ...] = (), limit: int = 8) -> list[Suggestion]:
        if not sight.tokens or parsed.is_empty or limit <= 0:
            return []
        with answered():
            hits = self._search(nearby.beginning(parsed, sight=sight, kinds=kinds, limit=limit))["hits"]["hits"]
            if not hits:
                forgiving = nearby.beginning(parsed, sight=sight, kinds=kinds, limit=limit, is_forgiving=True)
                hits = self._search(forgiving)["hits"]["hits"]
        forms = reading.forms_of(parsed)
        return [_suggestion(hit, forms) for hit in hits]

    def similar(self, key: str, *, sight: Sight, kinds: tuple[str, ...] = (), limit: int = 5) -> list[Hit]:
        if not sight.tokens or limit <= 0 or not key:
            return []
        with answered():
            seeds = self._search(nearby.seed(key, sight))["hits"]["hits"]
            if not seeds:
                return []
            asked = nearby.like(row_id(key), seeds[0]["_source"], sight=sight, kinds=kinds, limit=limit)
            rows = reading.rows(self._search(asked), Labels())
        return [reading.hit(row, Query(EMPTY, sight, snippets=False), EMPTY, {}) for row in rows]

    def documents(self, *, index: str | None = None) -> Iterator[Indexed]:
        with answered():
            if building := self._building(index):
                building.wait()
            name = index or self._indices.current()
            if not name:
                raise IndexUnusableError("There is no index: rebuild it.")
            client = self.client.options(request_timeout=BULK_SECONDS)
            client.indices.refresh(index=name)
            yield from every(client, name)

    def examine(self) -> None:
        """Its nodes look after their files themselves: a search tells. What it is, only the index itself does."""
        with answered():
            self._indices.examine()

    def health(self) -> Health:
        try:
            with answered():
                return self._health()
        except EngineError as error:
            return Health(is_up=False, problem=str(error))

    # For tests

    def refresh(self) -> None:
        """What was written is findable now, and not within a second."""
        for index in list(self._begun):
            if building := self._building(index):
                building.settle()
        with answered():
            self.client.indices.refresh(index=f"{self._indices.alias}*", ignore_unavailable=True)

    def destroy(self) -> None:
        with answered():
            self._indices.destroy()

    # Inside

    @property
    def client(self) -> Elasticsearch:
        """One for each process: connections do not survive a fork."""
        with self._connecting:
            if self._client is None or self._process != os.getpid():
                self._client, self._process = connect(self.options), os.getpid()
            return self._client

    @property
    def _indices(self) -> Indices:
        return Indices(
            self.client, prefix=self.prefix, shards=self.options["shards"], replicas=self.options["replicas"]
        )

    def _writer(self, index: str | None) -> Writer:
        alias = f"{index}{WRITE}" if index else self._indices.alias
        return Writer(self.client.options(request_timeout=BULK_SECONDS), alias, is_building=bool(index))

    def _building(self, index: str | None) -> Building | None:
        """Where it was begun here: threads, like connections, do not survive a fork."""
        found = self._begun.get(index or "")
        return found if found and found.process == os.getpid() else None

    def _search(self, request: dict[str, Any]) -> Any:
        return self.client.search(index=self._indices.alias, body=request, allow_partial_search_results=False).body

    def _found(
        self, query: Query, parsed: Parsed, *, forgiving: frozenset[int] | None = None
    ) -> tuple[Any, list[reading.Row]]:
        labels = Labels()
        answer = self._search(body(query, parsed, labels, forgiving=forgiving))
        return answer, reading.rows(answer, labels)

    def _wider(self, query: Query, answer: Any) -> Parsed:
        """Whether others follow is the same under each filter, so that counts hold what they promise."""
        if query.order != "best" or query.parsed.with_others(1) is None:
            return query.parsed
        if query.kinds or query.filters:
            answer, _ = self._found(
                replace(query, kinds=(), filters={}, facets=(), limit=0, counted=Counted.NOT), query.parsed
            )
        total = answer["hits"]["total"]["value"]
        return (query.parsed.with_others(total) if total < THIN else None) or query.parsed

    def _health(self) -> Health:
        name = self._indices.current()
        if not name:
            other = self._indices.other_schema()
            problem = "There is no index" if other is None else f"The index has schema {other}, not {SCHEMA}"
            return Health(is_up=False, schema=other, problem=f"{problem}: rebuild it.")
        count = self.client.count(index=name, query={"term": {"is_document": True}})["count"]
        facts = self.client.indices.stats(index=name, metric="store")["_all"]["total"]
        return Health(
            is_up=True, documents=count, schema=SCHEMA, size_bytes=facts["store"]["size_in_bytes"], index=name
        )


def _suggestion(hit: dict[str, Any], forms: list[str]) -> Suggestion:
    values = hit["_source"]
    titles = [values[name] for name in ("title_ja", "title_en") if values.get(name)]
    shown = next((title for title in titles if any(piece.is_match for piece in quotes.title(title, forms, []))), "")
    title = shown or next(iter(titles), "")
    return Suggestion(values["key"], values["kind"], title, quotes.title(title, forms, []), hit["_score"] or 0.0)
