"""The filter of `search.sight` as the engine applies it: inside every query, so before counting and paging."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from tantivy import FieldType, Occur, Query, Schema

from search.engines.embedded.rows import clean
from search.engines.embedded.schema import schema as new_schema
from search.sight import Sight

NEVER = dt.date.max.toordinal()
MANY = 100
"""Values from which on a set is quicker: it is looked through as a whole, single terms only where others match. Not for
names: each is found once in the whole index, and making a set of hundreds takes longer than the rest of a query."""


def any_of(schema: Schema, field: str, values: Iterable[str], *, are_names: bool = False) -> Query:
    """Documents that have one of these values, without a score."""
    asked = sorted({clean(each) for each in values})
    if not asked:
        return Query.empty_query()
    if len(asked) > MANY and not are_names:
        return Query.const_score_query(Query.term_set_query(schema, field, asked), 0.0)
    terms = [(Occur.Should, Query.term_query(schema, field, each, "basic")) for each in asked]
    return Query.const_score_query(Query.boolean_query(terms), 0.0)


def out_of_time(schema: Schema, today: dt.date) -> list[tuple[Occur, Query]]:
    """Documents whose days have not come or are over."""
    later = Query.range_query(schema, "shown_from", FieldType.Integer, today.toordinal() + 1, NEVER)
    over = Query.range_query(schema, "shown_until", FieldType.Integer, 0, today.toordinal())
    return [(Occur.MustNot, later), (Occur.MustNot, over)]


def seen(schema: Schema, sight: Sight, out_of_time: Sequence[tuple[Occur, Query]]) -> list[tuple[Occur, Query]]:
    """What every query of this viewer must and must not match."""
    return [*out_of_time, *_of_sight(sight)]


@lru_cache(maxsize=256)
def _of_sight(sight: Sight) -> tuple[tuple[Occur, Query], ...]:
    """A person asks again with each letter, and many people see the same."""
    clauses = [(Occur.Must, any_of(_SCHEMA, "audience", sight.tokens))]
    if sight.outside:
        shut = any_of(_SCHEMA, "within", sight.outside)
        if sight.own:
            own = any_of(_SCHEMA, "within", sight.own)
            shut = Query.boolean_query([(Occur.Must, shut), (Occur.MustNot, own)])
        clauses.append((Occur.MustNot, shut))
    if sight.hidden:
        clauses += [(Occur.MustNot, any_of(_SCHEMA, name, sight.hidden, are_names=True)) for name in ("key", "source")]
    if sight.only:
        clauses.append((Occur.Must, any_of(_SCHEMA, "source", sight.only, are_names=True)))
    return tuple(clauses)


def of_kinds(schema: Schema, kinds: Sequence[str]) -> list[tuple[Occur, Query]]:
    return [(Occur.Must, any_of(schema, "kind", kinds))] if kinds else []


def filtered(
    schema: Schema, filters: Mapping[str, Sequence[str]], *, but: str | None = None
) -> list[tuple[Occur, Query]]:
    """Each facet's filter, but for one: a facet is counted without its own."""
    return [
        (Occur.Must, any_of(schema, f"facets.{name}", values) if is_facet(name) else Query.empty_query())
        for name, values in filters.items()
        if name != but and values
    ]


def is_facet(name: str) -> bool:
    """Names of facets are identifiers; any other would be a path into the field."""
    return name.isascii() and name.isidentifier()


_SCHEMA = new_schema()
