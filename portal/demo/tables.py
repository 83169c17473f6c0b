"""The tables of the demo as its migrations leave them: 230 migrations take 20 seconds of the first start, these one.

    python -m portal.demo.tables      write them anew, which is never needed, only quicker

`tables.sql` is what `migrate` makes of an empty SQLite, before rows that follow from the code (permissions, homes,
triggers of stamps), which `migrate` adds after it as always, with every migration that came later. A test holds that
both ways lead to the same database.
"""

from __future__ import annotations

import hashlib
import os
import re
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

TABLES = Path(__file__).with_name("tables.sql")
ROOT = Path(__file__).resolve().parent.parent.parent
SOURCES = ("*/migrations/0*.py", "requirements/run.txt")
MADE_FROM = re.compile(r"^-- (?P<path>\S+) (?P<digest>[0-9a-f]{16})$", re.MULTILINE)
# A full-text index brings its own tables along.
VIRTUAL = re.compile(r"CREATE VIRTUAL TABLE \"?(\w+)")


def load_tables(database: Path) -> bool:
    """Put the tables into an empty or missing SQLite file. False, and nothing done, where there is something already,
    or where this SQLite lacks what they were made with (full-text search): then `migrate` makes them."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        if connection.execute("SELECT 1 FROM sqlite_master").fetchone():
            return False
        try:
            connection.executescript(f"BEGIN IMMEDIATE;\n{TABLES.read_text(encoding='utf-8')}\nCOMMIT;")
        except sqlite3.OperationalError:
            return False  # closing rolls back
    return True


def sources() -> Iterator[tuple[str, str]]:
    """What the tables are made from, and a digest of each."""
    for path in sorted(path for pattern in SOURCES for path in ROOT.glob(pattern)):
        yield path.relative_to(ROOT).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest()[:16]


def are_what_they_were_made_from() -> bool:
    """Whether everything that the stored tables were made from is as it was; more may have come since."""
    before = MADE_FROM.findall(TABLES.read_text(encoding="utf-8"))
    return bool(before) and set(before) <= set(sources())


def dumped(connection: sqlite3.Connection) -> Iterator[str]:
    """Statements that make the same database: tables, rows, then indexes and triggers."""
    made = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid")
    rows = list(made)
    virtual = [found[1] for _, _, sql in rows if (found := VIRTUAL.match(sql))]
    own = [row for row in rows if not row[1].startswith(("sqlite_", *(f"{name}_" for name in virtual)))]
    yield from (f"{sql};" for kind, _, sql in own if kind == "table")
    for kind, name, _ in own:
        if kind == "table" and name not in virtual:
            yield from _rows(connection, name)
    yield from (f"{sql};" for kind, _, sql in own if kind != "table")


def _rows(connection: sqlite3.Connection, table: str) -> Iterator[str]:
    columns = [column[1] for column in connection.execute(f'PRAGMA table_info("{table}")')]
    quoted = " || ', ' || ".join(f'quote("{column}")' for column in columns)
    insert = f'INSERT INTO "{table}" VALUES'
    for (values,) in connection.execute(f'SELECT {quoted} FROM "{table}" ORDER BY rowid'):  # noqa: S608 - our own tables
        yield f"{insert} ({values});"


def write_tables() -> None:
    """Migrate an empty database, without what `migrate` adds after the last migration, and write down what it holds."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(TERAKOYA_DATA=folder, DATABASE_URL="", DJANGO_SETTINGS_MODULE="portal.settings")
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection
        from django.db.models.signals import post_migrate

        post_migrate.receivers = []
        call_command("migrate", interactive=False, verbosity=0)
        connection.ensure_connection()
        made_from = (f"-- {path} {digest}" for path, digest in sources())
        TABLES.write_text("\n".join((*made_from, *dumped(connection.connection))) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write_tables()
