"""What was typed, understood once for both engines. Nothing in it is syntax but "quotes"; it never fails.

`Pythonの勉強会` is the words python and 勉強会; `"kubectl get pods"` is a phrase; the last word may be half-typed; kana
that end in Latin letters are an unfinished conversion (いんf); ten lines of terminal output are an error message.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from search.text.fold import fold
from search.text.tokens import is_latin, runs

LONGEST = 10_000
MOST_CLAUSES = 24
MOST_TOGETHER = 4
"""Words that may be one synonym together."""

Expand = Callable[[str], Sequence[str]]
"""folded word → its synonyms, folded; set up by `search.domain.synonyms`."""


@dataclass(frozen=True)
class Form:
    """One way to say it: folded text whose tokens stand together. `weight` 1.0 as typed, less for synonyms."""

    text: str
    weight: float = 1.0
    is_synonym: bool = False


@dataclass(frozen=True)
class Clause:
    """One thing asked for, in one or more forms. A phrase in quotes is required; others count toward `minimum`."""

    forms: tuple[Form, ...]
    required: bool = False
    is_prefix: bool = False

    @property
    def text(self) -> str:
        return self.forms[0].text


@dataclass(frozen=True)
class Parsed:
    """`minimum` clauses at least must match (required ones among them). `raw` is what was typed, for showing again.

    `lines` are the distinctive lines of an error message (`is_error`): then `clauses` are theirs and few must match.
    `half_typed` is the folded kana of an unfinished conversion, for prefixes and readings.
    """

    raw: str = ""
    clauses: tuple[Clause, ...] = ()
    minimum: int = 0
    is_error: bool = False
    lines: tuple[str, ...] = ()
    half_typed: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.clauses


QUOTED = re.compile(r'"([^"]*)"')
# Script boundaries inside a run of Japanese: 勉強会を開く → 勉強会 を 開く; the particles between are not asked for.
PARTS = re.compile(r"[\u3041-\u3096ー]+|[^\u3041-\u3096ー]+")
PARTICLES = frozenset(
    "の を に は が で と へ も や か から まで より です ます する した して という とは について".split()  # noqa: SIM905
)
HALF_CONVERTED = re.compile(r"^(?P<kana>[\u3041-\u3096ー]+)(?P<rest>[a-z]{1,3})$")


def parse(text: str, *, expand: Expand = lambda word: ()) -> Parsed:
    """Understand a query; any string is fine, the empty one and 10 MB too (what is beyond LONGEST is not read)."""
    from search.text.errors import distinctive_lines, looks_like_error

    raw = text[:LONGEST]
    if looks_like_error(raw):
        lines = distinctive_lines(raw)
        if lines:
            asked = tuple(Clause((Form(line),)) for line in lines)
            return Parsed(raw=raw, clauses=asked, minimum=1, is_error=True, lines=lines)
    folded = fold(raw)
    clauses = _clauses(folded, expand)[:MOST_CLAUSES]
    return Parsed(raw=raw, clauses=tuple(clauses), minimum=_minimum(clauses), half_typed=_half_typed(folded))


def _clauses(folded: str, expand: Expand) -> list[Clause]:
    found: list[Clause] = []
    rest = folded
    for match in QUOTED.finditer(folded):
        phrase = " ".join(text for text, _, _ in runs(match.group(1)))
        if phrase:
            found.append(Clause((Form(phrase),), required=True))
    rest = QUOTED.sub(" ", folded)
    words = [part for text, _, is_cjk in runs(rest) for part in (_japanese_parts(text) if is_cjk else [text])]
    words = list(dict.fromkeys(words))
    for word, others in zip(words, _synonyms(words, expand), strict=True):
        found.append(Clause((Form(word), *(Form(other, 0.8, is_synonym=True) for other in others))))
    if found and not found[-1].required and rest[-1:] not in {"", " "}:
        found[-1] = Clause(found[-1].forms, is_prefix=True)
    return found


def _synonyms(words: Sequence[str], expand: Expand) -> list[tuple[str, ...]]:
    """The synonyms of each word. Those of several words together (virtual machine) count for each of the words, so
    that vm alone is enough, and texts that have the words apart are found as without synonyms."""
    found: list[dict[str, None]] = [dict.fromkeys(expand(word)) for word in words]
    for size in range(2, MOST_TOGETHER + 1):
        for start in range(len(words) - size + 1):
            for other in expand(" ".join(words[start : start + size])):
                for place in range(start, start + size):
                    found[place][other] = None
    return [tuple(other for other in others if other != word) for word, others in zip(words, found, strict=True)]


def _japanese_parts(run: str) -> list[str]:
    parts = [part for part in PARTS.findall(run) if part not in PARTICLES]
    return parts if len(parts) < len(PARTS.findall(run)) else [run]


def _minimum(clauses: Sequence[Clause]) -> int:
    """All of one or two; of more, three quarters."""
    return len(clauses) if len(clauses) <= 2 else max(2, (len(clauses) * 3) // 4)


def _half_typed(folded: str) -> str:
    match = HALF_CONVERTED.match(folded.rsplit(" ", maxsplit=1)[-1]) if folded else None
    return match.group("kana") if match else ""


__all__ = ["Clause", "Expand", "Form", "Parsed", "is_latin", "parse"]
