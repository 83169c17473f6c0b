"""Changes of sources as writes. Any number of writers, in any order, as often as one likes: the newest reading holds.

Each row carries the version of the change (`external_gte`): an older one is refused by the row itself, and a row that
is gone remembers its version for an hour (`gc_deletes`). The keys of a source are listed in one row, its head: the
document with the source's own name, or a row of that name that is only the list. A key is listed before its row is
written and struck off after its row is gone, so that a writer that dies between leaves nothing that the next one would
not find.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from elasticsearch import ApiError, Elasticsearch

from search.documents import SearchDocument
from search.engines.elastic.connection import BLOCKED, IS_BLOCKED
from search.engines.elastic.rows import row, row_id
from search.engines.elastic.seals import sealed
from search.engines.elastic.words import clean
from search.engines.protocol import EngineUnavailableError, IndexUnusableError
from search.query import Change

LARGEST_BULK = 8_000_000
"""Bytes of one request, about."""

REFUSED, GONE, MALFORMED, TOO_LARGE = 409, 404, 400, 413

logger = logging.getLogger(__name__)
Line = list[dict[str, Any]]
"""What is to be done with a row, and the row, where it is written."""


@dataclass
class Request:
    """Writes that are sent together, and the source of each."""

    writes: list[Line] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)

    @property
    def lines(self) -> Line:
        return [part for write in self.writes for part in write]

    def halves(self) -> tuple[Request, Request]:
        middle = len(self.writes) // 2
        first = Request(self.writes[:middle], self.sources[:middle])
        return first, Request(self.writes[middle:], self.sources[middle:])


@dataclass
class Work:
    """One source: what it shall be, and which keys of it the index has."""

    change: Change
    documents: dict[str, SearchDocument]
    known: set[str] = field(default_factory=set)
    moved: set[str] = field(default_factory=set)
    """Keys that it had, of rows that another source has or is about to have."""

    @property
    def source(self) -> str:
        return self.change.source

    @property
    def is_growing(self) -> bool:
        return not self.documents.keys() <= self.known

    @property
    def is_shrinking(self) -> bool:
        return not self.known <= self.documents.keys()

    @property
    def leaving(self) -> set[str]:
        return self.known - self.documents.keys() - {self.source}

    def action(self, verb: str, key: str) -> dict[str, Any]:
        return {verb: {"_id": row_id(key), "version": self.change.version, "version_type": "external_gte"}}

    def sealed(self, document: SearchDocument) -> dict[str, Any]:
        return sealed(row(document), self.change.version)

    def head(self, keys: Iterable[str]) -> Iterator[Line]:
        """The row that lists the keys; without any it goes, and its version stays behind."""
        listed = sorted(clean(key) for key in keys)
        if not listed:
            yield [self.action("delete", self.source)]
            return
        document = self.documents.get(self.source)
        held = self.sealed(document) if document else {"source": clean(self.source)}
        yield [self.action("index", self.source), {**held, "keys": listed}]

    def whole(self) -> Iterator[Line]:
        """All rows of a source of which the index has none."""
        yield from self.head(self.documents)
        yield from self.others()

    def others(self) -> Iterator[Line]:
        """Every row but the head, and the rows that have to go."""
        for key, document in self.documents.items():
            if key != self.source:
                yield [self.action("index", key), self.sealed(document)]
        for key in self.leaving - self.moved:
            yield [self.action("delete", key)]


class Writer:
    """Writes through an alias that must be there, so that nothing makes an index by accident.

    `refused`: sources of which a row could not be held, each with what was said of it. They stop no others.
    """

    def __init__(self, client: Elasticsearch, alias: str, *, is_building: bool) -> None:
        self.client = client
        self.alias = alias
        self.is_building = is_building
        self.refused: dict[str, str] = {}

    def take_refused(self) -> dict[str, str]:
        """Those that were not told yet."""
        return dict(self.refused.popitem() for _ in range(len(self.refused)))

    def apply(self, changes: Sequence[Change]) -> dict[str, str]:
        """The sources of which it could not hold a row."""
        works = latest(changes)
        if not works:
            return {}
        self._look_up(works)
        self._note_moved(works)
        if not self.is_building:
            # Listed first. An index under construction is given up where its writer dies: there one request does.
            refused = self._bulk((work, work.head(work.known | work.documents.keys())) for work in _growing(works))
            works = [work for work in works if work.source not in refused]
        refused = self._bulk((work, self._lines(work)) for work in works)
        left = [work for work in works if work.is_shrinking and work.source not in refused]
        self._bulk((work, work.head(work.documents)) for work in left)
        return self.take_refused()

    def _lines(self, work: Work) -> Iterator[Line]:
        if self.is_building or not (work.is_growing or work.is_shrinking):
            yield from work.head(work.known | work.documents.keys())
        yield from work.others()

    def _look_up(self, works: list[Work]) -> None:
        """Reading by id sees what was written a moment ago."""
        ids = [row_id(work.source) for work in works]
        answer = self.client.mget(index=self.alias, ids=ids, source_includes=["keys", "source"], realtime=True)
        for work, found in zip(works, answer["docs"], strict=True):
            if "error" in found:
                raise IndexUnusableError("Elasticsearch has no index to write to: rebuild it.")
            work.known = set(found.get("_source", {}).get("keys", []))

    def _note_moved(self, works: list[Work]) -> None:
        """A row that went from one source to another stays, whichever of the two is written first."""
        leaving = [(work, key) for work in works for key in work.leaving]
        if not leaving:
            return
        written = {key for work in works for key in work.documents}
        ids = [row_id(key) for _, key in leaving]
        answer = self.client.mget(index=self.alias, ids=ids, source_includes=["source"], realtime=True)
        for (work, key), found in zip(leaving, answer["docs"], strict=True):
            own = clean(work.source)
            if key in written or found.get("_source", {}).get("source", own) != own:
                work.moved.add(key)

    def requests(self, batches: Iterable[tuple[Work, Iterator[Line]]]) -> Iterator[Request]:
        """Rows are made while this is walked."""
        request, size = Request(), 0
        for work, batch in batches:
            for line in batch:
                request.writes.append(line)
                request.sources.append(work.source)
                size += sum(1_000 + 8 * sum(map(len, part.get("body", ()))) for part in line)
            if size > LARGEST_BULK:
                yield request
                request, size = Request(), 0
        if request.writes:
            yield request

    def send(self, request: Request) -> set[str]:
        """The sources of which a newer reading was there already."""
        try:
            answer = self._send(request)
        except ApiError as error:
            if error.meta.status != TOO_LARGE:
                raise
            return self._send_in_parts(request)
        if not answer["errors"]:
            return set()
        outcomes = [next(iter(item.values())) for item in answer["items"]]
        for source, outcome in zip(request.sources, outcomes, strict=True):
            if "error" in outcome and outcome["status"] != REFUSED:
                self._fail(source, outcome)
        return {
            source for source, outcome in zip(request.sources, outcomes, strict=True) if outcome["status"] == REFUSED
        }

    def _send(self, request: Request) -> Any:
        return self.client.bulk(
            operations=request.lines,
            index=self.alias,
            require_alias=True,
            refresh=not self.is_building,  # whoever asked for it forgets the change: a search sees it from now on
            filter_path="errors,items.*.status,items.*.error",
        )

    def _send_in_parts(self, request: Request) -> set[str]:
        """It, or a proxy before it, takes no requests that large: half of it may pass, and a row that never does must
        not stop the others."""
        if len(request.writes) > 1:
            return {source for half in request.halves() for source in self.send(half)}
        self._note(request.sources[0], "it is larger than a request may be")
        return set()

    def _bulk(self, batches: Iterable[tuple[Work, Iterator[Line]]]) -> set[str]:
        return {source for request in self.requests(batches) for source in self.send(request)}

    def _fail(self, source: str, outcome: dict[str, Any]) -> None:
        kind = str(outcome["error"].get("type", ""))
        if outcome["status"] == GONE:
            raise IndexUnusableError("Elasticsearch has no index to write to: rebuild it.")
        if kind == BLOCKED:
            raise EngineUnavailableError(IS_BLOCKED)
        if outcome["status"] != MALFORMED:
            raise EngineUnavailableError("Elasticsearch did not take every change.")  # it has too much to do
        logger.error("Elasticsearch did not take a row of %s: %s", source, str(outcome["error"].get("reason"))[:300])
        self._note(source, kind)

    def _note(self, source: str, why: str) -> None:
        self.refused[source] = f"Elasticsearch does not take it: {why}"


def _growing(works: list[Work]) -> Iterator[Work]:
    return (work for work in works if work.is_growing)


def latest(changes: Sequence[Change]) -> list[Work]:
    latest: dict[str, Change] = {}
    for change in changes:
        held = latest.get(change.source)
        if held is None or change.version >= held.version:
            latest[change.source] = change
    return [
        Work(change, {each.key: each for each in cast("Sequence[SearchDocument]", change.documents)})
        for change in latest.values()
    ]
