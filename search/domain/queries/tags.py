"""Tags that are meant by what was typed, each with what the viewer finds under it.

A tag is no document: it is seen by whoever sees one of its pages, which no single `within` can say. So its count is
asked of the engine, as a facet under the viewer's sight; what counts nothing is not shown. Decision 0101.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from core.domain.queries.tags import tags_in_use
from core.kept.noting import remembered
from search.engines.protocol import Engine
from search.query import Counted, Query
from search.sight import Sight
from search.text.beginnings import is_in
from search.text.fold import fold
from search.text.parsed import Parsed

FACET = "tag"
COUNTED = 100
"""Tags that are counted for one text: the likeliest."""
SHOWN = 5
VALUES_COUNTED = 1_000
"""Values of a facet that engines count, the commonest."""


@dataclass(frozen=True)
class TagFound:
    """A tag, and how much there is under it for the viewer."""

    name: str
    count: int


def tags_named(engine: Engine, parsed: Parsed, sight: Sight) -> tuple[TagFound, ...]:
    """The tags that one may mean, those with most under them first."""
    if parsed.is_error or parsed.is_empty:
        return ()
    names = _meant(_in_use(), parsed)[:COUNTED]
    if not names:
        return ()
    counts = _counted(engine, names, sight)
    found = [TagFound(name, counts[name]) for name in names if counts.get(name)]
    return tuple(sorted(found, key=lambda tag: -tag.count)[:SHOWN])


def _in_use() -> list[tuple[str, str]]:
    """Each tag with its folded form: kept until a tag or a page changes, since it is asked for with every letter."""
    return remembered("search.tags.1", lambda: [(name, fold(name)) for name in tags_in_use()])


def _counted(engine: Engine, names: Sequence[str], sight: Sight) -> dict[str, int]:
    """What the viewer finds under each name, in one question; beyond what it counts, the likeliest one by one."""
    query = Query(Parsed(), sight, filters={FACET: tuple(names)}, facets=(FACET,), limit=1, snippets=False)
    query = dataclasses.replace(query, counted=Counted.WITHIN)  # other tags than these are of no interest
    counts = dict(engine.query(query).facets.get(FACET, {}))
    beyond = [name for name in names if name not in counts][:SHOWN] if len(counts) >= VALUES_COUNTED else []
    for name in beyond:
        counts[name] = engine.query(
            dataclasses.replace(query, filters={FACET: (name,)}, facets=(), counted=Counted.NOT)
        ).total
    return counts


def _meant(folded: Sequence[tuple[str, str]], parsed: Parsed) -> list[str]:
    """Those that are just a word that was typed, then those that have everything that was typed."""
    asked = [[form.text for form in clause.forms] for clause in parsed.clauses]
    typed = {fold(parsed.raw), *(form for forms in asked for form in forms)}
    whole = [name for name, text in folded if text in typed]
    part = [name for name, text in folded if all(any(is_in([text], form) for form in forms) for forms in asked)]
    return list(dict.fromkeys([*whole, *part]))
