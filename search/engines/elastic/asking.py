"""A question as the body of a request: words, what the viewer may see, counts, order and quotations."""

from __future__ import annotations

from typing import Any

from elasticsearch.dsl import A, Q, Search
from elasticsearch.dsl.query import Query as Asked

from search.engines.elastic import sights
from search.engines.elastic.clauses import asked
from search.engines.elastic.labels import Labels
from search.engines.elastic.quotes import highlight
from search.engines.elastic.words import clean
from search.query import DEEPEST, Counted, Query
from search.text.parsed import Parsed

MOST_VALUES = 1_000
"""Values of a facet that are counted."""

NEW = 0.25
"""How much more what changed today counts than what is very old."""

HALF_AS_NEW = "365d"

SHOWN: list[Any] = ["key", "kind", "group", "title_ja", "title_en", "lead_ja", "lead_en", "updated_at"]


def body(query: Query, parsed: Parsed, labels: Labels, *, forgiving: frozenset[int] | None = None) -> dict[str, Any]:
    """Kinds and facets that are counted without their own filter: those filters come after the counting."""
    found, seen = Search(), sights.seen(query.sight)
    narrowed = [*sights.of_kinds(query.kinds), *sights.filtered(query.filters)]
    is_apart = query.counted is Counted.APART
    within = seen if is_apart else [*seen, *narrowed]
    found = found.query(scored(asked(parsed, labels, forgiving=forgiving), within))
    if narrowed and is_apart:
        found = found.post_filter(Q("bool", filter=narrowed))
    if query.counted is not Counted.NOT:
        _count(found, query)
    offset, limit = page(query)
    found = found.extra(track_total_hits=True, timeout="10s")[offset : offset + limit]
    found = found.sort(*_order(query, parsed)).source(SHOWN)
    request: dict[str, Any] = found.to_dict()
    if limit and not parsed.is_empty:
        request["highlight"] = highlight(parsed, forgiving=forgiving, bodies=query.snippets)
    return request


def page(query: Query) -> tuple[int, int]:
    """(offset, number of hits), none outside of what can be paged through."""
    if query.offset < 0 or query.limit <= 0 or query.offset >= DEEPEST:
        return 0, 0
    return query.offset, min(query.limit, DEEPEST - query.offset)


def scored(text: Asked, filters: list[Asked]) -> Asked:
    """score = words × (1 + 0.25 × newness) × weight. Newness halves each year; the weight is in the row."""
    words = Q("bool", must=[text], filter=filters)
    newness = {
        "exp": {"updated_at": {"origin": "now/d", "scale": HALF_AS_NEW, "decay": 0.5}},
        "weight": NEW,
    }
    recent = Q(
        "function_score", query=words, functions=[{"weight": 1}, newness], score_mode="sum", boost_mode="multiply"
    )
    return Q(
        "function_score", query=recent, field_value_factor={"field": "weight", "missing": 1}, boost_mode="multiply"
    )


def _order(query: Query, parsed: Parsed) -> list[Any]:
    """Equals stand in the order of their keys, so that pages never repeat or leave out a hit."""
    newest = {"updated_at": {"order": "desc", "missing": "_last"}}
    if query.order == "new" or parsed.is_empty:
        return [newest, "key"]
    return ["_score", newest, "key"]


def _count(found: Search, query: Query) -> None:
    counted = {"kinds": (A("terms", field="kind", size=MOST_VALUES), sights.filtered(query.filters))}
    for number, name in enumerate(query.facets):
        values = A("terms", field=f"facets.{clean(name)}", size=MOST_VALUES)
        others = [*sights.of_kinds(query.kinds), *sights.filtered(query.filters, but=name)]
        counted[f"facet{number}"] = (values, others)
    for name, (values, filters) in counted.items():
        if filters and query.counted is Counted.APART:
            found.aggs.bucket(name, "filter", filter=Q("bool", filter=filters)).bucket("values", values)
        else:
            found.aggs.bucket(name, values)
