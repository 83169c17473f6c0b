"""The one search of a person: text, viewer and filters in; everything that a page, an API or a feed shows out.

An engine is asked for the page, for kinds that are found but do not stand on it, and for tags that the words may mean;
where nothing is found, without the filters and then for what has some of the words. What it names is read again from
the database before anyone sees it.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.conf import settings
from django.utils import translation

from core.models.person import Person
from search import registry
from search.domain.queries.answering import Answer, ask
from search.domain.queries.presenting import Row, rows_of
from search.domain.queries.sight import sight_for
from search.domain.queries.tags import TagFound, tags_named
from search.domain.synonyms import expander
from search.engines.protocol import Engine
from search.query import DEEPEST, PAGE_SIZE, Query, Results
from search.registry import Kind
from search.sight import Sight
from search.text.parse import Parsed, parse

LAST_PAGE = DEEPEST // PAGE_SIZE
OF_OTHER_KINDS = 9
"""Hits of kinds that the first page would not show, so that one person is not lost behind thirty steps."""
OF_AN_ERROR = 5
"""Hits of a kind for an error message: few of its words must match, so what stands far down is hardly about it."""
AS_GOOD, MUCH_WEAKER = 0.5, 0.25
"""Of the best score for an error message, what makes others' questions the first; of a kind's best, what is kept."""


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
    def is_past_the_end(self) -> bool:
        return not self.rows and self.total > 0

    @property
    def is_nothing(self) -> bool:
        return self.state is not State.AWAY and not self.total and not self.asked.is_empty


def find(asked: Asked, *, viewer: Person, sight: Sight | None = None, or_some_words: bool = True) -> Found:
    """Search as a viewer, in the language of the request. Never raises for what an engine cannot do. `or_some_words`:
    where nothing has the words, what has some of them is better than an empty page."""
    parsed = understood(asked.text)
    if asked.is_empty:
        return Found(asked, parsed)
    query = _query(asked, parsed, sight or sight_for(viewer))
    answer = ask(lambda engine: _answers(engine, query, or_some_words=or_some_words), nothing=_Answers())
    return _checked(Found(asked, parsed, state_of(answer)), answer.value, viewer, query)


def understood(text: str) -> Parsed:
    """The text parsed, with the synonyms of this installation."""
    return parse(text, expand=expander())


def language() -> str:
    """The language of the request."""
    return translation.get_language() or settings.LANGUAGE_CODE


def facets_of(kinds: Sequence[str]) -> tuple[str, ...]:
    """The facets that documents of these kinds have; of all kinds where none is named."""
    known = registry.kinds()
    used = {name for kind in (kinds or known) for name in known[kind].facets}
    return tuple(name for name in registry.facets() if name in used)


@dataclass(frozen=True)
class _Answers:
    results: Results = field(default_factory=Results)
    others: Results = field(default_factory=Results)
    tags: tuple[TagFound, ...] = ()
    without_filters: int = 0
    is_partial: bool = False


def _answers(engine: Engine, query: Query, *, or_some_words: bool) -> _Answers:
    results = engine.query(query)
    if not results.total:
        return _vain(engine, query, results, or_some_words=or_some_words)
    others = _of_other_kinds(query, results)
    tags = () if _is_narrow(query) else tags_named(engine, query.parsed, query.sight)
    return _Answers(results, engine.query(others) if others else Results(), tags)


def _vain(engine: Engine, query: Query, results: Results, *, or_some_words: bool) -> _Answers:
    """Nothing has the words: perhaps without the filters, perhaps some of the words."""
    without = engine.query(_without_filters(query)).total if query.kinds or query.filters else 0
    parsed = with_some_words(query.parsed) if or_some_words and not without else None
    if parsed is None:
        return _Answers(results, without_filters=without)
    found = _answers(engine, dataclasses.replace(query, parsed=parsed), or_some_words=False)
    return dataclasses.replace(found, is_partial=bool(found.results.total))


def with_some_words(parsed: Parsed) -> Parsed | None:
    """The same, of which one word is enough, or what stands in quotes; None where that asks for no less."""
    is_less = parsed.minimum > 1 and not all(clause.required for clause in parsed.clauses)
    return dataclasses.replace(parsed, minimum=1) if is_less and not parsed.is_error else None


def _query(asked: Asked, parsed: Parsed, sight: Sight) -> Query:
    return Query(
        parsed=parsed,
        sight=sight,
        language=language(),
        kinds=asked.kinds,
        filters=asked.filters,
        facets=facets_of(asked.kinds),
        offset=(min(asked.page, LAST_PAGE + 1) - 1) * PAGE_SIZE,
        order=asked.order,
    )


def _is_narrow(query: Query) -> bool:
    """Beyond the first page of everything."""
    return bool(query.offset or query.kinds or query.filters) or query.order != "best"


def _of_other_kinds(query: Query, results: Results) -> Query | None:
    """On the first page of everything: those kinds that are found further down."""
    if query.offset or query.kinds or query.order != "best" or results.total <= PAGE_SIZE:
        return None
    shown = {hit.kind for hit in results.hits}
    missing = tuple(kind for kind, count in results.kinds.items() if count and kind not in shown)
    return dataclasses.replace(query, kinds=missing, facets=(), limit=OF_OTHER_KINDS) if missing else None


def _without_filters(query: Query) -> Query:
    return dataclasses.replace(query, kinds=(), filters={}, facets=(), offset=0, limit=1, snippets=False)


def _checked(found: Found, answers: _Answers, viewer: Person, query: Query) -> Found:
    """Less what turned out to be gone; the words and counts of what alone is gone are not told either."""
    results = answers.results
    hits = (*results.hits, *answers.others.hits)
    parsed = with_some_words(found.parsed) or found.parsed if answers.is_partial else found.parsed
    rows = rows_of(hits, parsed=parsed, viewer=viewer, language=language(), sight=query.sight)
    if query.sight.more_waits:
        return _uncounted(found, rows, query, answers)
    shown = {row.hit.key for row in rows}
    gone = [hit.kind for hit in hits if hit.key not in shown]
    kinds = {kind: count - gone.count(kind) for kind, count in results.kinds.items()}
    total = max(results.total - len(gone), len(rows))
    return dataclasses.replace(
        found,
        rows=tuple(rows),
        groups=_groups(found, rows, kinds),
        tags=answers.tags,
        total=total,
        kinds=kinds,
        facets=results.facets if total else {},
        corrected="" if gone else results.corrected,
        without_filters=answers.without_filters,
        is_partial=answers.is_partial and total > 0,
    )


def _uncounted(found: Found, rows: Sequence[Row], query: Query, answers: _Answers) -> Found:
    """What was checked, and nothing that an engine counted or guessed: more waits than could be looked at."""
    kinds = Counter(row.hit.kind for row in rows)
    return dataclasses.replace(
        found,
        rows=tuple(rows),
        groups=_groups(found, rows, kinds),
        total=query.offset + len(rows),
        kinds=kinds,
        is_partial=answers.is_partial and bool(rows),
        is_counted=False,
        goes_on=len(answers.results.hits) >= query.limit,
    )


def _groups(found: Found, rows: Sequence[Row], counts: Mapping[str, int]) -> tuple[Group, ...]:
    """None where one kind is asked for, or the newest first."""
    is_grouped = found.asked.order == "best" and len(found.asked.kinds) != 1
    return _grouped(rows, counts, is_error=found.parsed.is_error) if is_grouped else ()


def _grouped(rows: Sequence[Row], counts: Mapping[str, int], *, is_error: bool) -> tuple[Group, ...]:
    """By kind, in the order of each kind's best hit; for an error message, questions of who saw the same first."""
    by_kind: dict[str, list[Row]] = {}
    for row in rows:
        by_kind.setdefault(row.hit.kind, []).append(row)
    if is_error:
        by_kind = _for_an_error(by_kind)
    known = registry.kinds()
    return tuple(
        Group(known[kind], max(counts.get(kind, 0), len(found)), tuple(found))
        for kind, found in by_kind.items()
        if kind in known
    )


def _for_an_error(by_kind: Mapping[str, Sequence[Row]]) -> dict[str, list[Row]]:
    """One line in common is enough to be found: a question that has only that does not come before better steps."""
    best = {kind: max(row.hit.score for row in rows) for kind, rows in by_kind.items()}
    is_the_same = best.get("question", 0.0) >= AS_GOOD * max(best.values(), default=0.0)
    order = sorted(by_kind, key=lambda kind: kind != "question") if is_the_same else list(by_kind)
    return {
        kind: _own_language_first([row for row in by_kind[kind] if row.hit.score >= MUCH_WEAKER * best[kind]])[
            :OF_AN_ERROR
        ]
        for kind in order
    }


def _own_language_first(rows: Sequence[Row]) -> list[Row]:
    """Where others saw the same in both languages, first the answer that the reader understands; else as they were."""
    best = {row.shown.title: place for place, row in reversed(list(enumerate(rows)))}
    return sorted(rows, key=lambda row: (best[row.shown.title], row.hit.language != language()))
