"""The best short quotation of a long text, without folding the whole of it for each hit.

The index keeps the folded form of a long body beside the body. Matches are looked for in it; the stretch that has most
of them is cut from the body, roughly, and only this is folded with its positions and marked.
"""

from __future__ import annotations

from search.engines.embedded.marks import Places
from search.engines.embedded.written import marked, quotation
from search.text.highlight import QUOTED, Piece, pieces, word_ends

AROUND = 30
"""Characters on either side of the stretch that is cut: a fold may have moved it a little."""

BEFORE = QUOTED // 5
KEEP_FOLDED = 100
"""Characters of a body beyond which its folded form is kept."""


def quoted(text: str, folded: str, places: Places) -> tuple[Piece, ...]:
    """About QUOTED characters of the text, its matches (at these places of the folded form) marked."""
    if len(text) <= QUOTED:
        return marked(text, dict.fromkeys(found for _, _, found in places))
    if len(text) <= QUOTED + 2 * AROUND:
        return pieces(text, dict.fromkeys(found for _, _, found in places), limit=QUOTED)
    if not places:
        return Piece(text[: word_ends(text, QUOTED)]), Piece(" …")
    begin, end = _window(places)
    moved = abs(len(text) - len(folded))
    scale = len(text) / max(len(folded), 1)
    start = max(0, int(begin * scale) - AROUND - min(moved, 2 * AROUND))
    stop = min(len(text), int(end * scale) + AROUND + min(moved, 2 * AROUND))
    forms = dict.fromkeys(found for at, _, found in places if begin - AROUND <= at <= end + AROUND)
    found = quotation(text[start:stop], forms, near=int((begin + BEFORE) * scale) - start)
    return _opened(found, is_cut_before=start > 0, is_cut_after=stop < len(text))


def _window(places: Places) -> tuple[int, int]:
    """The stretch with most different words; of equals the first."""
    best, most = places[0][0], 0
    for index, (start, _, _) in enumerate(places):
        texts: set[str] = set()
        count = 0
        for _, stop, text in places[index:]:
            if stop > start + QUOTED:
                break
            texts.add(text)
            count += 1
        worth = len(texts) * 8 + min(count, 7)
        if worth > most:
            best, most = start, worth
    return max(0, best - BEFORE), best + QUOTED


def _opened(found: tuple[Piece, ...], *, is_cut_before: bool, is_cut_after: bool) -> tuple[Piece, ...]:
    """With the dots that say that there is more."""
    before, after = Piece("… "), Piece(" …")
    if is_cut_before and found[:1] != (before,):
        found = (before, *found)
    return (*found, after) if is_cut_after and found[-1:] != (after,) else found
