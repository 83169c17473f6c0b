"""Which stretches of a text matched, and the best short quotation of it. The same for both engines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from search.text.fold import fold_with_origin

QUOTED = 160


@dataclass(frozen=True)
class Piece:
    """A stretch of text, and whether it is what matched: templates escape it and put <mark> around it."""

    text: str
    is_match: bool = False


def pieces(text: str, forms: Iterable[str], *, limit: int = 0) -> tuple[Piece, ...]:
    """The text with its matches marked; with a limit, the stretch of about so many characters with most matches."""
    places = _places(text, forms)
    begin, end = _window(text, places, limit) if limit and len(text) > limit else (0, len(text))
    found: list[Piece] = [Piece("… ")] if begin else []
    at = begin
    for start, stop in places:
        if start < at or stop > end:
            continue
        if start > at:
            found.append(Piece(text[at:start]))
        found.append(Piece(text[start:stop], is_match=True))
        at = stop
    if at < end:
        found.append(Piece(text[at:end]))
    if end < len(text):
        found.append(Piece(" …"))
    return tuple(found)


def _places(text: str, forms: Iterable[str]) -> list[tuple[int, int]]:
    folded = fold_with_origin(text)
    found: list[tuple[int, int]] = []
    for form in forms:
        at = folded.text.find(form)
        while form and at >= 0:
            found.append((folded.origin[at][0], folded.origin[at + len(form) - 1][1]))
            at = folded.text.find(form, at + len(form))
    merged: list[tuple[int, int]] = []
    for start, stop in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        else:
            merged.append((start, stop))
    return merged


def _window(text: str, places: list[tuple[int, int]], limit: int) -> tuple[int, int]:
    if not places:
        return 0, limit
    best = max(range(len(places)), key=lambda i: (sum(1 for s, e in places[i:] if e <= places[i][0] + limit), -i))
    begin = max(0, places[best][0] - limit // 5)
    return begin, min(len(text), begin + limit)
