"""Facets of what waits and is found all the same, counted as they are now: a translation that was taken back, a tag
that was taken off stood among them until the worker came by."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Sequence

from search.documents import SearchDocument
from search.domain.queries.answering import answer
from search.domain.queries.found import Found
from search.domain.queries.waiting import passes
from search.query import Query


def recounted(found: Found, query: Query, late: Sequence[SearchDocument]) -> Found:
    """`late` are documents as they are now, of which the index still says something else."""
    if not late or not found.facets or not found.is_counted:
        return found
    rest = answer(
        dataclasses.replace(
            query, sight=query.sight.hiding(each.key for each in late), offset=0, limit=1, snippets=False
        )
    ).value
    facets = {name: Counter(counts) for name, counts in rest.facets.items()}
    # Where it is not certain that all of them were counted, none is: too few is no secret.
    if found.total - rest.total == sum(passes(each, query) for each in late):
        for name, counts in facets.items():
            counts.update(
                value for each in late if passes(each, query, but=name) for value in each.facets.get(name, ())
            )
    return dataclasses.replace(found, facets=facets)
