"""Kinds and facets counted by the engine, each without its own filter, under everything else that is asked."""

from __future__ import annotations

from typing import Any

from tantivy import Occur, Schema, Searcher
from tantivy import Query as Asked

from search.engines.embedded import sights
from search.query import Counted, Query

MOST_VALUES = 1_000
"""Values of a facet that are counted."""

Clauses = list[tuple[Occur, Asked]]
Counts = dict[str, dict[str, int]]
KIND = "\x00kind"
"""Under which name the counts of the kinds come: none that a facet can have."""


def counted(searcher: Searcher, schema: Schema, query: Query, base: Clauses) -> Counts:
    """What nothing filters is counted in one walk; each filtered facet, and filtered kinds, in a walk of their own,
    unless they are counted of what is found."""
    kinds, filters = sights.of_kinds(schema, query.kinds), sights.filtered(schema, query.filters)
    found: Counts = {name: {} for name in (*query.facets, KIND)}
    together = {name: f"facets.{name}" for name in query.facets if sights.is_facet(name)}
    if query.counted is not Counted.APART:
        return found | _count(searcher, [*base, *kinds, *filters], together | {KIND: "kind"})
    apart = {name: together.pop(name) for name in list(together) if query.filters.get(name)}
    if query.kinds:
        found |= _count(searcher, [*base, *filters], {KIND: "kind"})
    else:
        together[KIND] = "kind"
    if together:
        found |= _count(searcher, [*base, *kinds, *filters], together)
    for name, field in apart.items():
        found |= _count(searcher, [*base, *kinds, *sights.filtered(schema, query.filters, but=name)], {name: field})
    return found


def _count(searcher: Searcher, clauses: Clauses, fields: dict[str, str]) -> Counts:
    wanted = {name: {"terms": {"field": field, "size": MOST_VALUES}} for name, field in fields.items()}
    found: dict[str, Any] = searcher.aggregate(Asked.boolean_query(clauses), wanted)
    return {name: {each["key"]: each["doc_count"] for each in found[name]["buckets"]} for name in fields}
