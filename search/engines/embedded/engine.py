"""The embedded engine behind the protocol: many processes read, one writes at a time."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tantivy import Query as Asked

from search.engines.embedded.checksums import Seen, verify
from search.engines.embedded.folder import Folder, Reader
from search.engines.embedded.guard import guarded
from search.engines.embedded.reading import Readers
from search.engines.embedded.rows import SEPARATOR
from search.engines.embedded.searching import Search
from search.engines.embedded.typos import Vocabulary
from search.engines.embedded.writing import Writers, newest_version
from search.engines.protocol import EngineError
from search.query import Change, Health, Hit, Indexed, Query, Results, Suggestion
from search.sight import Sight
from search.text.parsed import Parsed


class EmbeddedEngine:
    """`folder` holds everything; several of these on one folder, in any processes, see the same index.

    What is applied to an index under construction is written down after many documents, and when it is listed or
    finished; a process that is killed before loses the rest of an index that nobody searches.
    """

    name = "embedded"

    def __init__(self, folder: Path) -> None:
        self.folder = Folder(Path(folder))
        self._readers = Readers(self.folder)
        self._writers = Writers(self.folder)
        self._vocabulary = Vocabulary()
        self._whole: Seen = set()

    # Writing

    def apply(self, changes: Sequence[Change], *, index: str | None = None) -> dict[str, str]:
        if index is None:
            self._writers.change(changes)
        else:
            self._writers.build(index, changes)
        return {}

    def purge(self, sources: Sequence[str]) -> None:
        self._writers.change([Change(source, (), version=0) for source in sources])

    def refresh(self) -> None:
        """A commit is seen by the next search anyway."""

    def begin_rebuild(self) -> str:
        with guarded("making a new one"):
            return self.folder.create()

    def finish_rebuild(self, index: str) -> dict[str, str]:
        self._writers.finish(index)
        return {}

    def drop(self, index: str) -> None:
        with guarded("giving one up"):
            if index in self.folder.others():
                self._writers.forget(index)

    def half_built(self) -> list[str]:
        with guarded("looking for them"):
            return self.folder.others()

    # Reading

    def query(self, query: Query) -> Results:
        begun = time.perf_counter()
        is_asked = not query.parsed.is_empty or query.kinds or any(query.filters.values())
        if not query.sight.tokens or not is_asked:
            return Results(facets={name: {} for name in query.facets})
        return self._readers.read("searching", lambda now: Search(now, self._vocabulary).results(query, begun))

    def suggest(self, parsed: Parsed, *, sight: Sight, kinds: tuple[str, ...] = (), limit: int = 8) -> list[Suggestion]:
        if not sight.tokens or parsed.is_empty or parsed.is_error or limit <= 0:
            return []
        query = Query(parsed=parsed, sight=sight, kinds=kinds, limit=limit)
        return self._readers.read("suggesting", lambda now: Search(now, self._vocabulary).suggestions(query))

    def similar(self, key: str, *, sight: Sight, kinds: tuple[str, ...] = (), limit: int = 5) -> list[Hit]:
        if not sight.tokens or limit <= 0:
            return []
        query = Query(parsed=Parsed(), sight=sight, kinds=kinds, limit=limit)
        return self._readers.read("comparing", lambda now: Search(now, self._vocabulary).similar(key, query))

    def documents(self, *, index: str | None = None) -> Iterator[Indexed]:
        with guarded("listing it"):
            name = index or self.folder.current()
            self._writers.flush(name)
            searcher = Reader(self.folder, name).index.searcher()
            newest = newest_version(searcher)
            for digit in "0123456789abcdef":
                for identity, count in searcher.terms_with_prefix("identity", digit, Asked.all_query()):
                    fingerprint, source, key = identity.split(SEPARATOR, 2)
                    for _ in range(count):
                        yield Indexed(key, source, fingerprint, newest)

    def examine(self) -> None:
        with guarded("looking at its files"):
            name = self.folder.current()
            self.folder.check_form(name)
            self._whole = {mark for mark in self._whole if Path(mark[0]).exists()}
            verify(self.folder.at(name), self._whole)

    def health(self) -> Health:
        """Looked at twice before it is called away: it may have been swapped in the middle, and its files taken."""
        found = self._health()
        return found if found.is_up else self._health()

    def _health(self) -> Health:
        name = ""
        try:
            name = self.folder.current()
            schema, size = self.folder.schema(name), self.folder.size(name)
        except (EngineError, OSError) as error:
            return Health(is_up=False, problem=str(error), index=name)
        try:
            count = self._readers.read("counting", lambda now: Search(now, self._vocabulary).documents())
        except (EngineError, OSError) as error:
            return Health(is_up=False, schema=schema, size_bytes=size, problem=str(error), index=name)
        return Health(is_up=True, documents=count, schema=schema, size_bytes=size, index=name)
