"""What an index holds, in a file of its own: ticked off as the sources are walked, whatever is left is too much.

A file and not memory: a million keys with their fingerprints are some hundred megabytes.
"""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from search.documents import SearchDocument
from search.query import Indexed

MISSING, EXTRA, STALE, WRONG_SOURCE = "missing", "extra", "stale", "wrong_source"
DAMAGES = (MISSING, EXTRA, STALE, WRONG_SOURCE)
BATCH = 2_000
TABLES = """
CREATE TABLE indexed (key TEXT, source TEXT, fingerprint TEXT, version INTEGER, seen INTEGER NOT NULL DEFAULT 0);
CREATE TABLE damage (kind TEXT, key TEXT, source TEXT, other TEXT);
CREATE TABLE unsure (source TEXT PRIMARY KEY);
"""


class Picture:
    """One comparison. Use it in a `with` statement: the file goes at its end."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="search-check-")
        self._rows = sqlite3.connect(Path(self._folder.name) / "picture.sqlite3", isolation_level=None)
        self._rows.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + TABLES)

    def __enter__(self) -> Picture:
        return self

    def __exit__(self, *error: object) -> None:
        self._rows.close()
        self._folder.cleanup()

    def take(self, documents: Iterable[Indexed]) -> int:
        """Write down what the index holds; how much it is."""
        rows = ((each.key, each.source, each.fingerprint, each.version) for each in documents)
        self._insert("INSERT INTO indexed (key, source, fingerprint, version) VALUES (?, ?, ?, ?)", rows)
        self._rows.execute("CREATE INDEX by_key ON indexed (key)")
        self._rows.execute("CREATE INDEX by_source ON indexed (source)")
        count: int = self._rows.execute("SELECT count(*) FROM indexed").fetchone()[0]
        return count

    def compare(self, documents: Sequence[SearchDocument]) -> None:
        """Tick off these documents as the database has them, and note what differs."""
        for document in documents:
            found = self._rows.execute(
                "SELECT rowid, source, fingerprint FROM indexed WHERE key = ? AND seen = 0 ORDER BY source = ? DESC",
                (document.key, document.source),
            ).fetchone()
            if found is None:
                self._note(MISSING, document.key, document.source)
                continue
            row, source, fingerprint = found
            self._rows.execute("UPDATE indexed SET seen = 1 WHERE rowid = ?", (row,))
            if source != document.source:
                self._note(WRONG_SOURCE, document.key, document.source, source)
            elif fingerprint != document.fingerprint():
                self._note(STALE, document.key, document.source)

    def leave_out(self, sources: Iterable[str]) -> None:
        """Say nothing about these: they changed meanwhile, or cannot be read."""
        self._insert("INSERT OR IGNORE INTO unsure (source) VALUES (?)", ((source,) for source in sources))

    def close(self) -> None:
        """All sources were walked: what was not ticked off is too much."""
        self._rows.execute(
            f"INSERT INTO damage SELECT '{EXTRA}', key, source, source FROM indexed WHERE seen = 0"  # noqa: S608
        )
        self._rows.execute(
            "DELETE FROM damage WHERE source IN (SELECT source FROM unsure) OR other IN (SELECT source FROM unsure)"
        )

    def newest(self) -> int:
        """The highest number of a reading that the index holds."""
        found: int | None = self._rows.execute("SELECT max(version) FROM indexed").fetchone()[0]
        return found or 0

    def counts(self) -> dict[str, int]:
        found = dict(self._rows.execute("SELECT kind, count(*) FROM damage GROUP BY kind").fetchall())
        return {kind: found.get(kind, 0) for kind in DAMAGES}

    def examples(self, limit: int) -> dict[str, list[str]]:
        """Some keys of each kind of damage."""
        return {
            kind: [key for (key,) in self._rows.execute("SELECT key FROM damage WHERE kind = ? LIMIT ?", (kind, limit))]
            for kind in DAMAGES
        }

    def wrong_sources(self) -> Iterator[str]:
        """The sources that hold what is not theirs: applied first, since letting go of it takes it out of the index."""
        return self._each("SELECT DISTINCT other FROM damage WHERE other != source ORDER BY 1")

    def sources_with(self, kind: str) -> Iterator[str]:
        """The sources that have a damage of this kind."""
        return self._each("SELECT DISTINCT source FROM damage WHERE kind = ? ORDER BY 1", kind)

    def damaged_sources(self) -> Iterator[str]:
        """The sources to apply again, each once."""
        return self._each("SELECT DISTINCT source FROM damage ORDER BY 1")

    def _each(self, statement: str, *values: str) -> Iterator[str]:
        rows = self._rows.execute(statement, values)
        while batch := rows.fetchmany(BATCH):
            yield from (source for (source,) in batch)

    def _note(self, kind: str, key: str, source: str, other: str | None = None) -> None:
        self._rows.execute("INSERT INTO damage VALUES (?, ?, ?, ?)", (kind, key, source, other or source))

    def _insert(self, statement: str, rows: Iterable[tuple[str | int, ...]]) -> None:
        each = iter(rows)
        while batch := list(islice(each, BATCH)):
            self._rows.execute("BEGIN")
            self._rows.executemany(statement, batch)
            self._rows.execute("COMMIT")
