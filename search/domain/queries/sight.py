"""A viewer's sight with what waits in the outbox: a page that was unpublished a moment ago is in no count."""

from __future__ import annotations

import dataclasses
import logging
from collections import defaultdict
from collections.abc import Collection, Sequence

from core.models.outbox import OutboxRow
from core.models.person import Person
from core.rules import Viewer
from search.domain.queries.answering import may_answer
from search.domain.topics import topic_of
from search.models import Trouble
from search.registry import Source, source_named
from search.sight import NOTHING, Sight, sight_of

logger = logging.getLogger("terakoya.search")

MOST = 500
"""Names that are looked at, the newest. More wait only in the seconds after an import, or while no worker runs: then
each page of hits is checked against the database, and nothing is counted."""


def sight_for(viewer: Viewer) -> Sight:
    """What goes into every query of a viewer."""
    sight = sight_of(viewer)
    if sight == NOTHING or not isinstance(viewer, Person):
        return NOTHING
    engines = may_answer()
    sight = dataclasses.replace(sight, engines=tuple(engines))
    waiting, is_more = _waiting(engines)
    if not waiting:
        return sight
    seen = _still_seen(waiting, viewer)
    return dataclasses.replace(sight, hidden=frozenset(waiting) - seen, waiting=frozenset(seen), more_waits=is_more)


def waiting_among(names: Collection[str], sight: Sight) -> Collection[str]:
    """Those of these sources of which an index may say what is said no more."""
    if not sight.more_waits:
        return sight.waiting.intersection(names)
    engines = sight.engines
    rows = OutboxRow.objects.filter(topic__in=map(topic_of, engines), key__in=names)
    aside = Trouble.objects.filter(engine__in=engines, source__in=names)
    return {*rows.values_list("key", flat=True), *aside.values_list("source", flat=True)}


def _waiting(engines: Sequence[str]) -> tuple[list[str], bool]:
    """Sources that an index may show as they were: what waits, and what could not be indexed; and whether there are
    more."""
    topics = [topic_of(engine) for engine in engines]
    most = MOST * len(topics)
    marked = OutboxRow.objects.filter(topic__in=topics).order_by("-id").values_list("key", flat=True)
    failed = Trouble.objects.filter(engine__in=engines).order_by("-since").values_list("source", flat=True)
    rows, aside = list(marked[: most + 1]), list(failed[: most + 1])
    return list(dict.fromkeys([*rows[:most], *aside[:most]])), max(len(rows), len(aside)) > most


def _still_seen(names: Sequence[str], viewer: Person) -> set[str]:
    """Those whose first document, which has the source's own name, the viewer may see now."""
    groups: dict[str, list[str]] = defaultdict(list)
    for name in names:
        groups[name.partition(":")[0]].append(name)
    seen: set[str] = set()
    for prefix, group in groups.items():
        source = source_named(prefix)
        try:
            seen |= _seen_of(source, group, viewer) if source else set()
        except Exception:
            logger.exception("Sources %s could not say what is seen", prefix)
    return seen


def _seen_of(source: Source, names: Sequence[str], viewer: Person) -> set[str]:
    if source.seen is not None:
        return set(source.seen(names, viewer=viewer))
    return set(source.present(names, viewer=viewer, language=viewer.language))
