"""Holds our Japanese to docs/glossary.md: where the English has a term, the Japanese has the term's Japanese."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from core.translation.catalogues import ROOT, key_of, live_entries
from core.translation.faults import PRINTF, Fault, excused, japanese, place, shown

GLOSSARY = Path("docs", "glossary.md")
ROW = re.compile(r"^\|(?P<english>[^|]+)\|(?P<japanese>[^|]+)\|(?P<note>[^|]*)\|$")
HEADER = re.compile(r"English|-+|")


@dataclass(frozen=True)
class Term:
    """A term with the Japanese words that may stand for it."""

    english: str
    japanese: tuple[str, ...]

    @property
    def pattern(self) -> re.Pattern[str]:
        """Finds the term as a word of its own, in the singular or the plural."""
        stem = re.escape(self.english.removesuffix("y")) + r"(?:y|ies)" if self.english.endswith("y") else ""
        return re.compile(rf"\b{stem or re.escape(self.english) + '(?:s|es)?'}\b", re.IGNORECASE)


def terms(root: Path = ROOT) -> list[Term]:
    """The terms that are checked, the longest first; rows whose note says "not checked" are for people alone."""
    found: list[Term] = []
    for line in (root / GLOSSARY).read_text(encoding="utf-8").splitlines():
        row = ROW.match(line)
        if row and "not checked" not in row["note"] and not HEADER.fullmatch(row["english"].strip()):
            words = tuple(word.strip() for word in re.split(r"[、/]", row["japanese"]) if word.strip())
            found.extend(Term(name.strip(), words) for name in row["english"].split(","))
    return sorted(found, key=lambda term: -len(term.english))


def departures(path: Path, known: list[Term]) -> Iterator[Fault]:
    """Entries that use another word than the glossary. A longer term hides the shorter ones inside it."""
    for entry in live_entries(path):
        text = japanese(entry)
        if not text or excused(entry, "glossary"):
            continue
        english = PRINTF.sub("", entry.msgid)
        for term in known:
            english, hits = term.pattern.subn("·", english)
            if hits and not any(word in text for word in term.japanese):
                what = f"{shown(key_of(entry))} should say {' or '.join(term.japanese)}, says {text}"
                yield Fault("glossary", place(path, entry), what)
