"""Whether half-typed words may mean a name; names and words are folded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def is_in(texts: Iterable[str], typed: str) -> bool:
    """Latin words from their beginning; Japanese anywhere, since nothing parts its words."""
    if typed.isascii():
        return begins([word for text in texts for word in text.split()], typed)
    return any(typed in text for text in texts)


def begins(words: Sequence[str], typed: str) -> bool:
    return any(word.startswith(typed) for word in words)
