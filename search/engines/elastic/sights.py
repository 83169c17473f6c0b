"""What a viewer may find, and what they narrow it to, as filters: in the engine, so that counts and pages are right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from elasticsearch.dsl import Q
from elasticsearch.dsl.query import Query as Asked

from search.engines.elastic.words import clean
from search.sight import Sight


def seen(sight: Sight) -> list[Asked]:
    """See `search.sight` for the rule. Every one of these must hold."""
    today = sight.today.toordinal()
    found = [
        Q("terms", audience=sorted(sight.tokens)),
        Q("range", shown_from={"lte": today}),
        Q("range", shown_until={"gt": today}),
    ]
    if sight.outside:
        shut = Q("terms", within=sorted(sight.outside))
        open_ = ~shut
        found.append(Q("bool", should=[open_, Q("terms", within=sorted(sight.own))]) if sight.own else open_)
    if sight.hidden:
        found += [~Q("terms", **{name: sorted(sight.hidden)}) for name in ("key", "source")]
    if sight.only:
        found.append(Q("terms", source=sorted(sight.only)))
    return found


def of_kinds(kinds: Sequence[str]) -> list[Asked]:
    return [Q("terms", kind=[clean(kind) for kind in kinds])] if kinds else []


def filtered(filters: Mapping[str, Sequence[str]], *, but: str = "") -> list[Asked]:
    """The filters, without that of one facet. One without values narrows nothing."""
    return [
        Q("terms", **{f"facets.{clean(name)}": [clean(value) for value in values]})
        for name, values in filters.items()
        if values and name != but
    ]
