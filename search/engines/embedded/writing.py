"""Writing: one process at a time. The lock is held for one commit, or as long as this process builds an index.

A source that was read later wins (`Change.version`): what is gone leaves a tombstone, which nobody's sight reaches and
the next rebuild leaves out.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator, Sequence, Set
from contextlib import contextmanager
from typing import cast

from tantivy import Document, FieldType, Index, IndexWriter, Occur, Query, Searcher

from search.documents import SearchDocument
from search.engines.embedded.folder import Folder, Reader
from search.engines.embedded.guard import LockedError, guarded
from search.engines.embedded.rows import clean, row
from search.engines.embedded.schema import schema
from search.engines.embedded.sights import any_of
from search.engines.protocol import EngineUnavailableError, IndexUnusableError
from search.query import Change

HEAP_FOR_CHANGES = 32_000_000
HEAP_FOR_BUILDING = 256_000_000
THREADS_FOR_BUILDING = 1
"""Of the engine's own. Making rows takes as long as indexing them and is one thread of ours: two of the engine's beside
it stood in its way on two cores, and with half of the memory each they wrote twice as many segments to be merged."""
COMMIT_AFTER = 200_000
"""Documents after which an index under construction is written down. The engine's threads write segments whenever their
memory is full, beside the making of the next rows; a commit makes both wait. A killed rebuild begins anew anyway."""

PATIENCE = 10.0
"""Seconds to wait for another process that writes."""

NEWEST = 2**62


class Building:
    """An index that this process builds: its lock, and what is not written down yet."""

    def __init__(self, folder: Folder, name: str) -> None:
        self.reader = Reader(folder, name)
        self.writer = writer_of(self.reader.index, HEAP_FOR_BUILDING, THREADS_FOR_BUILDING)
        self.reader.refresh()  # whoever had the lock may have written
        self.waiting = 0
        self.versions: dict[str, int] = {}

    def add(self, changes: Sequence[Change]) -> None:
        here = held(self.reader, changes) | {each.source for each in changes if each.source in self.versions}
        still = newer(self.reader, changes, self.versions, here)
        self.waiting += replace_sources(self.writer, still, here)
        if self.waiting >= COMMIT_AFTER:
            self.flush()

    def flush(self) -> None:
        if self.versions:
            self.writer.commit()
            self.reader.refresh()
        self.waiting = 0
        self.versions.clear()

    def close(self) -> None:
        """Write down what is left. Nobody reads before all is merged: files are looked at then, once."""
        if self.versions:
            self.writer.commit()
        self.writer.wait_merging_threads()


# All engine objects of a process share what it builds: the lock is the process's. A fork's child builds nothing.
_building: dict[tuple[int, str], Building] = {}
_turn = threading.RLock()


class Writers:
    """Of one engine object; threads of a process take turns."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._live: Reader | None = None

    def change(self, changes: Sequence[Change]) -> None:
        """Into the index that is searched, whichever it is once the lock is ours."""
        with _turn, guarded("writing it"):
            for _ in range(3):
                name = self._folder.current()
                reader = self._reader(name)
                with _writing(reader.index) as writer:
                    if self._folder.current() != name:
                        continue  # it was swapped while we waited for the lock
                    reader.refresh()
                    here = held(reader, changes)
                    replace_sources(writer, newer(reader, changes, {}, here), here)
                    writer.commit()
                    return
        raise EngineUnavailableError("The search index is being swapped; changes wait until it is done.")

    def build(self, name: str, changes: Sequence[Change]) -> None:
        """Into an index under construction."""
        with _turn, guarded("writing it"):
            if self._key(name) not in _building:
                _building[self._key(name)] = Building(self._folder, name)
            _building[self._key(name)].add(changes)

    def flush(self, name: str) -> None:
        """Write down what an index under construction has taken."""
        with _turn, guarded("writing it"):
            if building := _building.get(self._key(name)):
                building.flush()

    def finish(self, name: str) -> None:
        """Write down everything and put the index in the place of the one that is searched.

        Whoever writes into that one meanwhile has the lock that is taken here: its changes end there before the swap,
        or begin with the new one after it.
        """
        with _turn, guarded("swapping"):
            self._close(name)
            Reader(self._folder, name)
            old = self._current_or_none()
            if old is None or old == name:
                self._folder.swap(name)
                return
            try:
                with _writing(self._reader(old).index):
                    self._folder.swap(name)
            except IndexUnusableError:
                self._folder.swap(name)  # the old one is damaged: nobody writes into it
            self._live = None
            self._folder.remove(old)

    def forget(self, name: str) -> None:
        """Give up an index: what is not written down goes with it."""
        with _turn:
            _building.pop(self._key(name), None)
            self._folder.remove(name)

    def _close(self, name: str) -> None:
        building = _building.pop(self._key(name), None)
        if building:
            building.close()
            return
        # Another process may be building it still: then the lock is not to be had, and it is not ready.
        with _writing(self._folder.open(name)):
            pass

    def _reader(self, name: str) -> Reader:
        if self._live is None or self._live.name != name:
            self._live = Reader(self._folder, name)
        return self._live

    def _current_or_none(self) -> str | None:
        try:
            return self._folder.current()
        except IndexUnusableError:
            return None

    def _key(self, name: str) -> tuple[int, str]:
        return os.getpid(), str(self._folder.at(name))


def writer_of(index: Index, heap: int, threads: int) -> IndexWriter:
    """The one writer of an index; waits a while for another process that has it."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with guarded("writing it"):
                return index.writer(heap, threads)
        except LockedError:
            if time.monotonic() > until:
                raise
        time.sleep(0.05)


@contextmanager
def _writing(index: Index) -> Iterator[IndexWriter]:
    writer = writer_of(index, HEAP_FOR_CHANGES, 1)
    try:
        yield writer
    finally:
        writer.wait_merging_threads()  # lets the lock go; what was not committed is forgotten


def held(reader: Reader, changes: Sequence[Change]) -> set[str]:
    """The sources that the index knows. A rebuild brings new ones: these overtake nothing and replace nothing."""
    searcher = reader.index.searcher()
    if not searcher.num_docs:
        return set()
    return {each.source for each in changes if searcher.doc_freq("source", clean(each.source))}


def newer(reader: Reader, changes: Sequence[Change], versions: dict[str, int], here: Set[str]) -> list[Change]:
    """The changes that no later reading of their source has overtaken; of two in one batch the later one.

    `versions` are those that were added since the last commit, which the reader does not see; these are added to it.
    `here` are the sources that may be in the index.
    """
    last: dict[str, Change] = {}
    for change in changes:
        if not _is_older(change.version, last[change.source].version if change.source in last else 0):
            last[change.source] = change
    overtaken = _overtaken(reader, [change for source, change in last.items() if source in here])
    still = [
        change
        for source, change in last.items()
        if source not in overtaken and not _is_older(change.version, versions.get(source, 0))
    ]
    versions.update((change.source, change.version) for change in still)
    return still


def newest_version(searcher: Searcher) -> int:
    """The highest that a document or a tombstone has."""
    found = searcher.search(Query.all_query(), limit=1, order_by_field="version").hits
    return int(found[0][0]) if found else 0


def _is_older(version: int, than: int) -> bool:
    """A change without a version is always taken."""
    return 0 < version < than


def _overtaken(reader: Reader, changes: Sequence[Change]) -> set[str]:
    versioned = [change for change in changes if change.version > 0]
    if not versioned or not _count_later(
        reader, [each.source for each in versioned], min(e.version for e in versioned)
    ):
        return set()
    return {each.source for each in versioned if _count_later(reader, [each.source], each.version)}


def _count_later(reader: Reader, sources: list[str], version: int) -> int:
    later = Query.range_query(SCHEMA, "version", FieldType.Integer, min(version + 1, NEWEST), NEWEST)
    asked = Query.boolean_query([(Occur.Must, any_of(SCHEMA, "source", sources)), (Occur.Must, later)])
    return int(reader.index.searcher().search(asked, limit=1).count)  # type: ignore[attr-defined]


def replace_sources(writer: IndexWriter, changes: Sequence[Change], here: Set[str]) -> int:
    """How many documents were added. Each deletion is looked up in every segment: only what is here is deleted."""
    count = 0
    for change in changes:
        if change.source in here:
            writer.delete_documents_by_term("source", clean(change.source))
        for document in change.documents:
            writer.add_document(row(cast("SearchDocument", document), change.version))
            count += 1
        if not change.documents and change.version > 0:
            writer.add_document(Document(source=clean(change.source), version=change.version, kind=""))
    return count


SCHEMA = schema()
