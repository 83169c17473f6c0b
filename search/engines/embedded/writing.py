"""Writing: one process at a time. The lock is held for one commit, or as long as this process builds an index."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import cast

from tantivy import Index, IndexWriter

from search.documents import SearchDocument
from search.engines.embedded.folder import Folder
from search.engines.embedded.guard import guarded
from search.engines.embedded.rows import clean, row
from search.query import Change

HEAP_FOR_CHANGES = 32_000_000
HEAP_FOR_BUILDING = 256_000_000
COMMIT_AFTER = 20_000
"""Documents that an index under construction takes before it is written down."""


class Building:
    """An index that this process builds: its lock, and how many documents are not written down yet."""

    def __init__(self, folder: Folder, name: str) -> None:
        self.index: Index = folder.open(name)
        with guarded("writing it"):
            self.writer: IndexWriter = self.index.writer(HEAP_FOR_BUILDING)
        self.waiting = 0


class Writers:
    """Of one engine object; threads of a process take turns."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._building: dict[str, Building] = {}
        self._turn = threading.RLock()

    def apply(self, name: str, changes: Sequence[Change], *, is_building: bool) -> None:
        with self._turn, guarded("writing it"):
            if not is_building and name not in self._building:
                self._apply_and_commit(name, changes)
                return
            if name not in self._building:
                self._building[name] = Building(self._folder, name)
            building = self._building[name]
            building.waiting += _replace(building.writer, changes)
            if building.waiting >= COMMIT_AFTER:
                self.flush(name)

    def flush(self, name: str) -> None:
        """Write down what an index under construction has taken."""
        with self._turn:
            building = self._building.get(name)
            if building and building.waiting:
                with guarded("writing it"):
                    building.writer.commit()
                building.waiting = 0

    def close(self, name: str) -> None:
        """Write down everything and let the lock go. Another process that is still building it is an error."""
        with self._turn, guarded("writing it"):
            building = self._building.pop(name, None)
            writer = building.writer if building else self._folder.open(name).writer(HEAP_FOR_CHANGES, 1)
            writer.commit()
            writer.wait_merging_threads()

    def forget(self, name: str) -> None:
        """Give up an index: what is not written down goes with it."""
        with self._turn:
            self._building.pop(name, None)

    def _apply_and_commit(self, name: str, changes: Sequence[Change]) -> None:
        writer = self._folder.open(name).writer(HEAP_FOR_CHANGES, 1)
        _replace(writer, changes)
        writer.commit()
        writer.wait_merging_threads()


def _replace(writer: IndexWriter, changes: Sequence[Change]) -> int:
    count = 0
    for change in changes:
        writer.delete_documents_by_term("source", clean(change.source))
        for document in change.documents:
            writer.add_document(row(cast("SearchDocument", document), change.version))
            count += 1
    return count
