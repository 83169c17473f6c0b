"""Which answers were given to what a reader is describing."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from learning.domain.queries.folds import Answer

# Numbers, addresses and identifiers differ from machine to machine; the words of a message do not.
NOISE = re.compile(r"[0-9a-f]{8,}|\d+|[\W_]+")
GRAM = 4
LONGEST = 8000


def most_alike(answers: Sequence[Answer], text: str) -> list[Answer]:
    """The answers, those first whose question says most of the same; in the given order where nothing is typed."""
    typed = _grams(text)
    if not typed:
        return list(answers)
    scores = {answer.pk: _likeness(typed, _grams(answer.seen)) for answer in answers}
    return sorted(answers, key=lambda answer: -round(scores[answer.pk], 2))


def _grams(text: str) -> frozenset[str]:
    """Character grams: they need no words, so a Japanese description is compared as well as a listing."""
    plain = NOISE.sub(" ", unicodedata.normalize("NFKC", text[:LONGEST]).casefold())
    return frozenset(plain[start : start + GRAM] for start in range(len(plain) - GRAM + 1))


def _likeness(typed: frozenset[str], other: frozenset[str]) -> float:
    if not other:
        return 0.0
    return len(typed & other) / min(len(typed), len(other))
