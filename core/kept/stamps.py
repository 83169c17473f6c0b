"""The names of state stamps, and reading them: one query tells whether anything changed since.

Every table has a stamp of its own. Where many people write to a table all the time, its rows have further stamps, one
for each value of a column: a reader's page hangs on that reader's rows alone.
"""

from __future__ import annotations

import functools
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, models

Stamp = tuple[int, int, int]  # rows, the sum of their writers, the sum of their counts
NEVER: Stamp = (0, 0, 0)  # nothing was ever written

# Tables that no page is made of: each request, sign-in or background step writes to them.
SILENT_APPS = {"account", "axes", "django_tasks_database", "search", "sessions", "socialaccount", "wagtailsearch"}
SILENT = {
    "core_accountlink",
    "core_apitoken",
    "core_auditentry",
    "core_calendarfeed",
    "core_mail",
    "core_outboxrow",
    "core_outsideaccount",
    "core_stamp",
    "django_admin_log",
    "learning_importrun",
    "portal_tickstate",
    "portal_workerbeat",
    "wagtailadmin_editingsession",
    "wagtailadmin_formstate",
    "wagtailcore_modellogentry",
    "wagtailcore_pagelogentry",
    "wagtailcore_referenceindex",
    "wagtailcore_revision",
    "wagtailusers_userprofile",
}
# Columns that are written without a reader noticing: signing in, and every autosave of a draft.
UNSEEN = {
    "core_person": {"last_login"},
    "wagtailcore_page": {
        "draft_title",
        "has_unpublished_changes",
        "latest_revision_created_at",
        "latest_revision_id",
    },
}


@dataclass(frozen=True)
class Narrow:
    """A stamp for each value of `column`, bumped by the rows where `when` (another column, if said) is not null."""

    column: str
    when: str = ""


_narrow: dict[str, list[Narrow]] = {}


def narrow(model: type[models.Model], field: str, *, when: str = "") -> None:
    """Give the rows of each value of a field a stamp of their own. Said once, when the app is loaded."""
    rows = Narrow(_column(model, field), _column(model, when) if when else "")
    known = _narrow.setdefault(model._meta.db_table, [])
    if rows not in known:
        known.append(rows)


def narrows_of(table: str) -> list[Narrow]:
    return _narrow.get(table, [])


def name_of(model: type[models.Model], **value: Any) -> str:
    """The stamp of a table: `name_of(StepMark)`; of some of its rows: `name_of(StepMark, person=person)`."""
    table = model._meta.db_table
    if not value:
        return table
    ((field, wanted),) = value.items()
    column = _column(model, field)
    if column not in {rows.column for rows in narrows_of(table)}:
        raise ValueError(f"The rows of {table} have no stamps by {column}.")
    return narrowed(table, column, wanted)


def narrowed(table: str, column: str, wanted: Any) -> str:
    """As the triggers write it: a row by its number, a UUID without hyphens."""
    plain = wanted.pk if isinstance(wanted, models.Model) else wanted
    return f"{table}:{column}={plain.hex if isinstance(plain, uuid.UUID) else plain}"


def table_of(name: str) -> str:
    return name.partition(":")[0]


def names_for(person: models.Model) -> list[str]:
    """What may be noted while a page is made for someone: every table, and their own rows."""
    own = [
        narrowed(table, rows.column, person.pk)
        for table, several in _narrow.items()
        for rows in several
        if rows.column == "person_id"
    ]
    return [*names_of_tables(), *own]


@functools.cache
def names_of_tables() -> list[str]:
    return sorted(watched_tables())


@functools.cache
def all_tables() -> frozenset[str]:
    return frozenset(model._meta.db_table for model in _models())


def watched_tables() -> dict[str, list[str]]:
    """The tables that have stamps, each with the columns whose writing bumps it."""
    return {
        model._meta.db_table: [
            str(field.column)
            for field in model._meta.local_concrete_fields
            if field.column not in UNSEEN.get(model._meta.db_table, ())
        ]
        for model in _models()
        if model._meta.db_table not in SILENT and model._meta.app_label not in SILENT_APPS
    }


def is_selective(table: str) -> bool:
    """Whether some of its columns are written without a change."""
    return table in UNSEEN


def read(names: Iterable[str]) -> dict[str, Stamp]:
    """The stamps as they are now, in one query. Read them before what they stand for."""
    wanted = list(names)
    if not wanted:
        return {}
    places = ", ".join(["%s"] * len(wanted))
    with connection.cursor() as cursor:
        cursor.execute(f"{SUMS} WHERE name IN ({places}) GROUP BY name", wanted)
        found = {name: (rows, int(writers), int(counts)) for name, rows, writers, counts in cursor.fetchall()}
    return {name: found.get(name, NEVER) for name in wanted}


SUMS = "SELECT name, COUNT(*), SUM(writer), SUM(count) FROM core_stamp"


def _models() -> list[type[models.Model]]:
    """Those with a table of their own, the ones between many-to-many fields too."""
    every = apps.get_models(include_auto_created=True)
    return [model for model in every if model._meta.managed and not model._meta.proxy]


def _column(model: type[models.Model], field: str) -> str:
    return str(model._meta.get_field(field).column)  # type: ignore[union-attr]
