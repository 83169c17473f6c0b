"""`manage.py demo` (`make demo`): the demo company, set up where it is not yet, and served. One process.

What was set up leaves a fingerprint; while that is unchanged, a start goes straight to serving.
"""

import hashlib
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.demo.tables import load_tables
from portal.serving.parts import check_answering
from portal.serving.port import check_free
from search.api import build_where_missing

EVERYWHERE, LOOPBACK = ("0.0.0.0", "::"), "127.0.0.1"  # noqa: S104 - compared, not bound
PEOPLE = 300
# What the database of the demo is made from: when one of these changes, it is brought up to date again.
SOURCES = (
    "requirements/run.txt",
    "locale_parts/**/*.po",
    "locale_wagtail/**/*.po",
    "*/migrations/*.py",
    "*/apps.py",
    "core/kept/*.py",
    "portal/demo/**/*",
)


def fingerprint() -> str:
    """A checksum over the names, sizes and times of the sources, and over which database they went into."""
    database = settings.DATABASES["default"]
    parts = [str(database.get(key)) for key in ("ENGINE", "HOST", "PORT", "NAME")]
    for pattern in SOURCES:
        for path in sorted(settings.BASE_DIR.glob(pattern)):
            if path.is_file() and path.suffix != ".pyc":
                facts = path.stat()
                parts.append(f"{path.relative_to(settings.BASE_DIR)} {facts.st_size} {facts.st_mtime_ns}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def prepare_database() -> None:
    """All tables, the quick way where the database is new."""
    database = settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        load_tables(Path(database["NAME"]))
    call_command("migrate", interactive=False, verbosity=0)


def begin_again_with_address(host: str, port: int) -> None:
    """Mails and feeds name the address of the settings, which were read before the port was known: where nobody said
    another, this process begins again with the one that it will serve at."""
    address = f"http://{LOOPBACK if host in EVERYWHERE else host}:{port}"
    is_own = Path(sys.argv[0]).name == "manage.py" and sys.argv[1:2] == ["demo"]
    if is_own and not os.environ.get("BASE_URL") and address != settings.BASE_URL:
        os.environ["BASE_URL"] = address
        os.execv(sys.executable, [sys.executable, *sys.argv])  # noqa: S606 - ourselves


class Command(BaseCommand):
    help = "Set up the demo company where it is not yet, and serve it."
    requires_system_checks: list[str] = []  # a second start is to take seconds

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--materials", default="", help="a folder or git address to import")
        parser.add_argument("--people", type=int, default=PEOPLE, help="how many people (from 300); N/10 courses")
        parser.add_argument("--no-serve", action="store_true", help="set up only")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "The demo lets anyone sign in as anyone: say so with TERAKOYA_DEMO=true (make demo does)."
            )
        if not options["no_serve"]:
            check_free(options["host"], options["port"])
            begin_again_with_address(options["host"], options["port"])
        check_answering()
        self._set_up(options["people"])
        if options["materials"]:
            self._step("Importing your materials", lambda: call_command("import_materials", options["materials"]))
        if not options["no_serve"]:
            if folder := getattr(settings, "EMAIL_FILE_PATH", ""):
                self.stdout.write(f"Mail is written to {folder}")
            call_command("serve", host=options["host"], port=options["port"], skip_checks=True)

    def _set_up(self, people: int) -> None:
        mark = settings.DATA_DIR / "demo.fingerprint"
        wanted = fingerprint() if people == PEOPLE else f"{fingerprint()} {people}"
        if self._stands(mark, wanted):
            return
        self._step("Compiling the translations", lambda: call_command("messages", "compile"))
        self._step("Preparing the database", prepare_database)
        self._step("Founding the demo company", lambda: call_command("load_demo", people=people))
        self._step("Building the search index", build_where_missing)
        mark.write_text(wanted)

    def _stands(self, mark: Path, wanted: str) -> bool:
        database = settings.DATABASES["default"]
        if database["ENGINE"] == "django.db.backends.sqlite3" and not Path(database["NAME"]).exists():
            return False
        return mark.exists() and mark.read_text() == wanted

    def _step(self, title: str, work: Callable[[], object]) -> None:
        self.stdout.write(f"{title} …")
        self.stdout.flush()
        begun = time.monotonic()
        work()
        self.stdout.write(f"{title}: done in {time.monotonic() - begun:.1f} s")
