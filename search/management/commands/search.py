"""`manage.py search rebuild | check | status | worker`: the search indexes from a terminal."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import InterfaceError, OperationalError, ProgrammingError
from tqdm import tqdm

from search.domain.checking import check, damages
from search.domain.loop import Indexers
from search.domain.queries.status import EngineStatus, status_of
from search.domain.rebuilding import rebuild
from search.domain.runs import AlreadyRunningError, SupersededError
from search.engines import engine_names
from search.engines.protocol import EngineError
from search.models import IndexRun

ACTIONS = {
    "rebuild": "build an index anew beside the one that is searched, and swap",
    "check": "compare an index with the database, key by key, and repair what differs; code 1 where it did",
    "status": "queue, lag, health and the last runs; code 1 where something is wrong",
    "worker": "keep the indexes up to date until stopped (the background worker does it too)",
}
INTERRUPTED = 130
"""The code of a command that was stopped, as shells have it."""


class Command(BaseCommand):
    help = "Build the search indexes anew, compare them with the database, say how they are, or keep them up to date."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True, metavar=" | ".join(ACTIONS))
        for name, title in ACTIONS.items():
            action = actions.add_parser(name, help=title, description=title)
            if name != "worker":
                action.add_argument("--engine", choices=engine_names(), help="one of them; all where none is named")
            if name == "check":
                action.add_argument("--no-repair", action="store_true", help="say only what differs")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["action"] == "worker":
            return self._work()
        names = [options["engine"]] if options.get("engine") else engine_names()
        with _stopped_in_order():
            try:
                well = [self._one(name, options) for name in names]
            except KeyboardInterrupt:
                self.stderr.write("Stopped. The index that is searched is as it was, and no change is lost.")
                raise SystemExit(INTERRUPTED) from None
            except (OperationalError, InterfaceError, ProgrammingError) as error:
                why = str(error).partition("\n")[0]
                self.stderr.write(self.style.ERROR(f"The database does not answer as it should: {why}"))
                raise SystemExit(1) from None
        if not all(well):
            raise SystemExit(1)
        return None

    def _one(self, name: str, options: dict[str, Any]) -> bool:
        """One engine; what keeps it from being done is said, and the next one has its turn."""
        try:
            return bool(getattr(self, f"_{options['action']}")(name, options))
        except AlreadyRunningError as error:
            run = error.run
            why = f"a {run.kind} is {run.status} ({run.percent}%). One at a time."
        except SupersededError:
            why = "another process took this one for dead, or ended it: see `search status`."
        except EngineError as error:
            why = str(error)
        self.stderr.write(self.style.ERROR(f"{name}: {why}"))
        return False

    def _rebuild(self, name: str, options: dict[str, Any]) -> bool:
        with _Bar(f"Rebuilding {name}") as bar:
            run = rebuild(name, tell=bar.show)
        failed = int(run.report.get("failed", 0))
        self.stdout.write(f"{name}: rebuilt from {run.done} sources" + (f"; {failed} set aside" if failed else ""))
        return not failed

    def _check(self, name: str, options: dict[str, Any]) -> bool:
        with _Bar(f"Checking {name}") as bar:
            run = check(name, repair=not options["no_repair"], tell=bar.show)
        if run.error:
            self.stdout.write(f"{name}: {run.error}")
        else:
            self._tell(name, run)
        if run.report.get("built_anew"):
            self.stdout.write(f"  built anew from {run.report['sources']} sources")
        return not damages(run)

    def _tell(self, name: str, run: IndexRun) -> None:
        report = run.report
        self.stdout.write(f"{name}: {report['documents']} documents of {run.done} sources compared")
        for kind in ("missing", "extra", "stale", "wrong_source"):
            if report[kind]:
                some = ", ".join(report["examples"][kind])
                self.stdout.write(f"  {kind.replace('_', ' ')}: {report[kind]} ({some})")
        for kind, words in (("unreadable", "could not be read"), ("cut", "longer than what is indexed")):
            if report[kind]:
                self.stdout.write(f"  {words}: {report[kind]}")
        if damages(run):
            done = f"{report['repaired']} sources repaired" if report["repaired"] else "nothing repaired"
            self.stdout.write(f"  {done}")
            if report["left"]:
                self.stdout.write(f"  {report['left']} still differ: build it anew with `search rebuild`")
        else:
            self.stdout.write("  nothing differs")

    def _status(self, name: str, options: dict[str, Any]) -> bool:
        status = status_of(name)
        for line in _lines(status):
            self.stdout.write(line)
        return status.is_well

    def _work(self) -> None:
        stopping = threading.Event()
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, lambda *_: stopping.set())
        indexers = Indexers()
        indexers.start()
        self.stdout.write(f"Keeping {' and '.join(engine_names())} up to date until stopped")
        stopping.wait()
        indexers.stop()


def _lines(status: EngineStatus) -> list[str]:
    health = status.health
    lines = [
        f"{status.engine}: {'up' if health.is_up else 'away'}, {health.documents} documents, {health.size_bytes} bytes"
    ]
    if health.problem or status.problem:
        lines.append(f"  {health.problem or status.problem}")
    lag = f", the oldest for {status.lag_seconds:.1f} s" if status.waiting else ""
    worker = ". Is the worker running?" if status.misses_worker else ""
    lines.append(f"  waiting: {status.waiting}{lag}{worker}")
    if status.set_aside:
        lines.append(f"  set aside: {status.set_aside}")
    lines += [f"  last {run.kind}: {run.status} {run.percent}% {run.error}".rstrip() for run in status.runs]
    return lines


@contextlib.contextmanager
def _stopped_in_order() -> Iterator[None]:
    """Asked to end, a run tidies up as after Ctrl-C: what is half-built goes, and its row says why."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


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
