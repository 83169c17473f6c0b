"""What can be wrong with a catalogue, each fault with where it is and what it says."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polib

from core.translation.catalogues import Key, key_of, live_entries
from core.translation.extraction import Message

PRINTF = re.compile(r"%\(\w+\)[a-z]|%[sdifr](?![A-Za-z])")
BRACES = re.compile(r"\{[\w.:!\[\]]*\}")
TAGS = re.compile(r"</?[a-zA-Z][^>]*>")


@dataclass(frozen=True, order=True)
class Fault:
    """One thing to mend: its kind, the file (and line) or message, and what is wrong."""

    kind: str
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.kind}: {self.what}"


def missing(messages: Mapping[Key, Message], known: Mapping[Key, polib.POEntry]) -> Iterator[Fault]:
    """Messages of the source that no catalogue has in Japanese; those with a plural need an entry with a plural."""
    for message in messages.values():
        entry = known.get(message.key)
        if entry is None:
            yield Fault("no Japanese", message.places[0], shown(message.key))
        elif message.plural and not entry.msgid_plural:
            yield Fault("no plural form", message.places[0], shown(message.key))


def unused(messages: Mapping[Key, Message], parts: list[Path]) -> Iterator[Fault]:
    """Entries of the parts whose English no longer stands in the source."""
    for path in parts:
        for entry in live_entries(path):
            if key_of(entry) not in messages:
                yield _fault("obsolete", path, entry, shown(key_of(entry)))


def clashes(parts: list[Path], theirs: Mapping[Key, polib.POEntry]) -> Iterator[Fault]:
    """Entries that change what the packages show as well: give the message a context, or say why with `# clash:`."""
    for path in parts:
        for entry in live_entries(path):
            known = theirs.get(key_of(entry))
            if known and japanese(entry) not in {"", japanese(known)} and not excused(entry, "clash"):
                yield _fault("clash", path, entry, f"{shown(key_of(entry))} is {japanese(known)} in the packages")


def disagreements(parts: list[Path]) -> Iterator[Fault]:
    """The same English with different Japanese in two places."""
    first: dict[Key, tuple[Path, polib.POEntry]] = {}
    for path in parts:
        for entry in live_entries(path):
            origin, known = first.setdefault(key_of(entry), (path, entry))
            ours, theirs = japanese(entry), japanese(known)
            if ours and theirs and ours != theirs:
                what = f"{shown(key_of(entry))} is {ours} here, {theirs} in {origin.name}"
                yield _fault("disagreement", path, entry, what)


def unfinished(path: Path) -> Iterator[Fault]:
    """Entries that are empty or marked fuzzy."""
    for entry in live_entries(path):
        if entry.fuzzy:
            yield _fault("fuzzy", path, entry, shown(key_of(entry)))
        elif not entry.translated():
            yield _fault("empty", path, entry, shown(key_of(entry)))


def mismatches(path: Path) -> Iterator[Fault]:
    """Placeholders or HTML tags that the Japanese has lost, invented or changed."""
    for entry in live_entries(path):
        if entry.translated() and not excused(entry, "placeholder"):
            for pattern in (PRINTF, BRACES, TAGS):
                wanted = Counter(pattern.findall(entry.msgid_plural or entry.msgid))
                given = Counter(pattern.findall(japanese(entry)))
                if set(wanted) != set(given) or (pattern is not TAGS and _order_matters(wanted) and wanted != given):
                    what = f"{shown(key_of(entry))} has {_listed(wanted)}, its Japanese {_listed(given)}"
                    yield _fault("placeholder", path, entry, what)


def japanese(entry: polib.POEntry) -> str:
    """The one Japanese form of an entry, empty where there is none (Japanese has no plural of its own)."""
    return str(entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr)


def excused(entry: polib.POEntry, kind: str) -> bool:
    """Whether a translator's comment such as `# glossary: why` says that this fault is meant."""
    return any(line.startswith(f"{kind}:") for line in entry.tcomment.splitlines())


def shown(key: Key) -> str:
    """A message as a person reads it in a list."""
    context, msgid = key
    return f"“{msgid}”" + (f" ({context})" if context else "")


def place(path: Path, entry: polib.POEntry) -> str:
    """File and line of an entry. The reader counts the first entry of a file without a header as line 0."""
    return f"{path.parent.name}/{path.name}:{entry.linenum or 1}"


def _order_matters(found: Counter[str]) -> bool:
    """Nameless placeholders are filled by position, so their number must be right."""
    return any(item in {"{}", "%s", "%d"} for item in found)


def _listed(found: Counter[str]) -> str:
    return " ".join(sorted(found.elements())) or "none"


def _fault(kind: str, path: Path, entry: polib.POEntry, what: str) -> Fault:
    return Fault(kind, place(path, entry), what)
