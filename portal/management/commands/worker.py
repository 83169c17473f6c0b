"""`manage.py worker`: the background worker. `manage.py serve` starts one; in production it is a unit of its own."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from portal.background.worker import Worker


class Command(BaseCommand):
    help = "Run background tasks and ticks until stopped (SIGTERM or Ctrl-C)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--child", action="store_true", help="end when standard input closes (used by serve)")

    def handle(self, *args: Any, **options: Any) -> None:
        worker = Worker()
        worker.configure_signals()
        if options["child"]:
            worker.end_with_parent()
        worker.run()
