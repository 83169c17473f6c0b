"""What search forgets when its time is over. Called by `core.domain.keeping`, inside its transaction."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from core.keeping import register_keeping
from search import privacy_notes as notes
from search.models import SavedSearch


def connect() -> None:
    """Called once, when the apps are loaded."""
    register_keeping(notes.OWN, forget_saved)


def forget_saved(limit: dt.datetime) -> int:
    """Searches of those who left."""
    return SavedSearch.objects.filter(owner__left_on__lte=timezone.localdate(limit)).delete()[0]
