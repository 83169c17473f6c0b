"""Marking a text as it was written, without folding it: most words stand in it nearly as they are folded, in either
kana and in either case. Where one does not (full width, old kanji, marks), the shared, slower way is taken."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import lru_cache

from search.text.highlight import QUOTED, Piece, pieces, word_begins, word_ends
from search.text.tokens import WORD, beside, is_latin

Spans = list[tuple[int, int]]


def marked(text: str, forms: Collection[str]) -> tuple[Piece, ...]:
    """The whole text, these stretches of its folded form marked."""
    spans = _spans(text, forms)
    return pieces(text, forms) if spans is None else _cut(text, 0, len(text), spans)


def quotation(text: str, forms: Collection[str], *, near: int) -> tuple[Piece, ...]:
    """About QUOTED characters of the text, from a little before the match that is nearest to a place."""
    spans = _spans(text, forms)
    if spans is None or not spans:
        return pieces(text, forms, limit=QUOTED)
    first = min(spans, key=lambda span: abs(span[0] - near))[0]
    begin = word_begins(text, max(0, first - QUOTED // 5))
    return _cut(text, begin, word_ends(text, min(len(text), begin + QUOTED)), spans)


def _spans(text: str, forms: Collection[str]) -> Spans | None:
    """Where the forms stand; None where one of them is written in a way that only folding tells."""
    if not forms:
        return []
    small = text.lower() if any(form.islower() for form in forms) else text
    if len(small) != len(text):
        return None
    stands = {form: _standing(text, small, form) for form in forms}
    if not all(stands.values()):
        return None
    every = sorted([(start, -len(form), end, form) for form, spans in stands.items() for start, end in spans])
    return _joined(every, forms)


def _standing(text: str, small: str, form: str) -> Spans:
    spans = [match.span() for match in _written(form).finditer(small)]
    if form[0].isascii() or form[-1].isascii():
        return [span for span in spans if not _is_part(text, *span)]
    return spans


def _joined(every: Iterable[tuple[int, int, int, str]], forms: Collection[str]) -> Spans | None:
    """What begins first counts, there the longest form, and nothing that lies over it; what touches is one."""
    spans: Spans = []
    kept = set()
    at = 0
    for start, _, end, form in every:
        if start < at:
            continue
        kept.add(form)
        if spans and start == at:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
        at = end
    return spans if kept.issuperset(forms) else None


@lru_cache(maxsize=4_096)
def _written(form: str) -> re.Pattern[str]:
    """A form, as it may stand in a text of small letters."""
    letters = "".join(map(_letter, form))
    letter = beside(form)
    return re.compile(rf"{letters}(?<!{letter}{letters})(?!{letter})" if is_latin(form) else letters)


def _is_part(text: str, start: int, end: int) -> bool:
    """Whether what is found belongs to a word with other letters than ASCII (the caf of café)."""
    return (text[start].isascii() and _goes_on(text[start - 1 : start])) or (
        text[end - 1].isascii() and _goes_on(text[end : end + 1])
    )


def _goes_on(letter: str) -> bool:
    return letter > "\x7f" and _OTHER_LETTER.match(letter) is not None


_OTHER_LETTER = re.compile(WORD)


def _letter(letter: str) -> str:
    if "\u3041" <= letter <= "\u3096":
        return f"[{letter}{chr(ord(letter) + 0x60)}]"
    return re.escape(letter)


def _cut(text: str, begin: int, end: int, spans: Spans) -> tuple[Piece, ...]:
    found = [Piece("… ")] if begin else []
    at = begin
    for start, stop in spans:
        start, stop = max(start, at), min(stop, end)  # noqa: PLW2901 - what lies outside is cut
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
