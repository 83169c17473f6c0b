"""Folded text cut into what is indexed: Latin words, and two-character pieces of Japanese with their positions.

A run of Japanese of n characters gives n-1 pieces, so a word inside it is a phrase of pieces at consecutive positions:
会議題 (会議 議題) does not find 会議と議題. A run of one character is a piece of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

CJK = r"\u3005-\u3007\u3041-\u309f\u30a0-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
RUN = re.compile(rf"(?P<cjk>[{CJK}]+)|(?P<word>c\+\+|[cf]#|[^\W_{CJK}]+)")
LATIN = re.compile(rf"^[^{CJK}]+$")


@dataclass(frozen=True)
class Token:
    """`position` counts tokens; `start` and `end` are places in the folded text."""

    text: str
    position: int
    start: int
    end: int
    is_cjk: bool = False


def runs(folded: str) -> list[tuple[str, int, bool]]:
    """(text, start, is_cjk) of each run of Japanese and each other word."""
    return [(match.group(), match.start(), match.lastgroup == "cjk") for match in RUN.finditer(folded)]


def tokens(folded: str) -> list[Token]:
    """What a text is indexed as. Between two runs lies a gap of one position, so that no phrase crosses it by chance
    where Japanese ends; Latin words follow one another without a gap, so that phrases of words work."""
    found: list[Token] = []
    position = 0
    for text, start, is_cjk in runs(folded):
        if not is_cjk:
            found.append(Token(text, position, start, start + len(text)))
            position += 1
            continue
        pieces = [text[index : index + 2] for index in range(max(len(text) - 1, 1))]
        for offset, piece in enumerate(pieces):
            found.append(Token(piece, position + offset, start + offset, start + offset + len(piece), is_cjk=True))
        position += len(pieces) + 1
    return found


def is_latin(text: str) -> bool:
    return bool(LATIN.match(text))
