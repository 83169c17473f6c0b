"""`manage.py check_privacy`: every field about people has its note, and docs/privacy.md says the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.keeping import keeping_jobs
from core.privacy_check import faults, notes

HEAD = """# What is held about people
Written by `manage.py check_privacy --write` from the notes in each app's `privacy_notes.py`; the check fails where a
field has no note, where no job keeps a period that a note states, or where this page says something else. No gender, no
nationality, no health.

## How long, and who ends it
A **job** runs once a day in the worker (`core.keeping`), deletes or makes anonymous what is past its time, and writes
into the audit trail how much of it, never whose. Whatever else is kept until **a person** deletes the thing it belongs
to: a page in the admin, a picture, one's own question. A leaving can be taken back until the account is anonymous;
what a job took after 30 days (the photo, the password, progress) does not come back.

| job | what it ends | how long | how many fields |
|---|---|---|---|
{jobs}

Beside these: sessions hold nothing but who is signed in and are cleared once a day when they have run out; access logs
name people by number and are kept as long as the operator's log rotation says (docs/operations.md); backups hold what
the database held until they are overwritten.

## Field by field
| where | what | why | how long | ended by |
|---|---|---|---|---|
"""


class Command(BaseCommand):
    help = "Check that every field about people has a privacy note and that docs/privacy.md is up to date."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true", help="write docs/privacy.md")

    def handle(self, *args: Any, **options: Any) -> None:
        page = Path(settings.BASE_DIR) / "docs" / "privacy.md"
        wrong = faults()
        if options["write"] and not wrong:
            page.write_text(document(), encoding="utf-8")
        if not wrong and (not page.exists() or page.read_text(encoding="utf-8") != document()):
            wrong = ["docs/privacy.md is out of date: run manage.py check_privacy --write"]
        if wrong:
            raise CommandError("\n".join(wrong))
        self.stdout.write(f"{sum(1 for _ in notes())} fields about people have their note.")


def document() -> str:
    """The page: a line for each job, and one for each field."""
    lines = [
        f"| {model}.{name} | {note.what} | {note.why} | {note.how_long} | {note.how_long.ended_by} |"
        for model, name, note in notes()
    ]
    return HEAD.replace("{jobs}", "\n".join(_jobs())) + "\n".join(lines) + "\n"


def _jobs() -> Iterator[str]:
    for job in keeping_jobs():
        fields = [(model, note) for model, _, note in notes() if note.how_long.job == job.keeping.job]
        of = ", ".join(sorted({model for model, _ in fields}))
        yield f"| `{job.keeping.job}` | {of} | {job.keeping} | {len(fields)} |"
