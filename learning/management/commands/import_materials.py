"""`manage.py import_materials SOURCE`: materials come in from a folder or a git repository."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from tqdm import tqdm

from core.enums import Language
from core.translation.terminal import language_of_terminal
from learning.domain.imports.runs import ImportWish, queue_run
from learning.interfaces.importer.address import read_address
from learning.interfaces.importer.printing import summary
from learning.interfaces.importer.refusals import ImportRefused
from learning.interfaces.importer.report import report_with_words
from learning.interfaces.importer.running import foresee_import, run_import
from learning.interfaces.importer.targets import find_page


class Command(BaseCommand):
    help = "Import Markdown materials from a folder or a git address (address#branch:sub-folder)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("source", metavar="SOURCE", help="a folder, or a git address: https://… or ssh://…")
        parser.add_argument(
            "--into", metavar="PAGE", help="id, path (/ja/bootcamp/) or slug of the page to import into"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would be done; write nothing")
        parser.add_argument("--report", metavar="FILE.json", help="write the report as JSON")
        parser.add_argument("--branch", default="", help="branch or tag of the repository")
        parser.add_argument("--subfolder", default="", help="folder inside the source")
        parser.add_argument("--language", choices=Language.values, default="", help="of the pages")
        parser.add_argument("--base", default="", metavar="/BASE/", help="what site-absolute links begin with")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(language_of_terminal()):
            try:
                kept = self._import(options)
            except ImportRefused as refused:
                raise CommandError(str(refused.message)) from refused
            report = report_with_words(kept)
            if options["report"]:
                self._write(Path(options["report"]), report)
            if options["verbosity"] > 0:
                self.stdout.write(summary(report, is_verbose=options["verbosity"] > 1))

    def _import(self, options: dict[str, Any]) -> dict[str, Any]:
        address = read_address(options["source"], branch=options["branch"], subfolder=options["subfolder"])
        into = find_page(options["into"]) if options["into"] else None
        wish = ImportWish(
            kind=address.kind,
            address=address.address,
            branch=address.branch,
            subfolder=address.subfolder,
            into=into,
            language=options["language"],
            base_path=options["base"],
            dry_run=options["dry_run"],
        )
        if wish.dry_run:
            return foresee_import(wish.as_run(actor=None))
        run = queue_run(wish, actor=None)
        with ProgressLine(is_silent=options["verbosity"] < 1) as line:
            return run_import(run, progress=line.show)

    def _write(self, path: Path, report: dict[str, Any]) -> None:
        try:
            path.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n")
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error


class ProgressLine:
    """A bar on a terminal; elsewhere (a log, a pipe) a plain line at each tenth."""

    def __init__(self, *, is_silent: bool) -> None:
        self.is_silent = is_silent
        self.bar: Any = None
        self.tenth = 0

    def __enter__(self) -> ProgressLine:
        return self

    def __exit__(self, *exception: object) -> None:
        if self.bar is not None:
            self.bar.close()

    def show(self, done: int, total: int, path: str) -> None:
        if self.is_silent:
            return
        if sys.stderr.isatty():
            if self.bar is None:
                self.bar = tqdm(total=total, unit="", leave=False, dynamic_ncols=True)
            self.bar.set_postfix_str(path[-40:], refresh=False)
            self.bar.update(done - self.bar.n)
        elif total and done * 10 // total > self.tenth:
            self.tenth = done * 10 // total
            print(f"{done}/{total} {path}", file=sys.stderr, flush=True)
