"""What is known of an engine's well-being, written down for the status page and for the log."""

from __future__ import annotations

import logging

from django.utils import timezone

from search.models import EngineState

logger = logging.getLogger("terakoya.search")


def note_away(engine: str, problem: str) -> None:
    """The engine cannot answer; said once in the log, not each time."""
    state, _ = EngineState.objects.get_or_create(engine=engine)
    if state.away_since is None:
        logger.error("The search engine %s is away; changes wait: %s", engine, problem)
    EngineState.objects.filter(pk=state.pk).update(away_since=state.away_since or timezone.now(), problem=problem)


def note_back(engine: str) -> None:
    """It can."""
    if EngineState.objects.filter(engine=engine, away_since__isnull=False).update(away_since=None, problem=""):
        logger.warning("The search engine %s is back; what waits is worked off", engine)
