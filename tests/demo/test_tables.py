"""The quick way to the tables of the demo leads where the migrations lead."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from portal.demo import tables
from portal.demo.tables import load_tables
from tests import template_database

OTHER_EACH_TIME = ("_id", "_key", "_at")
MOMENTS_AND_KEYS = {"id", "at", "applied", "timestamp", "uuid", "content"}
AGAIN = "Write them anew: python -m portal.demo.tables"


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What all migrations make of an empty database."""
    database = tmp_path_factory.mktemp("migrated") / "tables.sqlite3"
    template_database.migrate(database)
    return database


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables that are stored, and the migrations that came later."""
    database = tmp_path_factory.mktemp("loaded") / "tables.sqlite3"
    assert load_tables(database)
    template_database.migrate(database)
    return database


def schema(database: Path) -> dict[tuple[str, str], str]:
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")
        return {(kind, name): sql for kind, name, sql in rows}


def contents(database: Path) -> dict[str, Counter[tuple[object, ...]]]:
    """How often each row is there, without keys and moments."""
    with closing(sqlite3.connect(database)) as connection:
        names = [name for kind, name in schema(database) if kind == "table" and name != "core_stamp"]
        return {name: Counter(_rows(connection, name)) for name in names if "_fts" not in name}


def _rows(connection: sqlite3.Connection, table: str) -> Iterator[tuple[object, ...]]:
    columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
    same = [name for name in columns if name not in MOMENTS_AND_KEYS and not name.endswith(OTHER_EACH_TIME)]
    told = ", ".join(f'"{name}"' for name in same) or "1"
    yield from connection.execute(f'SELECT {told} FROM "{table}"')  # noqa: S608 - our own tables


def test_the_tables_are_those_of_the_migrations(migrated: Path, loaded: Path) -> None:
    assert schema(loaded) == schema(migrated), AGAIN


def test_the_rows_are_those_of_the_migrations(migrated: Path, loaded: Path) -> None:
    assert contents(loaded) == contents(migrated), AGAIN


def test_what_is_there_is_left_alone(tmp_path: Path) -> None:
    database = tmp_path / "some.sqlite3"
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("CREATE TABLE mine (word TEXT)")
    assert load_tables(database) is False
    assert list(schema(database)) == [("table", "mine")]


def test_an_sqlite_that_cannot_is_left_to_the_migrations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stored = tmp_path / "tables.sql"
    stored.write_text("CREATE TABLE one (id INTEGER);\nCREATE VIRTUAL TABLE two USING absent(word);\n")
    monkeypatch.setattr(tables, "TABLES", stored)
    assert load_tables(tmp_path / "new.sqlite3") is False
    assert schema(tmp_path / "new.sqlite3") == {}
