"""`manage.py search rebuild | check | status | worker`: the search indexes from a terminal."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from search.domain.rebuilding import rebuild
from search.domain.runs import AlreadyRunningError
from search.engines import engine_names
from search.engines.protocol import EngineError
from search.models import IndexRun


class Command(BaseCommand):
    help = "Build the search indexes anew, compare them with the database, say how they are, or keep them up to date."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        for name, title in (("rebuild", "build an index anew beside the one that is searched, and swap"),):
            action = actions.add_parser(name, help=title)
            action.add_argument("--engine", choices=engine_names(), help="one of them; all where none is named")

    def handle(self, *args: Any, **options: Any) -> None:
        names = [options["engine"]] if options.get("engine") else engine_names()
        for name in names:
            getattr(self, f"_{options['action']}")(name, options)

    def _rebuild(self, name: str, options: dict[str, Any]) -> None:
        with _Bar(f"Rebuilding {name}") as bar:
            try:
                run = rebuild(name, tell=bar.show)
            except AlreadyRunningError as error:
                raise CommandError(f"{name}: a {error.run.kind} is under way ({error.run.percent}%).") from error
            except EngineError as error:
                raise CommandError(f"{name}: {error}") from error
        failed = run.report.get("failed", 0)
        self.stdout.write(f"{name}: {run.done} sources" + (f", {failed} of them set aside" if failed else ""))


class _Bar:
    """A progress bar on a terminal, nothing elsewhere."""

    def __init__(self, title: str) -> None:
        self.bar = tqdm(desc=title, unit="", disable=None, leave=False)

    def __enter__(self) -> _Bar:
        return self

    def __exit__(self, *error: object) -> None:
        self.bar.close()

    def show(self, run: IndexRun) -> None:
        self.bar.total = run.total
        self.bar.update(run.done - self.bar.n)
