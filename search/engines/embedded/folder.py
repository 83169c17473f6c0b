"""Indexes on disk: `folder/current` names the one that is searched; the others are being built, or were.

    search/current              "20261122-145551-3f2a"
    search/20261122-…/form      the number of its form
    search/20261122-…/…         what tantivy keeps

A swap replaces `current` in one step; readers of other processes look at it before each query.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
import secrets
import shutil
from functools import lru_cache
from pathlib import Path

from tantivy import Index

from search.engines.embedded.checksums import Seen, verify
from search.engines.embedded.guard import guarded
from search.engines.embedded.schema import FORM, register_tokenizers, schema
from search.engines.protocol import IndexUnusableError

OURS = re.compile(r"\d{8}-\d{6}-[0-9a-f]{4}|\.current-[0-9a-f]{8}")
"""What is made in the folder: an index, the next pointer."""

MISSING = "There is no search index yet. Build it: manage.py search rebuild"


class Folder:
    """See the module. Its methods raise `IndexUnusableError` and `OSError` alone."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.pointer = path / "current"
        self._named_last: tuple[object, str] | None = None

    def current(self) -> str:
        """The name of the index that is searched."""
        name, before = self._named(), None
        while not self.is_index(name):
            # Another process may have swapped it and taken the old one away between the two looks.
            if name == before:
                raise IndexUnusableError("The search index that is named as current is not there. Rebuild it.")
            name, before = self._named(), name
        return name

    def _named(self) -> str:
        """A swap puts another file in the place of the pointer: the same file need not be read again."""
        try:
            found = self.pointer.stat()
            now = (found.st_ino, found.st_mtime_ns, found.st_ctime_ns, found.st_size)
            if self._named_last is None or self._named_last[0] != now:
                self._named_last = (now, self.pointer.read_text(encoding="utf-8", errors="replace").strip())
            return self._named_last[1]
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            raise IndexUnusableError(MISSING) from None

    def is_index(self, name: str) -> bool:
        file = _form_file(self.path, name)
        return file is not None and file.is_file()

    def at(self, name: str) -> Path:
        return self.path / name

    def form(self, name: str) -> int | None:
        try:
            return int((self.at(name) / "form").read_text(encoding="ascii"))
        except (OSError, ValueError):
            return None

    def schema(self, name: str) -> int | None:
        """The schema of the documents in it."""
        form = self.form(name)
        return None if form is None else form // 1_000

    def create(self) -> str:
        """A new, empty index; its name."""
        name = f"{dt.datetime.now(dt.UTC):%Y%m%d-%H%M%S}-{secrets.token_hex(2)}"
        self.at(name).mkdir(parents=True)
        with guarded("making it"):
            Index(schema(), str(self.at(name)))
        (self.at(name) / "form").write_text(str(FORM), encoding="ascii")
        return name

    def open(self, name: str) -> Index:
        """The index with its tokenizers and a reader that is reloaded by hand (`Reader`)."""
        self.check_form(name)
        with guarded("opening it"):
            index = Index.open(str(self.at(name)))
            register_tokenizers(index)
            index.config_reader("manual")
            return index

    def check_form(self, name: str) -> None:
        form = self.form(name)
        if form is None:
            raise IndexUnusableError(f"The search index {name} is not there, or damaged. Rebuild it.")
        if form != FORM:
            raise IndexUnusableError(f"The search index is of form {form}, this version needs {FORM}. Rebuild it.")

    def swap(self, name: str) -> None:
        """From now on this one is searched. A crash leaves the old one or the new one, never half a name."""
        next_pointer = self.path / f".current-{secrets.token_hex(4)}"
        with next_pointer.open("w", encoding="utf-8") as file:
            file.write(name)
            file.flush()
            os.fsync(file.fileno())
        if self.pointer.is_dir():
            shutil.rmtree(self.pointer)
        next_pointer.replace(self.pointer)

    def remove(self, name: str) -> None:
        """Searches that are under way keep the files that they have open."""
        if not name or name != Path(name).name:
            return
        if self.at(name).is_dir():
            shutil.rmtree(self.at(name), ignore_errors=True)
        else:
            self.at(name).unlink(missing_ok=True)

    def others(self) -> list[str]:
        """What was made here and is not the current index, oldest first: whoever was killed while making or removing
        one left perhaps not even its form."""
        try:
            current = self.current()
        except IndexUnusableError:
            current = ""
        found = [each.name for each in self.path.iterdir()] if self.path.is_dir() else []
        return sorted(name for name in found if name != current and OURS.fullmatch(name))

    def size(self, name: str) -> int:
        """A merge may take files away while they are counted."""
        total = 0
        for each in self.at(name).iterdir():
            with contextlib.suppress(FileNotFoundError):
                total += each.stat().st_size
        return total


@lru_cache(maxsize=64)
def _form_file(folder: Path, name: str) -> Path | None:
    """What every index has; None for what is no name of one. Each search asks for it."""
    is_name = bool(name) and "\0" not in name and name == Path(name).name
    return folder / name / "form" if is_name else None


class Reader:
    """One open index and what its files were when it was read last. Damaged files are found here, not in a search."""

    def __init__(self, folder: Folder, name: str) -> None:
        self.name = name
        self._meta = folder.at(name) / "meta.json"
        self._path = folder.at(name)
        self._whole: Seen = set()
        self.stamp = self._now()
        folder.check_form(name)
        verify(self._path, self._whole)
        self.index = folder.open(name)

    def refresh(self) -> None:
        """See what was committed since, by this process or another: a commit replaces the file, so this is one stat."""
        now = self._now()
        if now != self.stamp:
            verify(self._path, self._whole)
            with guarded("reading what is new"):
                self.index.reload()
            self.stamp = now

    def _now(self) -> tuple[int, int, int]:
        try:
            found = self._meta.stat()
        except OSError:
            return (0, 0, 0)
        return (found.st_ino, found.st_mtime_ns, found.st_size)
