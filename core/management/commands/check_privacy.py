"""`manage.py check_privacy`: every field about people has its note, and docs/privacy.md says the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.privacy_check import faults, notes

HEAD = """# What is held about people
Written by `manage.py check_privacy --write` from the notes in each app's `privacy_notes.py`; the check fails where a
field has no note, or where this page says something else. No gender, no nationality, no health.

Beside these: failed sign-ins (address typed, network address, browser) are kept by django-axes for a quarter of an hour
of lock-out and cleared on the next success; sessions hold nothing but who is signed in; access logs name people by
number and are kept as long as the operator's log rotation says (docs/operations.md).

| where | what | why | how long |
|---|---|---|---|
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
    """The page, a line for each field."""
    lines = [f"| {model}.{name} | {note.what} | {note.why} | {note.how_long} |" for model, name, note in notes()]
    return HEAD + "\n".join(lines) + "\n"
