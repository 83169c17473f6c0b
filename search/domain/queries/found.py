"""What is asked for, and what is found: plain values, which pages, the API and feeds read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from search.domain.queries.answering import Answer
from search.domain.queries.presenting import Row
from search.domain.queries.tags import TagFound
from search.query import PAGE_SIZE
from search.registry import Kind
from search.text.parsed import Parsed


@dataclass(frozen=True)
class Asked:
    """What a person asks for, already understood: kinds and facets that exist, a page of 1 and more."""

    text: str = ""
    kinds: tuple[str, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    order: str = "best"
    page: int = 1

    @property
    def is_narrowed(self) -> bool:
        return bool(self.kinds or self.filters)

    @property
    def is_empty(self) -> bool:
        return not self.text.strip() and not self.is_narrowed


class State(Enum):
    """How the answer came about."""

    READY = "ready"
    REDUCED = "reduced"  # by the engine that stands in
    AWAY = "away"  # not at all


def state_of(answer: Answer[Any]) -> State:
    return State.AWAY if answer.is_away else State.REDUCED if answer.is_reduced else State.READY


@dataclass(frozen=True)
class Group:
    """The hits of one kind on the page, of `count` in all."""

    kind: Kind
    count: int
    rows: tuple[Row, ...]

    @property
    def is_more(self) -> bool:
        return self.count > len(self.rows)


@dataclass(frozen=True)
class Found:
    """Everything that a page of results shows. `groups` where kinds stand apart, else `rows` in their order.

    `total` and `kinds` are the engine's, less what this page turned out not to hold. `without_filters` is counted
    only where nothing was found under them. `is_partial`: nothing has the words that were asked for; what stands here
    has some of them. Not `is_counted`: `total` and `kinds` are what was seen so far, and it perhaps `goes_on`.
    """

    asked: Asked
    parsed: Parsed = field(default_factory=Parsed)
    state: State = State.READY
    rows: tuple[Row, ...] = ()
    groups: tuple[Group, ...] = ()
    tags: tuple[TagFound, ...] = ()
    total: int = 0
    kinds: Mapping[str, int] = field(default_factory=dict)
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    corrected: str = ""
    without_filters: int = 0
    is_partial: bool = False
    is_counted: bool = True
    goes_on: bool = False

    @property
    def up_to(self) -> int:
        """How many there are to leaf through. Where nobody counted: up to this page, and one more if it goes on."""
        if self.is_counted:
            return self.total
        before = (self.asked.page - 1) * PAGE_SIZE
        return before + (PAGE_SIZE + 1 if self.goes_on else min(len(self.rows), PAGE_SIZE))

    @property
    def is_past_the_end(self) -> bool:
        return not self.rows and self.total > 0

    @property
    def is_nothing(self) -> bool:
        return self.state is not State.AWAY and not self.total and not self.asked.is_empty
