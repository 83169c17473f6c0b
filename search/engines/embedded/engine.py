"""The embedded engine behind the protocol: many processes read, one writes at a time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

from tantivy import Occur, Searcher
from tantivy import Query as Asked

from search.engines.embedded import answers, asking, sights
from search.engines.embedded.folder import Folder, Reader
from search.engines.embedded.guard import guarded
from search.engines.embedded.rows import SEPARATOR
from search.engines.embedded.schema import schema
from search.engines.embedded.writing import Writers
from search.engines.protocol import EngineError, IndexUnusableError
from search.query import DEEPEST, Change, Health, Hit, Indexed, Query, Results, Suggestion
from search.sight import Sight
from search.text.parse import Parsed

MOST_VALUES = 1_000
"""Values of a facet that are counted."""

T = TypeVar("T")
Clauses = list[tuple[Occur, Asked]]


class EmbeddedEngine:
    """`folder` holds everything; several of these on one folder, in any processes, see the same index."""

    name = "embedded"

    def __init__(self, folder: Path) -> None:
        self.folder = Folder(Path(folder))
        self._schema = schema()
        self._reader: Reader | None = None
        self._opening = threading.Lock()
        self._writers = Writers(self.folder)

    # Writing

    def apply(self, changes: Sequence[Change], *, index: str | None = None) -> None:
        self._writers.apply(index or self.folder.current(), changes, is_building=index is not None)

    def refresh(self) -> None:
        """A commit is seen by the next search anyway."""

    def begin_rebuild(self) -> str:
        with guarded("making a new one"):
            return self.folder.create()

    def finish_rebuild(self, index: str) -> None:
        with guarded("swapping"):
            self._writers.close(index)
            self.folder.open(index)
            old = self._current_or_none()
            self.folder.swap(index)
            if old and old != index:
                self._writers.forget(old)
                self.folder.remove(old)

    def drop(self, index: str) -> None:
        if index != self._current_or_none():
            self._writers.forget(index)
            self.folder.remove(index)

    def half_built(self) -> list[str]:
        return self.folder.others()

    # Reading

    def query(self, query: Query) -> Results:
        begun = time.perf_counter()
        if not query.sight.tokens:
            return Results()
        return self._read("searching", lambda searcher: self._results(searcher, query, begun))

    def suggest(self, parsed: Parsed, *, sight: Sight, kinds: tuple[str, ...] = (), limit: int = 8) -> list[Suggestion]:
        if not sight.tokens or parsed.is_empty or limit <= 0:
            return []
        found = self.query(Query(parsed=parsed, sight=sight, kinds=kinds, limit=limit, snippets=False))
        return [
            Suggestion(hit.key, hit.kind, "".join(each.text for each in hit.title), hit.title, hit.score)
            for hit in found.hits
        ]

    def similar(self, key: str, *, sight: Sight, kinds: tuple[str, ...] = (), limit: int = 5) -> list[Hit]:
        return []

    def documents(self, *, index: str | None = None) -> Iterator[Indexed]:
        name = index or self.folder.current()
        self._writers.flush(name)
        with guarded("listing it"):
            searcher = Reader(self.folder, name).index.searcher()
            for digit in "0123456789abcdef":
                for identity, count in searcher.terms_with_prefix("identity", digit, Asked.all_query()):
                    fingerprint, source, key = identity.split(SEPARATOR, 2)
                    for _ in range(count):
                        yield Indexed(key=key, source=source, fingerprint=fingerprint)

    def health(self) -> Health:
        name = ""
        try:
            name = self.folder.current()
            count = self._read("counting", lambda searcher: searcher.num_docs)
            size, form = self.folder.size(name), self.folder.form(name)
        except (EngineError, OSError) as error:
            return Health(is_up=False, problem=str(error), index=name)
        return Health(is_up=True, documents=count, schema=(form or 0) // 1_000, size_bytes=size, index=name)

    # Inside

    def _current_or_none(self) -> str | None:
        try:
            return self.folder.current()
        except IndexUnusableError:
            return None

    def _read(self, doing: str, use: Callable[[Searcher], T]) -> T:
        """With the index as it is now; once more where it was swapped and removed meanwhile."""
        try:
            searcher = self._searcher()
        except EngineError:
            self._reader = None
            searcher = self._searcher()
        with guarded(doing):
            return use(searcher)

    def _searcher(self) -> Searcher:
        name = self.folder.current()
        with self._opening:
            if self._reader is None or self._reader.name != name:
                self._reader = Reader(self.folder, name)
            self._reader.refresh()
            with guarded("opening it"):
                return self._reader.index.searcher()

    def _results(self, searcher: Searcher, query: Query, begun: float) -> Results:
        parsed = asking.finished(query.parsed)
        text = asking.asked(self._schema, parsed)
        base: Clauses = [(Occur.Must, text), *sights.seen(self._schema, query.sight)]
        kinds, filters = sights.of_kinds(self._schema, query.kinds), sights.filtered(self._schema, query.filters)
        counted = self._counted(searcher, query, base)
        total = sum(count for kind, count in counted["kind"].items() if not query.kinds or kind in query.kinds)
        hits: tuple[Hit, ...] = ()
        limit = min(query.limit, DEEPEST - query.offset)
        if query.offset >= 0 and limit > 0 and total:
            order: dict[str, Any] = (
                {"order_by_field": "updated"} if query.order == "new" else {"weight_by_field": "weight"}
            )
            found = searcher.search(
                Asked.boolean_query([*base, *kinds, *filters]), limit=limit, offset=query.offset, count=False, **order
            )
            hits = tuple(
                answers.hit(
                    searcher.doc(address),
                    float(score or 0),
                    parsed,
                    language=query.language,
                    snippets=query.snippets,
                )
                for score, address in found.hits
            )
        took = (time.perf_counter() - begun) * 1000
        facets = {name: counted[name] for name in query.facets}
        return Results(hits=hits, total=total, kinds=counted["kind"], facets=facets, milliseconds=took)

    def _counted(self, searcher: Searcher, query: Query, base: Clauses) -> dict[str, dict[str, int]]:
        """Kinds and facets, each without its own filter: those that nothing filters are counted together."""
        every = [*base, *sights.of_kinds(self._schema, query.kinds), *sights.filtered(self._schema, query.filters)]
        found: dict[str, dict[str, int]] = {name: {} for name in query.facets}
        together = [name for name in query.facets if sights.is_facet(name) and not query.filters.get(name)]
        if query.kinds:
            without = [*base, *sights.filtered(self._schema, query.filters)]
            found |= self._count(searcher, without, {"kind": "kind"})
        else:
            found |= self._count(searcher, every, {"kind": "kind"} | {name: f"facets.{name}" for name in together})
            together = []
        if together:
            found |= self._count(searcher, every, {name: f"facets.{name}" for name in together})
        for name in query.facets:
            if sights.is_facet(name) and query.filters.get(name):
                kinds = sights.of_kinds(self._schema, query.kinds)
                but = sights.filtered(self._schema, query.filters, but=name)
                found |= self._count(searcher, [*base, *kinds, *but], {name: f"facets.{name}"})
        return found

    def _count(self, searcher: Searcher, clauses: Clauses, fields: dict[str, str]) -> dict[str, dict[str, int]]:
        wanted = {name: {"terms": {"field": field, "size": MOST_VALUES}} for name, field in fields.items()}
        found: dict[str, Any] = searcher.aggregate(Asked.boolean_query(clauses), wanted)
        return {name: {each["key"]: each["doc_count"] for each in found[name]["buckets"]} for name in fields}
