"""How many words of a query a document must have, and how many are better than nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from search.text.parsed import Clause
from search.text.stop_words import QUESTIONS
from search.text.tokens import is_latin

MOST_HALVES = 4
APART = re.compile("[\\s、，,・/]+")
"""Between words that were not said together."""


def minimum(clauses: Sequence[Clause]) -> int:
    """All of two words, be they made of two themselves (nginxの設定ファイル); of more, fewer."""
    asked = [clause for clause in clauses if not clause.is_aside]
    words = sum(not clause.goes_on for clause in asked)
    return len(asked) if words == 2 and len(asked) <= MOST_HALVES else fewest(clauses)


def fewest(clauses: Sequence[Clause]) -> int:
    """All of one or two; of more, three quarters; of a whole sentence, half."""
    asked = sum(not clause.is_aside for clause in clauses)
    if asked <= 2:
        return asked
    return max(2, asked * 3 // 4) if asked <= 6 else max(4, asked // 2)


def followers(words: Sequence[Clause], text: str, enough: int) -> int:
    """Words that particles or two scripts join (SQLのトランザクション) are about one thing: where few documents have
    all of them, what has some follows. Of words with spaces between, all are meant."""
    if len(words) <= len(APART.split(text.strip())) or all(is_latin(clause.text) for clause in words):
        return 0
    some = fewest(words)
    return some if some < enough else 1


def is_sentence(clauses: Sequence[Clause], together: str) -> bool:
    first, _, more = together.partition(" ")
    return (bool(more) and first in QUESTIONS) or any(
        clause.is_aside and not is_latin(clause.text) for clause in clauses
    )
