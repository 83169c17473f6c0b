"""What search forgets when its time is over. Called by `core.domain.keeping`, inside its transaction."""

from __future__ import annotations

import datetime as dt

from django.db.models import Sum
from django.utils import timezone

from core.keeping import register_keeping
from search import privacy_notes as notes
from search.domain.queries.empty_searches import SHOWN_FROM
from search.models import EmptySearch, SavedSearch, Synonym


def connect() -> None:
    """Called once, when the apps are loaded."""
    register_keeping(notes.OWN, forget_saved)
    register_keeping(notes.EMPTY, forget_empty)
    register_keeping(notes.RARE, forget_rare)
    register_keeping(notes.REMOVED, forget_removed)


def forget_saved(limit: dt.datetime) -> int:
    """Searches of those who left."""
    return SavedSearch.objects.filter(owner__left_on__lte=timezone.localdate(limit)).delete()[0]


def forget_empty(limit: dt.datetime) -> int:
    """Searches without a hit."""
    return EmptySearch.objects.filter(day__lte=timezone.localdate(limit)).delete()[0]


def forget_rare(limit: dt.datetime) -> int:
    """Those that too few people made for anyone to be shown their words: they go sooner."""
    texts = EmptySearch.objects.order_by().values("text", "language").annotate(asked=Sum("people"))
    often = texts.filter(asked__gte=SHOWN_FROM).values_list("text", flat=True)
    rare = EmptySearch.objects.filter(day__lte=timezone.localdate(limit)).exclude(text__in=list(often))
    return rare.delete()[0]


def forget_removed(limit: dt.datetime) -> int:
    """Saved searches and synonyms that were taken away, after the time for an undo."""
    gone = [model.objects.filter(removed_at__lte=limit).delete()[0] for model in (SavedSearch, Synonym)]
    return sum(gone)
