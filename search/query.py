"""What is asked of an engine and what it answers: plain values, the same for both engines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from search.sight import Sight
from search.text.highlight import Piece
from search.text.parsed import Parsed

PAGE_SIZE = 20
DEEPEST = 1_000
"""Hits that can be paged through; beyond, the page says to search more closely."""


class Counted(Enum):
    """How kinds and facets are counted. Each walks through all that is found: whoever shows no counts asks for none."""

    APART = "apart"  # without their own filter (multi-select), with all the others
    WITHIN = "within"  # of what is found, under all filters
    NOT = "not"  # `total` alone


@dataclass(frozen=True)
class Query:
    """One search. `parsed` comes from `search.text.parse.parse` (synonyms are in it); engines never see raw syntax.

    kinds     only these; empty: all
    filters   facet name → values of which a document must have one; facets are joined by "and"
    facets    names to count
    counted   see `Counted`
    order     "best" (score) or "new" (updated_at)
    """

    parsed: Parsed
    sight: Sight
    language: str = "ja"
    kinds: tuple[str, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    facets: tuple[str, ...] = ()
    offset: int = 0
    limit: int = PAGE_SIZE
    order: str = "best"
    snippets: bool = True
    counted: Counted = Counted.APART


@dataclass(frozen=True)
class Hit:
    """One document found. `why` names the fields that matched, the strongest first: "title", "reading", "body",
    "people", "tags", and "synonym:<word>" or "typo:<word>" where it was not what was typed."""

    key: str
    kind: str
    score: float
    title: tuple[Piece, ...] = ()
    snippet: tuple[Piece, ...] = ()
    why: tuple[str, ...] = ()
    group: str = ""
    language: str = ""
    updated_at: dt.datetime | None = None


@dataclass(frozen=True)
class Results:
    """`total` counts documents that the viewer may see, under the kinds and filters asked for."""

    hits: tuple[Hit, ...] = ()
    total: int = 0
    kinds: Mapping[str, int] = field(default_factory=dict)
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    corrected: str = ""
    milliseconds: float = 0.0


@dataclass(frozen=True)
class Suggestion:
    """What the palette offers while typing: a document whose title, reading or tag begins so, or nearly so."""

    key: str
    kind: str
    title: str
    matched: tuple[Piece, ...] = ()
    score: float = 0.0


@dataclass(frozen=True)
class Change:
    """After this, the index holds exactly these documents of the source: none means that it is gone.

    `version` grows with the time at which the source was read; an engine with several writers lets a higher one win.
    """

    source: str
    documents: Sequence[object]
    version: int = 0


@dataclass(frozen=True)
class Indexed:
    """One document as the index has it: what `check` compares.

    No fingerprint where it is not what was written. No reading of the index is newer than the highest `version` of all
    that it lists.
    """

    key: str
    source: str
    fingerprint: str
    version: int = 0


@dataclass(frozen=True)
class Health:
    """How an engine is: `is_up`, number of documents, schema on disk, bytes, and one plain line about what is wrong."""

    is_up: bool
    documents: int = 0
    schema: int | None = None
    size_bytes: int = 0
    problem: str = ""
    index: str = ""
