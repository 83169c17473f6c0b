"""`manage.py load_demo`: the demo company, into whatever database is set; twice changes nothing."""

import contextlib
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.demo.load import load_demo


class Command(BaseCommand):
    help = "Load the demo company: invented people, pages, materials, questions and answers."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--people", type=int, default=300, help="how many people in all (at least 300)")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo company's passwords are public: say that you want it with TERAKOYA_DEMO=true.")
        with _no_mail():
            load_demo(people=max(300, options["people"]), tell=lambda line: self.stdout.write(f"  {line}"))


@contextlib.contextmanager
def _no_mail() -> Iterator[None]:
    """Reviews that were invented are told to nobody."""
    backend, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "django.core.mail.backends.dummy.EmailBackend"
    try:
        yield
    finally:
        settings.EMAIL_BACKEND = backend
