"""`manage.py import_people FILE`: people and the organisation out of a spreadsheet. Only --write writes."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from tqdm import tqdm

from core.interfaces.tables.plan import Problem, Report
from core.interfaces.tables.running import TABLES, UnreadableFileError, Wish, check_file, write_file
from core.interfaces.tables.writing import write_problems
from core.translation.terminal import language_of_terminal

SHOWN = 50
COUNTED = {
    "created": gettext_noop("%(count)d created"),
    "changed": gettext_noop("%(count)d changed"),
    "unchanged": gettext_noop("%(count)d unchanged"),
    "refused": gettext_noop("%(count)d refused"),
}


class Command(BaseCommand):
    help = "Check a CSV or XLSX file of people, places and the organisation; with --write, import it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--write", action="store_true", help="import it; without this, only say what would happen")
        parser.add_argument("--table", choices=list(TABLES), default="", help="of a CSV file, where it cannot be told")
        parser.add_argument("--full", action="store_true", help="the file names everybody: list who is missing in it")
        parser.add_argument("--encoding", default="", help="of a CSV file, such as cp932; guessed where it is not said")
        parser.add_argument(
            "--column",
            action="append",
            default=[],
            metavar="HEADING=NAME",
            help="what a heading means; NAME may be empty",
        )
        parser.add_argument("--problems", metavar="FILE.csv", type=Path, help="write everything that is wrong as CSV")
        parser.add_argument("--report", metavar="FILE.json", type=Path, help="write the report as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(language_of_terminal()):
            self._import(options)

    def _import(self, options: dict[str, Any]) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"{path}: there is no such file")
        columns = dict(each.rpartition("=")[::2] for each in options["column"])
        every: list[Problem] = []
        note = every.append if options["problems"] else None
        wish = Wish(path, path.stem, options["table"], options["encoding"], options["full"], columns, note)
        bar = tqdm(unit="", disable=not sys.stderr.isatty(), leave=False, dynamic_ncols=True)

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        try:
            report = (
                write_file(wish, actor=None, progress=show) if options["write"] else check_file(wish, progress=show)
            )
        except (UnreadableFileError, LookupError, UnicodeError) as error:
            raise CommandError(f"{path}: {error}") from error
        finally:
            bar.close()
        if options["report"]:
            options["report"].write_text(json.dumps(report.as_json(), ensure_ascii=False, indent=2) + "\n")
        if options["problems"]:
            write_problems(options["problems"], every)
        self._tell(report, wrote=options["write"])

    def _tell(self, report: Report, *, wrote: bool) -> None:
        for sheet in report.sheets:
            counts = ", ".join(_(COUNTED[name]) % {"count": count} for name, count in sheet.counts.items())
            table = sheet.table or _("unknown")
            self.stdout.write(f"{sheet.sheet} ({table}): {sheet.refusal or counts}")
            left_out = [each["heading"] for each in sheet.columns if each["heading"] and not each["column"]]
            if left_out:
                self.stdout.write("  " + _("columns left out: %(columns)s") % {"columns": ", ".join(left_out)})
            for problem in sheet.problems[:SHOWN]:
                row = _("row %(row)d") % {"row": problem.row}
                where = f"{row}, {problem.column}" if problem.column else row
                self.stdout.write(f"  {where}: {problem.message}")
            if sheet.problems_total > SHOWN:
                more = _("and %(count)d more (--problems FILE.csv has all)")
                self.stdout.write("  " + more % {"count": sheet.problems_total - SHOWN})
            for each in sheet.missing[:SHOWN]:
                who = f"{each['key']} {each['name']}"
                self.stdout.write("  " + _("not in the file: %(who)s") % {"who": who})
            if sheet.missing_total > SHOWN:
                more = _("and %(count)d more not in the file")
                self.stdout.write("  " + more % {"count": sheet.missing_total - SHOWN})
        if not wrote:
            self.stdout.write(_("Nothing was written. Say --write to import the rows without a problem."))
