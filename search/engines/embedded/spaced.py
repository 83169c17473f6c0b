"""Folded text with its tokens apart by spaces, the same tokens at the same positions as `search.text.tokens.tokens`.

The engine then splits at spaces, in its own language: handing over each token with its position from Python was ten
times slower. GAP stands for the position that lies between two runs; it is counted and not indexed.
"""

from __future__ import annotations

from collections.abc import Iterable
from operator import add

from search.text.tokens import runs

GAP = "|"


def spaced(folded: str) -> str:
    """勉強会 docker → 勉強 強会 | docker"""
    found: list[str] = []
    for text, _, is_cjk in runs(folded):
        if not is_cjk:
            found.append(text)
        elif len(text) == 1:
            found += (text, GAP)
        else:
            found += (*map(add, text, text[1:]), GAP)
    return " ".join(found)


def spaced_each(texts: Iterable[str]) -> str:
    """Several texts, a gap between them: no phrase goes from one into the next."""
    return f" {GAP} ".join(spaced(text) for text in texts if text)


def words(folded: Iterable[str]) -> str:
    """The words that are not Japanese, for stems."""
    return " ".join(text for each in folded for text, _, is_cjk in runs(each) if not is_cjk)


def characters(folded: Iterable[str]) -> str:
    """Each Japanese character once, for queries of one character."""
    return " ".join(set("".join(text for each in folded for text, _, is_cjk in runs(each) if is_cjk)))
