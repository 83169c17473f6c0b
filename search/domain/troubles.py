"""Sources that could not be indexed: set aside, tried again after growing waits, forgotten when they work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from django.utils import timezone

from search.models import Trouble

WAITS = [dt.timedelta(seconds=seconds) for seconds in (10, 60, 300, 1800, 7200)]


def set_aside(engine: str, failures: Mapping[str, str]) -> None:
    """Note the failures; each that fails again waits longer."""
    now = timezone.now()
    known = {row.source: row for row in Trouble.objects.filter(engine=engine, source__in=list(failures))}
    for source, error in failures.items():
        row = known.get(source) or Trouble(engine=engine, source=source, attempts=0)
        row.error, row.attempts = error, row.attempts + 1
        row.retry_at = now + WAITS[min(row.attempts, len(WAITS)) - 1]
        row.save()


def forget(engine: str, sources: Iterable[str]) -> None:
    """These work again."""
    Trouble.objects.filter(engine=engine, source__in=list(sources)).delete()


def due(engine: str, *, limit: int) -> list[str]:
    """Names whose wait is over."""
    rows = Trouble.objects.filter(engine=engine, retry_at__lte=timezone.now()).order_by("retry_at")
    return list(rows.values_list("source", flat=True)[:limit])
