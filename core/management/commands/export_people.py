"""`manage.py export_people FILE`: every table as XLSX, or one as CSV, in the form that `import_people` reads."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.interfaces.tables.running import TABLES
from core.interfaces.tables.writing import write_csv, write_xlsx


class Command(BaseCommand):
    help = "Write people, places and the organisation to FILE.xlsx, or one table to FILE.csv."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--table", choices=list(TABLES), default="people", help="for CSV")
        parser.add_argument("--encoding", default="utf-8-sig", help="for CSV: utf-8-sig (default), utf-8 or cp932")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            if path.suffix.lower() == ".xlsx":
                write_xlsx(path)
            elif path.suffix.lower() == ".csv":
                write_csv(options["table"], path, encoding=options["encoding"])
            else:
                raise CommandError("Name the file .xlsx (every table) or .csv (one).")
        except (OSError, LookupError) as error:
            raise CommandError(f"{path}: {error}") from error
        self.stdout.write(f"Wrote {path}")
