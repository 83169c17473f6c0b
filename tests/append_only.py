"""A flush ends each test with real transactions; SQLite flushes by DELETE, which the audit trail refuses."""

from importlib import import_module
from typing import Any

import pytest
from django.db.backends.sqlite3.base import DatabaseOperations  # not from .operations: the two import each other

SWITCHED_OFF = [
    "DROP TRIGGER IF EXISTS audit_is_never_changed",
    "DROP TRIGGER IF EXISTS audit_is_never_deleted",
]


def let_flush_empty_the_audit(patch: pytest.MonkeyPatch) -> None:
    """A flush takes the triggers off, empties the tables and puts them on again."""
    triggers = import_module("core.migrations.0008_audit_is_kept_ten_years").SQLITE
    flush = DatabaseOperations.sql_flush

    def sql_flush(self: DatabaseOperations, style: Any, tables: Any, **options: Any) -> list[str]:
        statements = flush(self, style, tables, **options)
        return [*SWITCHED_OFF, *statements, *triggers] if statements else []

    patch.setattr(DatabaseOperations, "sql_flush", sql_flush)
