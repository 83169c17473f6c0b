"""Folded text with its tokens apart by spaces, the same tokens at the same positions as `search.text.tokens.tokens`.

The engine then splits at spaces, in its own language: handing over each token with its position from Python was ten
times slower. GAP stands for the position that lies behind a run of Japanese; it is counted and not indexed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from operator import add

from search.text.tokens import LONGEST, RUN

GAP = "|"


@dataclass(frozen=True, slots=True)
class Spaced:
    """A folded text: its `runs` for beginnings, its tokens as `text` for phrases, its `words` (those that are not
    Japanese) for stems, and its Japanese `characters`, each once."""

    runs: list[str]
    text: str
    words: str
    characters: set[str]

    @property
    def whole(self) -> str:
        """The runs alone: spaces between Japanese, brackets and the like are no difference."""
        return " ".join(self.runs)


def spaced(folded: str) -> Spaced:
    """勉強会 docker → 勉強 強会 | docker"""
    runs: list[str] = []
    found: list[str] = []
    words: list[str] = []
    japanese: list[str] = []
    for run, word in RUN.findall(folded):
        if word:
            runs.append(word[:LONGEST])
            words.append(word[:LONGEST])
            found.append(word[:LONGEST])
            continue
        joined = run.replace(" ", "")
        runs.append(joined)
        japanese.append(joined)
        found += map(add, joined, joined[1:]) if len(joined) > 1 else joined
        found.append(GAP)
    return Spaced(runs, " ".join(found), " ".join(words), set("".join(japanese)))


def together(texts: Iterable[Spaced]) -> str:
    """Several texts, a gap between them: no phrase goes from one into the next."""
    return f" {GAP} ".join([each.text for each in texts if each.text])


def words(texts: Iterable[Spaced]) -> str:
    return " ".join([each.words for each in texts if each.words])


def characters(texts: Iterable[Spaced]) -> str:
    """Each Japanese character once, for queries of one character."""
    return " ".join(set().union(*[each.characters for each in texts]))
