"""Which answers were given to what a reader is describing: at this step by likeness, elsewhere by the search engine."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from core.models.person import Person
from learning.domain.queries.folds import Answer
from search.api import Row, saw_the_same

# Numbers, addresses and identifiers differ from machine to machine; the words of a message do not.
NOISE = re.compile(r"[0-9a-f]{8,}|\d+|[\W_]+")
GRAM = 4
LONGEST = 8000
ELSEWHERE = 3


def most_alike(answers: Sequence[Answer], text: str) -> list[Answer]:
    """The answers, those first whose question says most of the same; in the given order where nothing is typed."""
    typed = _grams(text)
    if not typed:
        return list(answers)
    scores = {answer.pk: _likeness(typed, _grams(answer.seen)) for answer in answers}
    return sorted(answers, key=lambda answer: -round(scores[answer.pk], 2))


def elsewhere(text: str, *, viewer: Person, besides: Iterable[int] = ()) -> list[Row]:
    """Answered questions at other steps of those who saw the same, that the viewer may read; at most three.

    `besides` are the questions that are shown already. Nothing while the engine is away: the form is whole without.
    """
    known = {f"question:{number}" for number in besides}
    found = saw_the_same(text, kinds=("question",), viewer=viewer, limit=ELSEWHERE + len(known))
    return [row for row in found if row.hit.key not in known][:ELSEWHERE]


def _grams(text: str) -> frozenset[str]:
    """Character grams: they need no words, so a Japanese description is compared as well as a listing."""
    plain = NOISE.sub(" ", unicodedata.normalize("NFKC", text[:LONGEST]).casefold())
    return frozenset(plain[start : start + GRAM] for start in range(len(plain) - GRAM + 1))


def _likeness(typed: frozenset[str], other: frozenset[str]) -> float:
    if not other:
        return 0.0
    return len(typed & other) / min(len(typed), len(other))
