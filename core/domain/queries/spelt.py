"""Words as people type them, in columns as somebody wrote them: of any width, in either kana. For lists of people,
courses and places, which have no index."""

from __future__ import annotations

import functools
import operator
import unicodedata
from collections.abc import Sequence
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

MOST_WORDS = 8
TO_KATAKANA = {code: code + 0x60 for code in range(0x3041, 0x3097)}
TO_HIRAGANA = {there: here for here, there in TO_KATAKANA.items()}

Rows = TypeVar("Rows", bound=QuerySet[Model])


def with_words(rows: Rows, text: str, names: Sequence[str]) -> Rows:
    """The rows that have every word of a text, each in any of these columns."""
    for word in text.split()[:MOST_WORDS]:
        rows = rows.filter(holding(word, names))
    return rows


def holding(word: str, names: Sequence[str]) -> Q:
    """Whatever has one word in one of these columns."""
    return functools.reduce(
        operator.or_, (Q(**{f"{name}__icontains": form}) for name in names for form in spellings(word))
    )


def spellings(word: str) -> list[str]:
    """As it was typed, and ｻﾄｳ, サトウ and さとう for each other."""
    plain = unicodedata.normalize("NFKC", word)
    return list(dict.fromkeys([word, plain, plain.translate(TO_KATAKANA), plain.translate(TO_HIRAGANA)]))
