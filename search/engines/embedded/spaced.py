"""Folded text with its tokens apart by spaces, the same tokens at the same positions as `search.text.tokens.tokens`.

The engine then splits at spaces, in its own language: handing over each token with its position from Python was ten
times slower. GAP stands for the position that lies behind a run of Japanese; it is counted and not indexed.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from operator import add
from typing import NamedTuple

from search.text.tokens import JAPANESE, LONGEST, RUN, other

GAP = "|"
LONG = 40
SPACE = " ".encode("utf-32-le")
RUN_OF_JAPANESE = re.compile(f"({JAPANESE})")
HERE = "\x00"
"""Where Japanese stood between other words; no folded text has it."""
LETTER = r"[^\W_]"
"""Where no Japanese is left, that is all of a word."""
WORD_OR_HERE = re.compile(f"{HERE}|{other(LETTER)}")


class Spaced(NamedTuple):
    """A folded text: its tokens as `text` for phrases, its `words` (those that are not Japanese) for stems, and all its
    `japanese` without what stands between."""

    text: str
    words: str
    japanese: str


def spaced(folded: str) -> Spaced:
    """勉強会 docker → 勉強 強会 | docker. Every step goes over the whole text at once: a step for each word of it was
    most of what indexing cost."""
    parts = RUN_OF_JAPANESE.split(folded)
    if len(parts) == 1:
        words = " ".join(_words(folded))
        return Spaced(words, words, "")
    between = " ".join(_words(HERE.join(parts[0::2])))
    japanese = "\n".join(parts[1::2]).replace(" ", "")
    parts[0::2] = between.split(HERE)
    parts[1::2] = _pieces_of_each(japanese)
    words = between.replace(f"{HERE} ", "").removesuffix(HERE).rstrip()
    return Spaced("".join(parts), words, japanese.replace("\n", ""))


def runs(folded: str) -> list[str]:
    """Each run of Japanese and each other word, for beginnings."""
    return [run.replace(" ", "") if run else word[:LONGEST] for run, word in RUN.findall(folded)]


def _words(text: str) -> list[str]:
    found = WORD_OR_HERE.findall(text)
    return [word[:LONGEST] for word in found] if found and max(map(len, found)) > LONGEST else found


def _pieces_of_each(japanese: str) -> list[str]:
    """Of each run (a line) its pieces, with a gap behind them; at first with the ends of the run beside them."""
    each = _pieces(f"\n{japanese}\n").split("\n \n")
    each[0] = each[0][1:]
    each[-1] = each[-1][:-1]
    return [f"{cut[2:-2] or cut[0]} {GAP}" for cut in each]


def _pieces(runs: str) -> str:
    """Each character with the next one, spaces between. Slices of an array are copied in C; joining the pieces of a
    long text one by one was slower still."""
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
    """Each Japanese character once, for queries of one character; those of a long text by their numbers, in C."""
    japanese = "".join([each.japanese for each in texts])
    if len(japanese) < LONG:
        return " ".join(dict.fromkeys(japanese))
    each = array("I", set(array("I", japanese.encode("utf-32-le"))))
    spread = array("I", SPACE) * (2 * len(each))
    spread[0::2] = each
    return spread.tobytes().decode("utf-32-le")
