"""The triggers that bump the stamps: nothing that writes can forget them, neither `.update()` nor another program.

They are put on after every `migrate`: altering a table on SQLite makes it anew, without its triggers.
"""

from __future__ import annotations

import functools
import hashlib
import logging
from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction
from django.db.utils import DatabaseError

from core.kept.stamps import Narrow, is_selective, narrows_of, watched_tables

PREFIX = "stamp_"
logger = logging.getLogger("terakoya.kept")


def install(**_: Any) -> None:
    """Put on those that are missing or of an earlier shape, take off what is no longer wanted."""
    wanted = _wanted()
    there = _there()
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for function in (TOUCHED_FUNCTION, TABLE_FUNCTION, ROWS_FUNCTION):
                cursor.execute(function)
        for name, table in sorted(there.items()):
            if name not in wanted:
                cursor.execute(_drop(name, table))
        for name, statement in sorted(wanted.items()):
            if name not in there:
                cursor.execute(statement)
    in_place.cache_clear()


@functools.cache
def in_place() -> bool:
    """Whether every table is watched as this code expects; asked once a process. Without, nothing is kept."""
    try:
        missing = set(_wanted()) - set(_there())
    except DatabaseError:
        missing = {"core_stamp"}
    if missing:
        logger.error("No page is kept: the database lacks %d triggers. Run manage.py migrate.", len(missing))
    return not missing


def _wanted() -> dict[str, str]:
    """Name and statement. The name holds a digest of the statement: one of another shape is another trigger."""
    real = _real_tables()
    found = {}
    for table, columns in watched_tables().items():
        if table not in real:
            continue
        for template in _statements(table, columns):
            name = f"{PREFIX}{hashlib.blake2b(template.encode(), digest_size=8).hexdigest()}"
            found[name] = template.replace("{trigger}", name)
    return found


def _statements(table: str, columns: list[str]) -> Iterator[str]:
    if connection.vendor == "sqlite":
        yield from _sqlite(table, columns)
    elif connection.vendor == "postgresql":
        yield from _postgresql(table, columns)


def _sqlite(table: str, columns: list[str]) -> Iterator[str]:
    listed = ", ".join(f'"{column}"' for column in columns)
    for event, rows in (("INSERT", ("NEW",)), ("DELETE", ("OLD",)), (f"UPDATE OF {listed}", ("OLD", "NEW"))):
        bumps = [_bump(f"'{table}'", "1")]
        for each in narrows_of(table):
            name = f"'{table}:{each.column}=' || {{row}}.\"{each.column}\""
            bumps += [_bump(name.format(row=row), _counts(each, row, rows)) for row in rows]
        yield f'CREATE TRIGGER {{trigger}} AFTER {event} ON "{table}" BEGIN {" ".join(bumps)} END'


def _counts(narrow: Narrow, row: str, rows: tuple[str, ...]) -> str:
    """Whether a row has the value that the stamp is named by and, as it was or as it is, what `when` asks for."""
    has_value = f'{row}."{narrow.column}" IS NOT NULL'
    if not narrow.when:
        return has_value
    return has_value + " AND (" + " OR ".join(f'{each}."{narrow.when}" IS NOT NULL' for each in rows) + ")"


def _bump(name: str, condition: str) -> str:
    return (
        f"INSERT INTO core_stamp (name, writer, count) SELECT {name}, 0, 1 WHERE {condition} "
        "ON CONFLICT (name, writer) DO UPDATE SET count = count + 1;"
    )


def _postgresql(table: str, columns: list[str]) -> Iterator[str]:
    listed = ", ".join(f'"{column}"' for column in columns)
    # A statement that touches no row is no change; a trigger on some columns cannot tell.
    events = {"INSERT": "NEW", "DELETE": "OLD", **({} if is_selective(table) else {"UPDATE": "NEW"})}
    for event, rows in events.items():
        yield (
            f'CREATE TRIGGER {{trigger}} AFTER {event} ON "{table}" REFERENCING {rows} TABLE AS touched '
            f"FOR EACH STATEMENT EXECUTE FUNCTION terakoya_stamp_touched('{table}')"
        )
    if is_selective(table):
        yield (
            f'CREATE TRIGGER {{trigger}} AFTER UPDATE OF {listed} ON "{table}" '
            f"FOR EACH STATEMENT EXECUTE FUNCTION terakoya_stamp_table('{table}')"
        )
    for each in narrows_of(table):
        yield (
            f'CREATE TRIGGER {{trigger}} AFTER INSERT OR UPDATE OR DELETE ON "{table}" '
            f"FOR EACH ROW EXECUTE FUNCTION terakoya_stamp_rows({_arguments(table, each)})"
        )


def _arguments(table: str, rows: Narrow) -> str:
    return f"'{table}', '{rows.column}', '{rows.when}'"


# A row for each transaction and name: two transactions never wait for each other's stamps, and never deadlock.
TOUCHED_FUNCTION = """
CREATE OR REPLACE FUNCTION terakoya_stamp_touched() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM touched) THEN RETURN NULL; END IF;
  INSERT INTO core_stamp (name, writer, count)
  VALUES (TG_ARGV[0], pg_current_xact_id()::text::bigint, 1)
  ON CONFLICT (name, writer) DO UPDATE SET count = core_stamp.count + 1;
  RETURN NULL;
END $$
"""
TABLE_FUNCTION = """
CREATE OR REPLACE FUNCTION terakoya_stamp_table() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO core_stamp (name, writer, count)
  VALUES (TG_ARGV[0], pg_current_xact_id()::text::bigint, 1)
  ON CONFLICT (name, writer) DO UPDATE SET count = core_stamp.count + 1;
  RETURN NULL;
END $$
"""
ROWS_FUNCTION = """
CREATE OR REPLACE FUNCTION terakoya_stamp_rows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  gone jsonb; come jsonb;
BEGIN
  IF TG_OP <> 'INSERT' THEN gone := to_jsonb(OLD); END IF;
  IF TG_OP <> 'DELETE' THEN come := to_jsonb(NEW); END IF;
  IF TG_ARGV[2] = '' OR (gone ->> TG_ARGV[2]) IS NOT NULL OR (come ->> TG_ARGV[2]) IS NOT NULL THEN
    INSERT INTO core_stamp (name, writer, count)
    SELECT DISTINCT TG_ARGV[0] || ':' || TG_ARGV[1] || '=' || replace(each.row ->> TG_ARGV[1], '-', ''),
      pg_current_xact_id()::text::bigint, 1
    FROM (VALUES (gone), (come)) AS each (row) WHERE (each.row ->> TG_ARGV[1]) IS NOT NULL
    ON CONFLICT (name, writer) DO UPDATE SET count = core_stamp.count + 1;
  END IF;
  RETURN NULL;
END $$
"""


def _there() -> dict[str, str]:
    """The stamp triggers of the database, each with its table."""
    with connection.cursor() as cursor:
        cursor.execute(THERE[connection.vendor])
        return dict(cursor.fetchall())


def _drop(name: str, table: str) -> str:
    return f"DROP TRIGGER {name}" + (f' ON "{table}"' if connection.vendor == "postgresql" else "")


def _real_tables() -> set[str]:
    """A virtual table (a full-text index on SQLite) can have no trigger."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES[connection.vendor])
        return {name for (name,) in cursor.fetchall()}


THERE = {
    "sqlite": r"SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'stamp\_%' ESCAPE '\'",
    "postgresql": r"""SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
                      WHERE NOT t.tgisinternal AND t.tgname LIKE 'stamp\_%'
                      AND c.relnamespace = current_schema()::regnamespace""",
}
TABLES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'",
    "postgresql": """SELECT relname FROM pg_class
                     WHERE relkind IN ('r', 'p') AND relnamespace = current_schema()::regnamespace""",
}


def compact() -> None:
    """On PostgreSQL, forget the rows of transactions long past: all but the latest of each name.

    A stamp stays telling: what is forgotten is older than every transaction that runs, so there are then fewer rows, or
    as many with later numbers, whose sum is greater.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(COMPACT)


COMPACT = """
DELETE FROM core_stamp AS old USING core_stamp AS later
WHERE old.name = later.name AND old.writer < later.writer
AND later.writer < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
"""
