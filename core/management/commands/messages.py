"""Keeps the Japanese catalogues: extract lists what lacks Japanese, compile builds them, check finds faults."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import polib
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.translation.catalogues import METADATA, PARTS, ROOT, Key, compile_catalogues, key_of, part_files
from core.translation.extraction import Message, messages_of_project
from core.translation.review import faults_of_project, faults_of_vendors, known_japanese


class Command(BaseCommand):
    """`manage.py messages extract|compile|check`; none of them opens the database."""

    help = __doc__ or ""
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """One subcommand each."""
        actions = parser.add_subparsers(dest="action", required=True)
        extract = actions.add_parser("extract", help="list the messages without Japanese, ready to paste")
        extract.add_argument("--only", nargs="*", default=[], metavar="PATH", help="messages used under these paths")
        extract.add_argument("--into", metavar="AREA", help="append them, empty, to locale_parts/AREA.po")
        extract.add_argument("--prune", action="store_true", help="drop entries that the source no longer uses")
        actions.add_parser("compile", help="build the .mo files whose sources have changed")
        check = actions.add_parser("check", help="list every fault; exit 1 if there is one")
        check.add_argument("--ours", action="store_true", help="leave out the strings of the packages")

    def handle(self, *, action: str, **options: Any) -> None:
        """Runs one subcommand."""
        getattr(self, f"_{action}")(options)

    def _compile(self, options: dict[str, Any]) -> None:
        for path in compile_catalogues():
            if options["verbosity"] > 0:
                self.stdout.write(f"compiled {path.relative_to(ROOT)}")

    def _check(self, options: dict[str, Any]) -> None:
        faults = faults_of_project()
        if not options["ours"]:
            faults += faults_of_vendors()
        for fault in faults:
            self.stdout.write(str(fault))
        if faults:
            kinds = sorted({fault.kind for fault in faults})
            counts = ", ".join(f"{sum(fault.kind == kind for fault in faults)} {kind}" for kind in kinds)
            raise CommandError(f"{len(faults)} faults in the catalogues: {counts}")
        self.stdout.write("Every message has its Japanese.")

    def _extract(self, options: dict[str, Any]) -> None:
        messages, known = messages_of_project(), known_japanese()
        lacking = [
            message for key, message in messages.items() if key not in known and _under(message, options["only"])
        ]
        if options["into"]:
            self._append(lacking, ROOT / PARTS / f"{options['into']}.po")
        else:
            for message in lacking:
                self.stdout.write(str(_entry(message, with_place=True)))
        if options["prune"]:
            self._prune(set(messages))

    def _append(self, lacking: list[Message], path: Path) -> None:
        part = polib.pofile(str(path)) if path.exists() else polib.POFile()
        part.metadata = METADATA
        present = {key_of(entry) for entry in part}
        part.extend(_entry(message) for message in lacking if message.key not in present)
        part.save(str(path))
        self.stdout.write(f"{len(lacking)} messages without Japanese in {path.relative_to(ROOT)}")

    def _prune(self, used: set[Key]) -> None:
        for path in part_files():
            part = polib.pofile(str(path))
            kept = [entry for entry in part if key_of(entry) in used and not entry.obsolete]
            if len(kept) < len(part):
                self.stdout.write(f"{path.relative_to(ROOT)}: dropped {len(part) - len(kept)} entries")
                part[:] = kept
                part.save(str(path))


def _under(message: Message, paths: Iterable[str]) -> bool:
    return not paths or any(place.startswith(path.rstrip("/")) for place in message.places for path in paths)


def _entry(message: Message, *, with_place: bool = False) -> polib.POEntry:
    plural = {"msgid_plural": message.plural, "msgstr_plural": {0: ""}} if message.plural else {}
    comment = message.places[0] if with_place else ""
    return polib.POEntry(msgctxt=message.context or None, msgid=message.msgid, comment=comment, **plural)
