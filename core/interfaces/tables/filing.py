"""A sent file, read by the worker: its progress and its report go into its row, in every language."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django_tasks.base import TaskResultStatus as Task
from django_tasks_db.models import DBTaskResult

from core.domain import people_filing
from core.enums import Language
from core.enums import PeopleFileStatus as Status
from core.interfaces.tables.plan import Problem, Report
from core.interfaces.tables.running import Progress, Wish, check_file, write_file
from core.interfaces.tables.sheets import UnreadableFileError
from core.interfaces.tables.writing import problem_writer
from core.models.people_file import PeopleFile
from core.notices import in_languages
from core.rules import manages_accounts
from core.words import Words

EVERY = 0.5


def check(number: int) -> None:
    """Check the file, if it still waits for that."""
    _read(
        number,
        Status.CHECKING,
        lambda wish, row, progress: check_file(wish, actor=row.actor, progress=progress),
        people_filing.finish_check,
    )


def write(number: int) -> None:
    """Import the file, if that was asked for and is not done."""
    _read(
        number,
        Status.WRITING,
        lambda wish, row, progress: write_file(wish, actor=row.actor, progress=progress),
        people_filing.finish_writing,
    )


def fail_lost() -> int:
    """Say so where a file is read by nobody any more: its worker was killed as often as one takes a task up again.

    What was written stays, and reading the file again finds it unchanged. How many there were.
    """
    count = 0
    for status, task in (
        (Status.CHECKING, "core.tasks.check_people_file"),
        (Status.WRITING, "core.tasks.write_people_file"),
    ):
        rows = list(PeopleFile.objects.filter(status=status))
        alive = DBTaskResult.objects.filter(task_path=task, status__in=[Task.READY, Task.RUNNING])
        known = {each["args"][0] for each in alive.values_list("args_kwargs", flat=True)} if rows else set()
        for row in rows:
            if row.pk not in known:
                _fail(row, _("It was interrupted too often. What was imported stays: check it again."))
                count += 1
    return count


def _read(
    number: int,
    status: Status,
    work: Callable[[Wish, PeopleFile, Progress], Report],
    finish: Callable[..., None],
) -> None:
    row = PeopleFile.objects.select_related("actor").filter(pk=number, status=status).first()
    if row is None or not row.file:
        return
    wish = Wish(Path(row.file.path), Path(row.name).stem, row.table, "", row.is_full, row.columns)
    if row.actor is None or not manages_accounts(row.actor):
        _fail(row, _("Whoever asked for this may no longer look after accounts."))
        return
    try:
        with _listing(row) as note:
            report = work(replace(wish, note=note), row, _shown(row))
    except UnreadableFileError as error:
        _fail(row, error.words)
    except Exception:  # whatever it was, somebody looks at a page that says it is being read
        _fail(row, _("Something went wrong that is not the file's fault. Try again."))
        raise
    else:
        finish(row, report=report.as_json())


def _fail(row: PeopleFile, words: Words) -> None:
    people_filing.fail(row, error=in_languages(lambda: words))


@contextmanager
def _listing(row: PeopleFile) -> Iterator[Callable[[Problem], None]]:
    """Every problem as a line of a CSV file in each language, however many there are: none of them stays in memory."""
    with ExitStack() as stack:
        lists = {language: stack.enter_context(_empty_list()) for language in Language.values}
        lines = [_lines_in(language, file) for language, file in lists.items()]

        def note(problem: Problem) -> None:
            for add in lines:
                add(problem)

        yield note
        people_filing.drop_problems(row)
        for language, file in lists.items():
            file.flush()
            with Path(file.name).open("rb") as made:
                people_filing.keep_problems(row, File(made), language=language)


def _empty_list() -> Any:
    return tempfile.NamedTemporaryFile("w", encoding="utf-8-sig", newline="")


def _lines_in(language: str, file: Any) -> Callable[[Problem], None]:
    with translation.override(language):
        add = problem_writer(file)
    return translation.override(language)(add)


def _shown(row: PeopleFile) -> Progress:
    last = 0.0

    def progress(done: int, total: int) -> None:
        nonlocal last
        if done == total or time.monotonic() - last > EVERY:
            last = time.monotonic()
            people_filing.note_progress(row, done=done, total=total)

    return progress
