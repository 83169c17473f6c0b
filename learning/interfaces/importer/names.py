"""Names of people as sources write them: shown to everyone, so nothing but the name."""

from __future__ import annotations

import re
from collections.abc import Iterable

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
ANY_ADDRESS = re.compile(r"<[^>]*>|\S+@\S+")
LONGEST = 80


def without_marks(name: str) -> str:
    """Without addresses and Markdown."""
    return re.sub(r"\s*[<(\[]?" + EMAIL.pattern + r"[>)\]]?|[*_`\[\]]|\(https?:[^)]*\)", "", name).strip(" ,:–-")


def plain_name(name: str) -> str:
    """A name out of a commit: "Sato, Hanako <h@example.com>" becomes "Sato Hanako"; "" where no name is left."""
    bare = ANY_ADDRESS.sub(" ", name)
    shown = "".join(letter if letter.isprintable() else " " for letter in bare)
    return " ".join(re.sub(r"[,、<>@*`\[\]]", " ", shown).split())[:LONGEST]


def joined(names: str, more: Iterable[str], *, most: int = 500) -> str:
    """Names as they stand, and behind them whoever is not among them, by whole names as many as fit."""
    known = {name.strip().casefold() for name in re.split("[,、]", names)}
    for name in dict.fromkeys(more):
        longer = f"{names}, {name}" if names else name
        if name.casefold() not in known and len(longer) <= most:
            names = longer
    return names
