"""Folded text cut into what is indexed: Latin words, and two-character pieces of Japanese with their positions.

A run of Japanese of n characters gives n-1 pieces, so a word inside it is a phrase of pieces at consecutive positions:
会議題 (会議 議題) does not find 会議と議題. A run of one character is a piece of its own.
A single space between Japanese characters is none: 佐藤花子 and さとうはなこ find 佐藤 花子 and さとう はなこ.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

# Kana without the voiced marks that stand alone, without ゠ and ・ (they part words); kanji with 々〆〇.
CJK = (
    r"\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    r"\U00020000-\U0003ffff"
)
WORD = rf"[^\W_{CJK}]"
ASCII_WORD = r"(?a:[^\W_])"
JAPANESE = rf"[{CJK}]+(?: [{CJK}]+)*"


def other(letter: str) -> str:
    """Words of these letters, and the names that end in signs."""
    return rf"c\+\+|[cf]#(?!{letter})|{letter}+"


OTHER = other(WORD)
RUN = re.compile(rf"(?P<cjk>{JAPANESE})|(?P<word>{OTHER})")
LATIN = re.compile(rf"[^{CJK}]+")
LONGEST = 100
"""Characters of a word that are indexed: longer ones (keys, encoded files) are cut, in texts and queries alike."""


@dataclass(frozen=True, slots=True)
class Token:
    """`position` counts tokens; `start` and `end` are places in the folded text."""

    text: str
    position: int
    start: int
    end: int
    is_cjk: bool = False


def runs(folded: str) -> list[tuple[str, int, bool]]:
    """(text, start, is_cjk) of each run of Japanese (without the single spaces in it) and each other word."""
    found: list[tuple[str, int, bool]] = []
    for match in RUN.finditer(folded):
        text, is_cjk = match.group(), match.lastgroup == "cjk"
        found.append((text.replace(" ", ""), match.start(), True) if is_cjk else (text[:LONGEST], match.start(), False))
    return found


def tokens(folded: str) -> list[Token]:
    """What a text is indexed as. After a run of Japanese lies a gap of one position, so that no phrase crosses its end
    by chance; Latin words follow one another without a gap, so that phrases of words work."""
    found: list[Token] = []
    position = 0
    for match in RUN.finditer(folded):
        start, text = match.start(), match.group()
        if match.lastgroup != "cjk":
            found.append(Token(text[:LONGEST], position, start, match.end()))
            position += 1
            continue
        pieces = _pieces(text, start)
        found += (Token(piece, position + at, *place, is_cjk=True) for at, (piece, place) in enumerate(pieces))
        position += len(pieces) + 1
    return found


def _pieces(run: str, start: int) -> list[tuple[str, tuple[int, int]]]:
    """Each two characters of a run that follow one another, and where they stand; one alone is a piece."""
    if len(run) == 1:
        return [(run, (start, start + 1))]
    places = [index for index, character in enumerate(run) if character != " "]
    return [(run[one] + run[other], (start + one, start + other + 1)) for one, other in pairwise(places)]


def beside(word: str) -> str:
    """An expression for what must not stand beside a word that is not Japanese, nor at its end: a character of the same
    word. Beside ASCII letters that is ASCII: folded text has few others, and an expression that spares all kanji takes
    five milliseconds to compile, for each query."""
    return ASCII_WORD if word.isascii() else WORD


def is_latin(text: str) -> bool:
    """Whether nothing in a text (not empty) is Japanese."""
    return LATIN.fullmatch(text) is not None
