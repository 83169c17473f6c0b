"""What was typed, once it is understood: the same for both engines."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from search.text.stop_words import ENGLISH
from search.text.tokens import is_latin

MOST_NEIGHBOURS = 8
MOST_TOLD = 12
"""Words of a sentence beyond which it is not asked in two ways at once: an engine takes so many terms and no more."""
FLAGS = re.compile(r"\s--?[A-Za-z]")


@dataclass(frozen=True)
class Form:
    """One way to say it: folded text whose tokens stand together. `weight` 1.0 as typed, less for looser ways."""

    text: str
    weight: float = 1.0
    is_synonym: bool = False


@dataclass(frozen=True)
class Clause:
    """One thing asked for, in one or more forms, of which the best counts. A phrase in quotes is required; others count
    toward `minimum`, but for what is said by the way (`is_aside`): it raises what has it. `goes_on`: stands right
    behind the one before, as its second half (設定ファイル)."""

    forms: tuple[Form, ...]
    required: bool = False
    is_prefix: bool = False
    is_aside: bool = False
    goes_on: bool = False

    @property
    def text(self) -> str:
        return self.forms[0].text

    @property
    def tells_little(self) -> bool:
        """A single letter or digit (a flag, -A), or how one asks: it raises what has it and is asked of nothing."""
        return self.is_aside or (len(self.text) == 1 and is_latin(self.text))


@dataclass(frozen=True)
class Parsed:
    """`minimum` clauses at least must match (required ones among them). `raw` is what was typed, for showing again.

    together    all of it, folded, as it was typed: what is called just this, or in which it stands like this, comes
                first. Particles, stop words and flags are in it, though no clause asks for them
    fewest      where next to nothing has `minimum` of the words, what has so many follows; 0 where nothing does
    enough      what has so many of the words stands before what has fewer; 0 where all have `minimum` of them
    is_sentence  it says how one asks, or what one does: what answers it may say it in other words
    lines       the distinctive lines of an error message (`is_error`), for showing. Then `clauses` are the stretches
                of them that others may have seen too, weighed by how much they tell, and one must match
    """

    raw: str = ""
    clauses: tuple[Clause, ...] = ()
    minimum: int = 0
    fewest: int = 0
    enough: int = 0
    is_error: bool = False
    is_sentence: bool = False
    lines: tuple[str, ...] = ()
    together: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.clauses

    def with_others(self, found: int) -> Parsed | None:
        """The same, of which the fewest words are enough, behind what has all that are asked for. Where nothing has
        those, only a sentence: that nothing has some words tells something."""
        is_less = 0 < self.fewest < self.minimum and len(self.clauses) <= MOST_TOLD and (found or self.is_sentence)
        return replace(self, minimum=self.fewest, enough=self.minimum) if is_less else None

    def without_others(self) -> Parsed:
        return replace(self, minimum=self.enough, fewest=0, enough=0)

    @property
    def neighbours(self) -> tuple[str, ...]:
        """Of three and more Latin words (`docker run -it --rm`), those that stood side by side: a command is seldom
        written twice with all the same flags."""
        words = self.together.split(" ")[:MOST_NEIGHBOURS]
        if self.is_error or len(words) < 3 or not all(map(is_latin, words)):
            return ()
        is_sentence = not ENGLISH.isdisjoint(words) and not FLAGS.search(self.raw)
        return () if is_sentence else tuple(map(" ".join, pairwise(words)))

    @property
    def says_nothing(self) -> bool:
        """Something was typed, but nothing that can be looked for (only symbols): finds nothing, where an empty text
        lists everything of the kinds and filters."""
        return not self.clauses and bool(self.raw.strip())
