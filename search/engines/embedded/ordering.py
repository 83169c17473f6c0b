"""The order of the hits. The engine scores by words, boost and popularity; how new a document is depends on today, so
the first hits are weighed by it here, always the same number of them, so that pages follow one another."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from tantivy import DocAddress, Query, Searcher

from search.engines.embedded.rows import EPOCH

WEIGHED = 100
"""Hits that are weighed anew; the pages behind them keep the engine's order."""
HALF_LIFE = 365.0 * 86_400
"""Seconds in which being new counts half as much; a document without a date is not new."""
NEWNESS = 0.2
"""What being written today adds to a score; half of it a year ago."""

Found = list[tuple[float, DocAddress]]


class Ordered(NamedTuple):
    """`total` of all that matches, where it was asked for: it is counted on the same walk."""

    hits: Found
    total: int


def ordered(
    searcher: Searcher,
    query: Query,
    *,
    offset: int,
    limit: int,
    today: dt.date,
    by_date: bool,
    is_counted: bool = False,
) -> Ordered:
    """`limit` hits from `offset` on."""
    if by_date:
        found = searcher.search(query, limit=limit, offset=offset, count=is_counted, order_by_field="updated")
        return Ordered([(0.0, address) for _, address in found.hits], _total(found))
    if offset >= WEIGHED:
        found = searcher.search(query, limit=limit, offset=offset, count=is_counted, weight_by_field="weight")
        return Ordered(list(found.hits), _total(found))
    most = max(WEIGHED, offset + limit)
    found = searcher.search(query, limit=most, count=is_counted, weight_by_field="weight")
    first = _by_newness(searcher, _near(found.hits[:WEIGHED], offset + limit), today)
    return Ordered([*first, *found.hits[WEIGHED:]][offset : offset + limit], _total(found))


def _total(found: Any) -> int:
    return int(found.count or 0)


def _near(found: Found, places: int) -> Found:
    """Without the hits that being new cannot bring among the first so many."""
    if len(found) <= places:
        return found
    least = found[places - 1][0]
    return [each for each in found if each[0] * (1 + NEWNESS) >= least]


def _by_newness(searcher: Searcher, found: Found, today: dt.date) -> Found:
    addresses = [address for _, address in found]
    written = searcher.fast_field_values("updated", addresses)
    now = (dt.datetime.combine(today, dt.time(), tzinfo=dt.UTC) - EPOCH).total_seconds()
    # Without a call for each: this is done for most of a hundred hits in every search.
    weighed = [
        -score * (1 + NEWNESS * 0.5 ** (max(now - at, 0.0) / HALF_LIFE)) if at else -score
        for (score, _), at in zip(found, written, strict=True)
    ]
    ties: list[float] = [0] * len(found)
    if len(set(weighed)) < len(weighed):
        ties = [tie or 0 for tie in searcher.fast_field_values("tie", addresses)]
    order = sorted(zip(weighed, ties, range(len(found)), strict=True))
    return [(-score, addresses[index]) for score, _, index in order]
