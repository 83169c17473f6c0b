"""`manage.py serve`: pages, files, sockets and the background worker on one port."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.serving.parts import check_answering
from portal.serving.port import check_free
from portal.serving.server import serve


class Command(BaseCommand):
    help = "Serve the portal: pages, files and sockets on one port, and a background worker beside them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-worker", action="store_true", help="do not start a background worker")

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], options["port"]
        check_free(host, port)
        check_answering()
        address = f"http://{host}:{port}"
        try:
            serve(
                host=host,
                port=port,
                with_worker=not options["no_worker"],
                on_ready=lambda: self.stdout.write(f"Terakoya is at {address} (Ctrl-C stops it)"),
            )
        except SystemExit as end:
            if end.code:
                raise CommandError(f"The server at {address} did not start.") from end
