"""Which stretches of a text matched, and the best short quotation of it. The same for both engines."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from search.text.fold import fold_with_origin
from search.text.tokens import beside, runs

QUOTED = 160
READ_AT_ONCE = 4_000
"""Characters of a long text that are folded at a time: the rest is not touched once something to quote is found."""
OVERLAP = 200
SHORTEST_STEM = 3
MOST_FORMS = 60
EDGE = 15
"""Characters by which a quotation may begin earlier, or end later, so as not to cut a word."""


@dataclass(frozen=True)
class Piece:
    """A stretch of text, and whether it is what matched: templates escape it and put <mark> around it."""

    text: str
    is_match: bool = False


@dataclass(frozen=True, order=True)
class Place:
    """Where something matched in the text as it was written, and what (folded)."""

    start: int
    end: int
    what: str


def pieces(text: str, forms: Iterable[str], *, limit: int = 0) -> tuple[Piece, ...]:
    """The text with its matches marked; with a limit, the stretch of about so many characters that says most.

    Forms are folded: words, stretches of Japanese, or several with spaces between. Those of Latin letters match whole
    words and, from three letters on, words that begin so (stems, half-typed words).
    """
    asked = _pattern(tuple(dict.fromkeys(forms))[:MOST_FORMS])
    if not limit or len(text) <= limit:
        return _cut(text, 0, len(text), _places(text, asked))
    begin, end, places = _quotation(text, asked, limit)
    return _cut(text, begin, end, places)


def _cut(text: str, begin: int, end: int, places: list[Place]) -> tuple[Piece, ...]:
    found: list[Piece] = [Piece("… ")] if begin else []
    at = begin
    for place in places:
        start, stop = max(place.start, at), min(place.end, end)
        if start >= stop:
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


def _places(text: str, asked: re.Pattern[str] | None) -> list[Place]:
    """Every match, in order, those that touch one another as one."""
    if asked is None or not text:
        return []
    folded = fold_with_origin(text)
    merged: list[Place] = []
    for match in asked.finditer(folded.text):
        place = Place(*folded.span(match.start(), match.end()), match.group())
        if merged and place.start <= merged[-1].end:
            merged[-1] = Place(merged[-1].start, max(place.end, merged[-1].end), merged[-1].what + place.what)
        else:
            merged.append(place)
    return merged


def _quotation(text: str, asked: re.Pattern[str] | None, limit: int) -> tuple[int, int, list[Place]]:
    """The first stretch with the most different matches; without any, the beginning."""
    for offset in range(0, len(text), READ_AT_ONCE):
        part = text[max(0, offset - OVERLAP) : offset + READ_AT_ONCE]
        shift = max(0, offset - OVERLAP)
        places = [Place(each.start + shift, each.end + shift, each.what) for each in _places(part, asked)]
        if places:
            first = _best(places, limit * 4 // 5)
            begin = word_begins(text, max(0, first.start - limit // 5))
            return begin, word_ends(text, min(len(text), begin + limit)), places
    return 0, word_ends(text, limit), []


def _best(places: list[Place], limit: int) -> Place:
    """The place from which on most different things stand within so many characters; of equals, the first."""
    best, most, last = places[0], 0, 0
    for index, place in enumerate(places):
        last = max(last, index)
        while last < len(places) and places[last].end <= place.start + limit:
            last += 1
        count = len({each.what for each in places[index : min(last, index + MOST_FORMS)]})
        if count > most:
            best, most = place, count
    return best


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def word_begins(text: str, at: int) -> int:
    for earlier in range(at, max(0, at - EDGE) - 1, -1):
        if earlier == 0 or not (_is_latin(text[earlier - 1]) and _is_latin(text[earlier])):
            return earlier
    return at


def word_ends(text: str, at: int) -> int:
    for later in range(at, min(len(text), at + EDGE) + 1):
        if later >= len(text) or not (_is_latin(text[later - 1]) and _is_latin(text[later])):
            return later
    return at


@lru_cache(maxsize=512)
def _pattern(forms: tuple[str, ...]) -> re.Pattern[str] | None:
    """One expression for all forms, the longest first."""
    found = [_expression(form) for form in sorted(forms, key=len, reverse=True)]
    alternatives = "|".join(dict.fromkeys(filter(None, found)))
    return re.compile(alternatives) if alternatives else None


def _expression(form: str) -> str:
    """The words of a form with anything but words between them; Japanese with or without single spaces."""
    parts = [_japanese(text) if is_cjk else _latin(text) for text, _, is_cjk in runs(form)]
    return r"[\W_]{0,3}".join(parts)


def _japanese(text: str) -> str:
    return " ?".join(map(re.escape, text))


def _latin(text: str) -> str:
    letter = beside(text)
    rest = f"{letter}*" if len(text) >= SHORTEST_STEM and text.isalnum() else ""
    ends = f"(?!{letter})" if text.isalnum() else ""
    return f"(?<!{letter}){re.escape(text)}{rest}{ends}"
