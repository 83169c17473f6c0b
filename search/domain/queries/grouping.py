"""Hits by their kind; below an error message, what others saw comes first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from search import registry
from search.domain.queries.found import Found, Group
from search.domain.queries.presenting import Row

OF_AN_ERROR = 5
"""Hits of a kind for an error message: few of its words must match, so what stands far down is hardly about it."""
AS_GOOD, MUCH_WEAKER = 0.5, 0.25
"""Of the best score for an error message, what makes others' questions the first; of a kind's best, what is kept."""


def groups_of(found: Found, rows: Sequence[Row], counts: Mapping[str, int], *, language: str) -> tuple[Group, ...]:
    """By kind, in the order of each kind's best hit; none where one kind is asked for, or the newest first."""
    is_grouped = found.asked.order == "best" and len(found.asked.kinds) != 1
    if not is_grouped:
        return ()
    by_kind: dict[str, list[Row]] = {}
    for row in rows:
        by_kind.setdefault(row.hit.kind, []).append(row)
    return _grouped(_for_an_error(by_kind, language) if found.parsed.is_error else by_kind, counts)


def _grouped(by_kind: Mapping[str, Sequence[Row]], counts: Mapping[str, int]) -> tuple[Group, ...]:
    known = registry.kinds()
    return tuple(
        Group(known[kind], max(counts.get(kind, 0), len(rows)), tuple(rows))
        for kind, rows in by_kind.items()
        if kind in known
    )


def _for_an_error(by_kind: Mapping[str, Sequence[Row]], language: str) -> dict[str, list[Row]]:
    """One line in common is enough to be found: a question that has only that does not come before better steps."""
    best = {kind: max(row.hit.score for row in rows) for kind, rows in by_kind.items()}
    saw_it = max((kind for kind in by_kind if _has_more_to_say(kind)), key=best.__getitem__, default="")
    is_the_same = best.get(saw_it, 0.0) >= AS_GOOD * max(best.values(), default=0.0)
    order = sorted(by_kind, key=lambda kind: kind != saw_it) if is_the_same else list(by_kind)
    return {
        kind: _own_language_first(_near_the_best(by_kind[kind], best[kind]), language)[:OF_AN_ERROR] for kind in order
    }


def _has_more_to_say(kind: str) -> bool:
    """Whether its hits unfold below an error message: what others saw, with what helped them."""
    source = registry.source_of_kind(kind)
    return source is not None and source.unfold is not None


def _near_the_best(rows: Sequence[Row], best: float) -> list[Row]:
    return [row for row in rows if row.hit.score >= MUCH_WEAKER * best]


def _own_language_first(rows: Sequence[Row], language: str) -> list[Row]:
    """Where others saw the same in both languages, first the answer that the reader understands; else as they were."""
    best = {row.shown.title: place for place, row in reversed(list(enumerate(rows)))}
    return sorted(rows, key=lambda row: (best[row.shown.title], row.hit.language != language))
