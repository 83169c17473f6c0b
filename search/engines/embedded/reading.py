"""The index as it is now, for each search: another process may have written into it, or put another in its place."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from tantivy import Occur, Query, Searcher

from search.engines.embedded.folder import Folder, Reader
from search.engines.embedded.guard import guarded
from search.engines.embedded.schema import schema
from search.engines.embedded.sights import out_of_time
from search.engines.protocol import EngineError, IndexUnusableError

TRIES = 3

T = TypeVar("T")
SCHEMA = schema()
OutOfTime = list[tuple[Occur, Query]]


@dataclass(frozen=True)
class Now:
    """One state of the index; `stamp` differs from any other state's."""

    searcher: Searcher
    stamp: object
    reader: Reader
    _days: dict[dt.date, OutOfTime] = field(default_factory=dict, compare=False)

    def out_of_time(self, today: dt.date) -> OutOfTime:
        """What shuts documents out on a day, and only what shuts out any, asked once a day: most indexes have none, and
        looking through all of them for a date would be the dearest part of a query."""
        if today not in self._days:
            filters = out_of_time(SCHEMA, today)
            self._days[today] = [each for each in filters if self.searcher.search(each[1], limit=1).hits]
        return self._days[today]


class Readers:
    """Of one engine object, shared by its threads."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._reader: Reader | None = None
        self._state: Now | None = None
        self._turn = threading.Lock()

    def read(self, doing: str, use: Callable[[Now], T]) -> T:
        """Once more where the index was swapped and removed while it was being opened."""
        try:
            with guarded(doing):
                return use(self._now())
        except IndexUnusableError:
            self._reader = None  # to be opened, and its files looked at, again
            raise

    def _now(self) -> Now:
        for attempt in range(TRIES):
            name = self._folder.current()
            try:
                return self._open(name)
            except (EngineError, OSError):
                self._reader = None
                if attempt == TRIES - 1 or self._folder.current() == name:
                    raise
        raise AssertionError("the loop returns or raises")

    def _open(self, name: str) -> Now:
        with self._turn:
            reader = self._reader
            if reader is None or reader.name != name:
                reader = Reader(self._folder, name)
            reader.refresh()
            self._reader = reader
            stamp = (reader.name, reader.stamp)
            if self._state is None or self._state.stamp != stamp or self._state.reader is not reader:
                with guarded("opening it"):
                    self._state = Now(reader.index.searcher(), stamp, reader)
            return self._state
