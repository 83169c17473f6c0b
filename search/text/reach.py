"""How much is asked of an engine at once: so much as it answers, however much was typed.

Elasticsearch refuses a question of more than some thousands of terms (how many depends on its memory and its cores), a
word counts in each of nine places where it may stand, and what it refuses looks as if it were away: for everybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from search.text.parsed import Clause, Form
from search.text.tokens import LONGEST, is_latin

MOST_PIECES = 240
"""Words and Japanese characters in all forms of all that is asked for."""


def within_reach(clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """The first of many words; of those, what was typed before looser ways of saying it."""
    left = MOST_PIECES
    kept: list[Clause] = []
    for clause in clauses:
        left -= _pieces(clause.text)
        if left < 0 and kept:
            left += _pieces(clause.text)
            break
        kept.append(clause)
    if sum(_pieces(form.text) for clause in kept for form in clause.forms[1:]) <= left:
        return tuple(kept)
    return tuple(_with_what_is_left(kept, left))


def _with_what_is_left(clauses: Sequence[Clause], left: int) -> list[Clause]:
    found = []
    for clause in clauses:
        forms: list[Form] = [clause.forms[0]]
        for form in clause.forms[1:]:
            if _pieces(form.text) <= left:
                left -= _pieces(form.text)
                forms.append(form)
        found.append(replace(clause, forms=tuple(forms)))
    return found


def beginning(said: str) -> str:
    """So many words or Japanese characters of a phrase: nobody quotes more, and what has these is found."""
    words = said.split(" ", LONGEST)[:LONGEST]
    left = LONGEST
    kept: list[str] = []
    for word in words:
        size = _pieces(word)
        if size > left:
            kept += [word[:left]] if left and not is_latin(word) else []
            break
        kept.append(word)
        left -= size
    return " ".join(kept)


def _pieces(said: str) -> int:
    return said.count(" ") + 1 if said.isascii() else sum(1 if is_latin(word) else len(word) for word in said.split())
