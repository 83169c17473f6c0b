"""Synonyms as a query asks for them: folded words, worked out once for each state of the rows. Pure.

A word inside a Japanese compound counts too, since Japanese is written without spaces (データベース設計: DB設計).
Inside a Latin word it does not (db is no part of mongodb).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from search.text.fold import fold
from search.text.tokens import is_latin, runs

MOST_FORMS = 16
SHORTEST_INSIDE = 2  # characters of a word that is looked for inside a compound


def said(text: str) -> str:
    """The folded words of a text with one space between (ＶＭ → vm); of symbols alone, nothing."""
    return " ".join(word for word, _start, _is_cjk in runs(fold(text)))


@dataclass(frozen=True)
class Row:
    """One row as people wrote it: each of `words` finds `finds`; without those, each finds the others."""

    words: tuple[str, ...]
    finds: tuple[str, ...] = ()

    def pairs(self) -> list[tuple[str, str]]:
        """(asked for, also found), folded."""
        words, finds = [said(word) for word in self.words], [said(word) for word in self.finds]
        targets = finds if self.finds else words
        return [(word, other) for word in words for other in targets if word != other and word and other]


@dataclass(frozen=True)
class SynonymTable:
    """What else each word asks for. An empty one expands nothing. `written`: folded words as editors wrote them."""

    others: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    inside: tuple[str, ...] = ()
    written: Mapping[str, str] = field(default_factory=dict)

    def expand(self, word: str) -> tuple[str, ...]:
        """The synonyms of a folded word, or of several with a space between; of a compound, those of its parts."""
        exact = self.others.get(word, ())
        if exact or is_latin(word) or " " in word:
            return exact[:MOST_FORMS]
        part = next((each for each in self.inside if each in word), "")
        return tuple(said(word.replace(part, other, 1)) for other in self.others[part][:MOST_FORMS]) if part else ()


def table_of(rows: Iterable[Row]) -> SynonymTable:
    """Longer words are looked for inside compounds before the shorter ones that they hold."""
    found: dict[str, list[str]] = defaultdict(list)
    written: dict[str, str] = {}
    for row in rows:
        for word in (*row.words, *row.finds):
            written.setdefault(said(word), word)
        for word, other in row.pairs():
            if other not in found[word]:
                found[word].append(other)
    inside = [word for word in found if len(word) >= SHORTEST_INSIDE and " " not in word and not is_latin(word)]
    return SynonymTable(
        {word: tuple(others) for word, others in found.items()},
        tuple(sorted(inside, key=lambda word: (-len(word), word))),
        written,
    )
