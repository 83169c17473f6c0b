"""The report of searches that found nothing: what several people asked for, in a span of days."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Max, Sum

from core.rules import Viewer
from search.models import EmptySearch
from search.rules import reads_empty_searches

SHOWN_FROM = 3
"""People (each counted once a day) who must have asked before the words are shown: rarer ones may tell of someone."""


@dataclass(frozen=True)
class Line:
    """What was asked for in one language, by how many, last on which day."""

    text: str
    language: str
    people: int
    last: dt.date


@dataclass(frozen=True)
class Report:
    """`rare` are the searches that too few people made; how many, not which."""

    lines: list[Line]
    rare: int


def empty_searches(*, viewer: Viewer, first: dt.date, last: dt.date, language: str = "") -> Report:
    """Those asked for most often first; nothing for whoever may not read them."""
    if not reads_empty_searches(viewer):
        return Report([], 0)
    rows = EmptySearch.objects.filter(day__range=(first, last))
    if language:
        rows = rows.filter(language=language)
    # The key of each group alone: the default order of the model would split the groups.
    counted = rows.order_by().values("text", "language").annotate(asked=Sum("people"), latest=Max("day"))
    shown = counted.filter(asked__gte=SHOWN_FROM).order_by("-asked", "-latest", "text")
    lines = [Line(row["text"], row["language"], row["asked"], row["latest"]) for row in shown]
    return Report(lines, counted.filter(asked__lt=SHOWN_FROM).count())
