"""`manage.py create_administrator`: the first way in, outside the demo."""

from __future__ import annotations

import getpass
import sys
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from core.domain import accounts
from core.enums import Language, LinkPurpose
from core.models.person import Person


class Command(BaseCommand):
    help = "Make an administrator: asks on a terminal, or prints a one-time link with --email … --link."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", default="")
        parser.add_argument("--family-name", default="")
        parser.add_argument("--given-name", default="")
        parser.add_argument("--employee-number", default="")
        parser.add_argument("--language", choices=Language.values, default=Language.JAPANESE.value)
        parser.add_argument("--link", action="store_true", help="print a link that sets the password, ask nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["link"] and not sys.stdin.isatty():
            raise CommandError("There is no terminal to ask on. Use --email ADDRESS --link.")
        try:
            with transaction.atomic():
                person = self._make(options)
                link = accounts.issue_link(person, purpose=LinkPurpose.FIRST, actor=None) if options["link"] else None
        except ValidationError as error:
            raise CommandError("; ".join(_lines(error))) from error
        self.stdout.write(f"{person.email} is an administrator.")
        if link is not None:
            self.stdout.write(f"Open this once, within a day, to set the password:\n{accounts.address_of(link)}")

    def _make(self, options: dict[str, Any]) -> Person:
        email = options["email"] or self._ask("E-mail")
        local = email.partition("@")[0][:18] or "admin"
        asks = not options["link"]
        return accounts.create_administrator(
            email=email,
            password=self._ask_password() if asks else None,
            family_name=options["family_name"] or (self._ask("Family name") if asks else local),
            given_name=options["given_name"] or (self._ask("Given name") if asks else "Admin"),
            employee_number=options["employee_number"] or (self._ask("Employee number") if asks else local),
            language=options["language"],
        )

    def _ask(self, what: str) -> str:
        while True:
            answer = input(f"{what}: ").strip()
            if answer:
                return answer

    def _ask_password(self) -> str:
        while True:
            password = getpass.getpass("Password: ")
            try:
                validate_password(password)
            except ValidationError as error:
                self.stderr.write(" ".join(error.messages))
                continue
            if getpass.getpass("Password, again: ") == password:
                return password
            self.stderr.write("The two are not the same.")


def _lines(error: ValidationError) -> list[str]:
    """One line for each field that is wrong."""
    if not hasattr(error, "message_dict"):
        return list(error.messages)
    return [f"{name}: {' '.join(messages)}" for name, messages in error.message_dict.items()]
