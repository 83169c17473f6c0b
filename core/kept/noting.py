"""Notes of what a page is made of, taken while it is made: the tables it reads, and how long its words stay true.

Nothing is declared by whoever writes a page or a card, so nothing can be forgotten. Three things may be said:
`only_rows` (only someone's own rows of a table are read), `remembered` (a part kept by itself), `until` (words that
age).
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.core.cache import cache
from django.db import connection, models
from django.utils import timezone

from core.kept import stamps
from core.kept.stamps import Stamp

LONGEST = dt.timedelta(minutes=15)  # even where nothing changed: against what nobody thought of
DAY = 24 * 60 * 60
Value = TypeVar("Value")


@dataclass
class Notes:
    """What was noted. `stamps` are as they were before anything was read; `spoilt` says why nothing may be kept."""

    stamps: dict[str, Stamp]
    until: dt.datetime
    names: set[str] = field(default_factory=set)
    covered: dict[str, str | None] = field(default_factory=dict)
    spoilt: str = ""

    def read(self, table: str) -> None:
        name = self.covered.get(table, table)
        if name is None:
            return
        if name in self.stamps:
            self.names.add(name)
        else:
            self.spoilt = f"{table} has no stamp"

    def made_of(self) -> dict[str, Stamp]:
        return {name: self.stamps[name] for name in self.names}


_current: ContextVar[Notes | None] = ContextVar("notes", default=None)


@contextmanager
def taking_notes(names: Iterable[str]) -> Iterator[Notes]:
    """Note what is read until the end; the stamps are read first, so that a write in between counts as a change."""
    notes = Notes(stamps.read(names), _end_of_today())
    token = _current.set(notes)
    try:
        with connection.execute_wrapper(_noting):
            yield notes
    finally:
        _current.reset(token)


def until(moment: dt.datetime) -> None:
    """What is being shown will read otherwise from this moment on: "3 minutes ago", "Good morning"."""
    notes = _current.get()
    if notes is not None:
        notes.until = min(notes.until, moment)


@contextmanager
def only_rows(*names: str) -> Iterator[None]:
    """Of the tables of these stamps, only the rows that they stand for are read in here."""
    if _current.get() is not None:
        _stamps_for(names)
    with _covering({stamps.table_of(name): name for name in names}):
        yield


@contextmanager
def unchanging(model: type[models.Model]) -> Iterator[None]:
    """Of this table, only what never changes once it is written is read in here."""
    with _covering({model._meta.db_table: None}):
        yield


@contextmanager
def _covering(tables: Mapping[str, str | None], *, alone: bool = False) -> Iterator[None]:
    notes = _current.get()
    if notes is None:
        yield
        return
    before = notes.covered
    notes.covered = {**({} if alone else before), **tables}
    try:
        yield
    finally:
        notes.covered = before


def remembered(what: str, build: Callable[[], Value]) -> Value:
    """A value kept until something it was read from changes: as a part of the page, or, where no notes are taken, by
    notes of its own. `what` names it with all that it depends on beside the database (person, day, language)."""
    notes = _current.get()
    if notes is not None:
        return _part(notes, what, build)
    known = cache.get(what)
    if known is not None and timezone.now() < known[2] and stamps.read(known[1]) == known[1]:
        value: Value = known[0]
        return value
    with taking_notes(stamps.names_of_tables()) as notes:
        return _part(notes, what, build)


def part_of_page(what: str, build: Callable[[], Value]) -> Value:
    """As `remembered`, but only while a page is made: alone, the value is cheaper than asking whether it holds."""
    notes = _current.get()
    return _part(notes, what, build) if notes is not None else build()


def _part(notes: Notes, what: str, build: Callable[[], Value]) -> Value:
    """What the part was made of counts for what is made around it."""
    known = cache.get(what)
    if known is not None and timezone.now() < known[2] and _stamps_for(known[1]) == known[1]:
        notes.names.update(known[1])
        notes.until = min(notes.until, known[2])
        value: Value = known[0]
        return value
    around, notes.names = notes.names, set()
    outer, notes.until = notes.until, _end_of_today()
    try:
        with _covering({}, alone=True):
            value = build()
        if not notes.spoilt and not is_uncommitted():
            cache.set(what, (value, notes.made_of(), notes.until), DAY)
    finally:
        notes.names |= around
        notes.until = min(notes.until, outer)
    return value


def is_noted() -> bool:
    """Whether what is read now is noted. What was remembered on an object before a part began is missing in the part:
    it must be read again."""
    return _current.get() is not None


def is_uncommitted() -> bool:
    """Inside a transaction: what is read may be rolled back, and its stamp be given to something else."""
    return connection.in_atomic_block


def _stamps_for(names: Iterable[str]) -> dict[str, Stamp]:
    """Those known to the notes as they were at their start, the others as they are now."""
    notes = _current.get()
    known = notes.stamps if notes is not None else {}
    missing = [name for name in names if name not in known]
    fresh = stamps.read(missing) if missing else {}
    if notes is not None:
        notes.stamps.update(fresh)
    return {name: known[name] if name in known else fresh[name] for name in names}


def _noting(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    notes = _current.get()
    if notes is not None:
        tables, is_read = _tables_in(str(sql))
        for table in tables:
            notes.read(table)
        if not is_read:
            notes.spoilt = "something was written"
    return execute(sql, params, many, context)


@functools.lru_cache(maxsize=4096)
def _tables_in(sql: str) -> tuple[frozenset[str], bool]:
    """Every table that a statement names, and whether it only reads."""
    words = {quoted or bare for quoted, bare in WORD.findall(sql)}
    return frozenset(words & stamps.all_tables() - {"core_stamp"}), sql.lstrip(" (\n").upper().startswith("SELECT")


WORD = re.compile(r'"(\w+)"|\b(\w+)\b')


def _end_of_today() -> dt.datetime:
    """Who is employed, placed or reached today is asked anew tomorrow, in the reader's zone and in the portal's."""
    now = timezone.now()
    ends = [now + LONGEST]
    for zone in (timezone.get_current_timezone(), timezone.get_default_timezone()):
        tomorrow = now.astimezone(zone).date() + dt.timedelta(days=1)
        ends.append(dt.datetime.combine(tomorrow, dt.time.min, tzinfo=zone))
    return min(ends)
