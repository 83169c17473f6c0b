"""What happens to a spreadsheet of people: sent, checked in the background, imported when somebody says so, deleted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from core import outbox
from core.domain import audit
from core.enums import Language
from core.enums import PeopleFileStatus as Status
from core.models.people_file import PeopleFile
from core.models.person import Person

UNFINISHED = (Status.CHECKING, Status.CHECKED, Status.FAILED)
WAITS = dt.timedelta(days=7)
"""A file that nobody decides on is deleted after so long."""


class NotNowError(Exception):
    """Someone else did something with the file meanwhile: it is no longer what the page showed."""


@transaction.atomic
def send_file(upload: File[Any], *, name: str, table: str, is_full: bool, actor: Person) -> PeopleFile:
    """Keep a file and have it checked in the background."""
    row = PeopleFile(actor=actor, name=name[:200], table=table, is_full=is_full)
    row.file.save("people", upload, save=False)
    row.save()
    audit.record("people_file.sent", actor=actor, on=row, detail={"full": is_full})
    outbox.put("core.check_people_file", row.pk)
    return row


@transaction.atomic
def check_again(row: PeopleFile, *, columns: Mapping[str, str], table: str, is_full: bool, actor: Person) -> None:
    """Read it in another way, with the rights of who says so. Raises NotNowError where it is being imported or gone."""
    _move(row, Status.CHECKED, Status.FAILED, to=Status.CHECKING)
    row.columns, row.table, row.is_full, row.report, row.error = dict(columns), table, is_full, {}, {}
    row.done, row.total, row.actor = 0, 0, actor
    row.save(update_fields=["columns", "table", "is_full", "report", "error", "done", "total", "actor"])
    audit.record("people_file.sent", actor=actor, on=row, detail={"full": is_full, "again": True})
    outbox.put("core.check_people_file", row.pk)


@transaction.atomic
def start_writing(row: PeopleFile, *, actor: Person) -> None:
    """Import what the check found right. Raises NotNowError unless it is checked and waits.

    It is done with the rights of who says so, not of who sent it: HR may not do by an administrator's file what they
    may not do themselves.
    """
    _move(row, Status.CHECKED, to=Status.WRITING)
    row.done, row.actor = 0, actor
    row.save(update_fields=["done", "actor"])
    audit.record("people_file.import_asked", actor=actor, on=row)
    outbox.put("core.write_people_file", row.pk)


@transaction.atomic
def give_up(row: PeopleFile, *, actor: Person | None) -> None:
    """Delete the file unread. Raises NotNowError where it is being imported or done."""
    _move(row, *UNFINISHED, to=Status.DROPPED)
    _end(row)
    transaction.on_commit(lambda: drop_problems(row))
    audit.record("people_file.given_up", actor=actor, on=row)


@transaction.atomic
def finish_check(row: PeopleFile, *, report: dict[str, Any]) -> None:
    """The check's outcome; nothing where somebody gave it up meanwhile."""
    if PeopleFile.objects.filter(pk=row.pk, status=Status.CHECKING).update(status=Status.CHECKED):
        row.report, row.status = report, Status.CHECKED
        row.save(update_fields=["report"])


@transaction.atomic
def finish_writing(row: PeopleFile, *, report: dict[str, Any]) -> None:
    """The import's outcome. The file is deleted; what it said is in the rows now."""
    row.status, row.report = Status.DONE, report
    row.save(update_fields=["status", "report"])
    _end(row)
    audit.record("people_file.imported", actor=row.actor, on=row, detail={"counts": report["counts"]})


@transaction.atomic
def fail(row: PeopleFile, *, error: Mapping[str, str]) -> None:
    """The file as a whole could not be read, and why in each language; nothing where somebody gave it up meanwhile."""
    going = PeopleFile.objects.filter(pk=row.pk, status=row.status)
    if going.update(status=Status.FAILED, error=dict(error)):
        row.status, row.error = Status.FAILED, dict(error)


def note_progress(row: PeopleFile, *, done: int, total: int) -> None:
    """How far the work is: for whoever looks."""
    PeopleFile.objects.filter(pk=row.pk).update(done=done, total=total)


def give_up_old(now: dt.datetime | None = None) -> int:
    """Delete files that waited too long for a decision; how many."""
    before = (now or timezone.now()) - WAITS
    waiting = list(PeopleFile.objects.filter(status__in=UNFINISHED, created_at__lt=before))
    for row in waiting:
        try:
            give_up(row, actor=None)
        except NotNowError:  # decided on this very moment
            continue
    return len(waiting)


def forget_files(limit: dt.datetime) -> int:
    """Delete reports that were made before a moment; how many."""
    old = PeopleFile.objects.filter(created_at__lt=limit, status__in=[Status.DONE, Status.DROPPED])
    for row in old:
        drop_problems(row)
    return old.delete()[0]


def keep_problems(row: PeopleFile, made: File[Any], *, language: str) -> None:
    """The whole list of what is wrong, as CSV beside the report, which has the first of it."""
    default_storage.save(_list_in(language, row), made)


def drop_problems(row: PeopleFile) -> None:
    """The lists go with the file that they are about, and with its report at the latest."""
    for language in ("", *Language.values):
        default_storage.delete(_list_in(language, row))


def problems_of(row: PeopleFile, *, language: str) -> str | None:
    """The name in the storage of the list that a reader of this language reads; None where there is none.

    Lists from before they were kept in each language have one in that of whoever sent the file.
    """
    names = (_list_in(language, row), _list_in("", row))
    return next((name for name in names if default_storage.exists(name)), None)


def _list_in(language: str, row: PeopleFile) -> str:
    return f"people-files/problems/{row.key}{language and f'.{language}'}.csv"


def _move(row: PeopleFile, *sources: Status, to: Status) -> None:
    """One of two who decide at once wins; the other is told."""
    if not PeopleFile.objects.filter(pk=row.pk, status__in=sources).update(status=to):
        raise NotNowError
    row.status = to


def _end(row: PeopleFile) -> None:
    path, storage = row.file.name, row.file.storage
    row.file, row.finished_at = "", timezone.now()
    row.save(update_fields=["file", "finished_at"])
    if path:
        transaction.on_commit(lambda: storage.delete(path))
