"""Folded text with its tokens apart by spaces, the same tokens at the same positions as `search.text.tokens.tokens`.

The engine then splits at spaces, in its own language: handing over each token with its position from Python was ten
times slower. GAP stands for the position that lies behind a run of Japanese; it is counted and not indexed.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from operator import add

from search.text.tokens import LONGEST, RUN

GAP = "|"
LONG = 40
SPACE = " ".encode("utf-32-le")


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
    found = RUN.findall(folded)
    japanese = [run.replace(" ", "") for run, _ in found if run]
    names, cut = iter(japanese), iter(_cut(japanese))
    words = [word[:LONGEST] for _, word in found]
    return Spaced(
        runs=[word or next(names) for word in words],
        text=" ".join([word or next(cut) for word in words]),
        words=" ".join(filter(None, words)),
        characters=set("".join(japanese)),
    )


def _cut(japanese: list[str]) -> list[str]:
    """Each run as pieces with a gap behind them. All are cut at once: character n begins at 3 × n."""
    pieces, at, cut = _pieces("\n".join(japanese)), 0, []
    for run in japanese:
        end = at + len(run)
        cut.append(f"{pieces[3 * at : 3 * end - 4] if len(run) > 1 else run} {GAP}")
        at = end + 1
    return cut


def _pieces(runs: str) -> str:
    """Each character with the next one, spaces between. Slices of an array are copied in C; joining the pieces of a
    long text one by one was most of what indexing it cost."""
    if len(runs) < LONG:
        return " ".join(map(add, runs, runs[1:]))
    codes = array("I", runs.encode("utf-32-le"))
    pieces = array("I", SPACE) * (3 * (len(codes) - 1))
    pieces[0::3] = codes[:-1]
    pieces[1::3] = codes[1:]
    return pieces.tobytes().decode("utf-32-le")


def together(texts: Iterable[Spaced]) -> str:
    """Several texts, a gap between them: no phrase goes from one into the next."""
    return f" {GAP} ".join([each.text for each in texts if each.text])


def words(texts: Iterable[Spaced]) -> str:
    return " ".join([each.words for each in texts if each.words])


def characters(texts: Iterable[Spaced]) -> str:
    """Each Japanese character once, for queries of one character."""
    return " ".join(set().union(*[each.characters for each in texts]))
