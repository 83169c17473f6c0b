"""Tokens that stand in a field, one after another: the smallest questions that the engine is asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from tantivy import Query, Schema

from search.engines.embedded.schema import LONGEST_TERM
from search.text.tokens import Token

SPECIAL = re.compile(r"([+#.*?()\[\]{}|^$\\])")


def term_query(schema: Schema, field: str, text: str) -> Query:
    return Query.term_query(schema, field, text, "freq")


def standing(schema: Schema, field: str, cut: Sequence[Token], *, near: int = 0) -> Query:
    """These tokens one after another in a field, or nearly so; one alone is a term."""
    return standing_in(schema, cut, near=near)(field)


def standing_in(schema: Schema, cut: Sequence[Token], *, near: int = 0) -> Callable[[str], Query]:
    """The same for any field: what does not depend on it is reckoned once."""
    if len(cut) == 1:
        term = cut[0].text[:LONGEST_TERM]
        return lambda field: term_query(schema, field, term)
    if any(map(is_cut_short, cut)):
        patterns = _open_ended(cut)
        return lambda field: Query.regex_phrase_query(schema, field, patterns)
    first = cut[0].position
    words: list[str | tuple[int, str]] = [(each.position - first, each.text[:LONGEST_TERM]) for each in cut]
    return lambda field: Query.phrase_query(schema, field, words, near)


def begins_with(schema: Schema, field: str, text: str) -> Query:
    return Query.fuzzy_term_query(schema, field, text[:LONGEST_TERM], distance=0, prefix=True)


def is_cut_short(token: Token) -> bool:
    return token.is_cjk and len(token.text) == 1


def moved(cut: Sequence[Token], by: int) -> list[Token]:
    return [replace(each, position=each.position + by) for each in cut]


def _open_ended(cut: Sequence[Token]) -> list[str | tuple[int, str]]:
    """第1回 stands in は第1回目: a piece of one character is the end of a longer one, or the beginning."""
    first = cut[0].position
    patterns: list[str | tuple[int, str]] = []
    for index, each in enumerate(cut):
        pattern = SPECIAL.sub(r"\\\1", each.text[:LONGEST_TERM])
        if is_cut_short(each) and index == 0:
            pattern = f".?{pattern}"
        elif is_cut_short(each) and index == len(cut) - 1:
            pattern = f"{pattern}.?"
        patterns.append((each.position - first, pattern))
    return patterns
