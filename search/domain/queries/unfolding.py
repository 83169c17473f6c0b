"""What is folded out of the best hits of an error message: the answer that helped where others saw the same."""

from __future__ import annotations

from collections.abc import Mapping

from core.models.person import Person
from search import registry
from search.domain.queries.finding import language
from search.domain.queries.found import Found

FOLDED_OUT = 3


def unfolded(found: Found, *, viewer: Person) -> Mapping[str, str]:
    """Key → HTML of the first hits that have something to fold out; nothing where no error message was asked."""
    if not found.parsed.is_error:
        return {}
    html: dict[str, str] = {}
    for group in found.groups:
        source = registry.source_of_kind(group.kind.name)
        if source is not None and source.unfold is not None:
            keys = [row.hit.key for row in group.rows[:FOLDED_OUT]]
            html |= source.unfold(keys, viewer=viewer, language=language())
    return html
