"""Names of the parts of a query, by which a hit says what in it matched."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Labels:
    """What the named parts of a query mean: (clause, field, how it matched)."""

    found: list[Label] = field(default_factory=list)

    def name(self, clause: int, place: str, how: str = "", word: str = "") -> str:
        self.found.append(Label(clause, place, how, word))
        return str(len(self.found) - 1)

    def of(self, names: list[str]) -> list[Label]:
        return [self.found[int(name)] for name in names]


@dataclass(frozen=True)
class Label:
    """`how`: "" as typed, "stem", "begins", "typo", "synonym" (then `word` is the synonym)."""

    clause: int
    place: str
    how: str = ""
    word: str = ""
