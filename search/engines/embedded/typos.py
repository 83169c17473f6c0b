"""Words nearly written. Which words there are is read from the index; which of them may be named, from the viewer's
sight: a word that stands only in what they may not see is neither found nor offered."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from tantivy import Searcher

from search.engines.embedded.distance import allowed, distance
from search.engines.embedded.looser import slips, variants
from search.engines.embedded.marks import stem
from search.engines.embedded.schema import NAMES, TEXTS
from search.text.fold import fold_with_origin
from search.text.parsed import Clause, Form, Parsed
from search.text.tokens import is_latin, runs

MOST_ASKED = 12
"""Near words, the most used first, of which it is asked whether the viewer may see them."""
MOST_MEANT = 3
WEIGHT = 0.7
FEW = 3
TIMES = 10
"""A word that is found in fewer than FEW documents is taken for a typo of one found in so many times as many."""

Seen = Callable[[Clause], int]
"""In how many documents of the viewer's sight it is found."""


Word = tuple[int, int, str]
"""Its letters, in how many documents it is, and itself."""


@dataclass
class Vocabulary:
    """Latin words of an index by first letter and length; read when asked for, forgotten with the next commit."""

    _stamp: object = None
    _words: dict[tuple[str, bool], dict[int, list[Word]]] = field(default_factory=dict)
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def near(self, word: str, searcher: Searcher, stamp: object, *, is_half_typed: bool) -> list[tuple[int, int, str]]:
        """(distance, -documents, word), the nearest first. The first letter is taken to be right."""
        most = 1 if is_half_typed else allowed(word)
        letters, found = _letters(word), []
        for length, words in self._beginning(word[0], searcher, stamp, is_name=is_half_typed).items():
            if length < len(word) - most or (length > len(word) + most and not is_half_typed):
                continue
            # Each letter that the other lacks is a typo of its own: nearly all words of an index are told by that.
            for others, count, other in words:
                if (letters & ~others).bit_count() > most or other == word:
                    continue
                if (far := distance(word, other, most, is_half_typed=is_half_typed)) <= most:
                    found.append((far, -count, other))
        return sorted(found)

    def _beginning(self, letter: str, searcher: Searcher, stamp: object, *, is_name: bool) -> dict[int, list[Word]]:
        with self._turn:
            if stamp != self._stamp:
                self._stamp = stamp
                self._words.clear()
            if (letter, is_name) not in self._words:
                self._words[letter, is_name] = _by_length(searcher, letter, NAMES if is_name else TEXTS)
            return self._words[letter, is_name]


def _by_length(searcher: Searcher, beginning: str, fields: Iterable[str]) -> dict[int, list[Word]]:
    counts: Counter[str] = Counter()
    for name in fields:
        for word, count in searcher.terms_with_prefix(name, beginning):
            if len(word) > 3 and word.isascii() and word.isalpha():
                counts[word] += count
    found: dict[int, list[Word]] = {}
    for word, count in counts.items():
        found.setdefault(len(word), []).append((_letters(word), count, word))
    return found


def _letters(word: str) -> int:
    """A bit for each letter that is in it."""
    found = 0
    for letter in word:
        found |= 1 << (ord(letter) & 31)
    return found


@dataclass(frozen=True)
class Corrected:
    """`parsed` asks for the words that were meant too; `text` is the query spelt so; `meant` → typed."""

    parsed: Parsed
    text: str
    meant: Mapping[str, str]


def corrected(parsed: Parsed, seen: Seen, near: Callable[[str], list[tuple[int, int, str]]]) -> Corrected | None:
    """The query with its misspelt words, or None."""
    clauses, meant, best = [], {}, {}
    for clause in parsed.clauses:
        words = _meant(clause, seen, near)
        forms = (*clause.forms, *(Form(word, WEIGHT / rank) for rank, word in enumerate(words, start=1)))
        clauses.append(replace(clause, forms=forms))
        meant.update(dict.fromkeys(words, clause.text))
        if words and is_latin(clause.text):
            best[clause.text] = words[0]
    if not meant:
        return None
    return Corrected(replace(parsed, clauses=tuple(clauses)), _respelt(parsed.raw, best), meant)


def _meant(clause: Clause, seen: Seen, near: Callable[[str], list[tuple[int, int, str]]]) -> list[str]:
    word = clause.text
    if not is_latin(word):
        return _meant_kana(clause, seen)
    if not allowed(word):
        return []
    count = seen(clause)
    if count >= FEW:
        return []
    nearest = []
    for far, _, other in near(word)[:MOST_ASKED]:
        if not _is_another_ending(word, other) and (used := seen(Clause((Form(other),)))) and used >= count * TIMES:
            nearest.append((far, -used, other))
    return [other for _, _, other in sorted(nearest)][:MOST_MEANT]


def _meant_kana(clause: Clause, seen: Seen) -> list[str]:
    """How a long vowel is written first; then what a slip may have made of a word that many documents have."""
    others = variants(clause.text)
    slipped = slips(clause.text)
    count = seen(clause) if others or slipped else FEW
    if not count and (found := [other for other in others if seen(Clause((Form(other),)))]):
        return found[:MOST_MEANT]
    if count >= FEW:
        return []
    used = sorted(((seen(Clause((Form(other),))), other) for other in slipped), reverse=True)
    return [other for times, other in used if times and times >= count * TIMES][:1]


def _is_another_ending(word: str, other: str) -> bool:
    """containers is no typo of container: it is found by its stem."""
    return stem(word) == stem(other) and (word.startswith(other) or other.startswith(word))


def _respelt(raw: str, best: Mapping[str, str]) -> str:
    """What was typed, with these words exchanged and all else as it was. Kana are not corrected: nobody misspelt."""
    if not best:
        return ""
    folded = fold_with_origin(raw)
    text, at = "", 0
    for word, start, _ in runs(folded.text):
        if word in best:
            begin, end = folded.span(start, start + len(word))
            text, at = text + raw[at:begin] + best[word], end
    return (text + raw[at:]).strip()
