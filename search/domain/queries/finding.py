"""The one search of a person: text, viewer and filters in; everything that a page, an API or a feed shows out.

An engine is asked for the page, for kinds that are found but do not stand on it, and for tags that the words may mean;
where nothing is found, without the filters and then for what has some of the words. What it names is read again from
the database before anyone sees it.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.utils import translation

from core.models.person import Person
from search import registry
from search.domain.queries.answering import ask
from search.domain.queries.found import Asked, Found, state_of
from search.domain.queries.grouping import groups_of
from search.domain.queries.presenting import Row, rows_of
from search.domain.queries.recounting import recounted
from search.domain.queries.sight import sight_for
from search.domain.queries.tags import TagFound, tags_named
from search.domain.queries.waiting import AsRead, without_what_went
from search.domain.synonyms import expander
from search.engines.protocol import Engine
from search.query import DEEPEST, PAGE_SIZE, Counted, Query, Results
from search.sight import Sight
from search.text.parse import parse
from search.text.parsed import Parsed

LAST_PAGE = DEEPEST // PAGE_SIZE
TURNS = 3
"""Times that an engine is asked where what it found turns out to be gone."""
OF_OTHER_KINDS = 9
"""Hits of kinds that the first page would not show, so that one person is not lost behind thirty steps."""


def find(asked: Asked, *, viewer: Person, sight: Sight | None = None, or_some_words: bool = True) -> Found:
    """Search as a viewer, in the language of the request. Never raises for what an engine cannot do. `or_some_words`:
    where nothing has the words, what has some of them is better than an empty page."""
    parsed = understood(asked.text)
    if asked.is_empty:
        return Found(asked, parsed)
    read: AsRead = {}
    query, late = without_what_went(_query(asked, parsed, sight or sight_for(viewer)), read=read)
    for _turn in range(TURNS):
        found, gone = _asked(query, asked, viewer, read, or_some_words=or_some_words)
        if not gone or (query.sight.more_waits and found.rows):
            break  # where nothing is counted, the next page would begin again with what moved up into this one
        query = dataclasses.replace(query, sight=query.sight.hiding(gone))
    return found if found.is_partial else recounted(found, query, late)


def _asked(query: Query, asked: Asked, viewer: Person, read: AsRead, *, or_some_words: bool) -> tuple[Found, list[str]]:
    """What is found, and keys of what turned out to be gone: asked for without them, counts, facets and what is offered
    where nothing is found know nothing of them either."""
    answer = ask(
        lambda engine: _answers(engine, query, or_some_words=or_some_words),
        nothing=_Answers(),
        engines=query.sight.engines,
    )
    hits = (*answer.value.results.hits, *answer.value.others.hits)
    found = _checked(Found(asked, query.parsed, state_of(answer)), answer.value, viewer, query, read)
    shown = {row.hit.key for row in found.rows}
    return found, [hit.key for hit in hits if hit.key not in shown]


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
    if not missing:
        return None
    return dataclasses.replace(query, kinds=missing, facets=(), counted=Counted.NOT, limit=OF_OTHER_KINDS)


def _without_filters(query: Query) -> Query:
    return dataclasses.replace(
        query, kinds=(), filters={}, facets=(), counted=Counted.NOT, offset=0, limit=1, snippets=False
    )


def _checked(found: Found, answers: _Answers, viewer: Person, query: Query, read: AsRead) -> Found:
    """Less what turned out to be gone; the words and counts of what alone is gone are not told either."""
    results = answers.results
    hits = (*results.hits, *answers.others.hits)
    parsed = with_some_words(found.parsed) or found.parsed if answers.is_partial else found.parsed
    rows = rows_of(hits, parsed=parsed, viewer=viewer, language=language(), sight=query.sight, read=read)
    if query.sight.more_waits:
        after = dataclasses.replace(query, parsed=parsed) if len(results.hits) >= query.limit else None
        return _uncounted(found, rows, query, answers, goes_on=after is not None and _goes_on(after, viewer))
    shown = {row.hit.key for row in rows}
    gone = [hit.kind for hit in hits if hit.key not in shown]
    kinds = {kind: count - gone.count(kind) for kind, count in results.kinds.items()}
    total = max(results.total - len(gone), len(rows))
    return dataclasses.replace(
        found,
        rows=tuple(rows),
        groups=groups_of(found, rows, kinds, language=language()),
        tags=answers.tags,
        total=total,
        kinds=kinds,
        facets=results.facets if total and not gone else {},
        corrected="" if gone else results.corrected,
        without_filters=answers.without_filters,
        is_partial=answers.is_partial and total > 0,
    )


def _goes_on(query: Query, viewer: Person) -> bool:
    """Whether the viewer may see something of what follows this page; also where a whole page of it is hidden."""
    after = dataclasses.replace(query, offset=query.offset + PAGE_SIZE, facets=(), snippets=False)
    hits = ask(lambda engine: engine.query(after), nothing=Results()).value.hits
    seen = rows_of(hits, parsed=after.parsed, viewer=viewer, language=language(), sight=after.sight)
    return bool(seen) or len(hits) >= after.limit


def _uncounted(found: Found, rows: Sequence[Row], query: Query, answers: _Answers, *, goes_on: bool) -> Found:
    """What was checked, and nothing that an engine counted or guessed: more waits than could be looked at."""
    kinds = Counter(row.hit.kind for row in rows)
    return dataclasses.replace(
        found,
        rows=tuple(rows),
        groups=groups_of(found, rows, kinds, language=language()),
        total=query.offset + len(rows),
        kinds=kinds,
        is_partial=answers.is_partial and bool(rows),
        is_counted=False,
        goes_on=goes_on,
    )
