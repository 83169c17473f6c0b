"""Whether a word was misspelt, and what was meant: only ever a word of a document that the viewer has found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

SUFFIXES = ("", "s", "es", "ed", "d", "ing", "er", "ers", "ly")
PLURALS = {"s", "es"}
LEAST, LONG = 5, 7


def meant(typed: str, words: Iterable[str]) -> str:
    """The nearest of these words, the most frequent of those; "" where none is near or it is only inflected."""
    allowed = 0 if len(typed) < LEAST else 1 if len(typed) < LONG else 2
    near = Counter(
        word
        for word in words
        if abs(len(word) - len(typed)) <= allowed and word != typed and not _is_inflected(word, typed)
    )
    found = [(distance(typed, word), -count, word) for word, count in near.items()]
    best = min(found, default=(allowed + 1, 0, ""))
    return best[2] if best[0] <= allowed else ""


def distance(one: str, other: str) -> int:
    """Letters to change, add, leave out, or swap with their neighbour."""
    before: list[int] = []
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        line = [row]
        for column, across in enumerate(other, 1):
            cost = min(above[column] + 1, line[column - 1] + 1, above[column - 1] + (letter != across))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == across:
                cost = min(cost, before[column - 2] + 1)
            line.append(cost)
        before, above = above, line
    return above[-1]


def _is_inflected(one: str, other: str) -> bool:
    """deployed and deploying are one word; kubernets and kubernetes are not, though both could be plurals."""
    return any(
        root == its_root and {suffix, its_suffix} != PLURALS
        for root, suffix in _roots(one)
        for its_root, its_suffix in _roots(other)
    )


def _roots(word: str) -> list[tuple[str, str]]:
    found = [(word.removesuffix(suffix), suffix) for suffix in SUFFIXES if word.endswith(suffix)]
    if word.endswith("ies"):
        found.append((f"{word[:-3]}y", "ies"))
    return [(root, suffix) for root, suffix in found if len(root) > 2]
