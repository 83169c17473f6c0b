"""New finds of saved searches: once a day their owner is told of what was not there the last time.

The search runs under the owner's sight as it is now. The first look only remembers: what stood there when it was saved
is no news. What fell out of the finds and comes back later is news again, which nobody minds once.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import logging
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from core.api import Delivery, NoticeKind, Person, notify, register_notice_kind
from core.ticks import register_tick
from search.domain.queries.finding import find
from search.domain.queries.found import State
from search.domain.queries.saved import asked_of, lost_kinds
from search.models import SavedSearch
from search.query import DEEPEST, PAGE_SIZE

KIND = "search.new_finds"
A_LOOK = 200  # searches in one go of the tick
PAGES = min(5, DEEPEST // PAGE_SIZE)  # of finds, newest first, that are remembered
EACH = dt.timedelta(hours=23)  # a day, with room for a late tick
logger = logging.getLogger("terakoya.search")


def connect() -> None:
    """Called once, when the apps are loaded."""
    register_notice_kind(
        NoticeKind(
            KIND, _("New finds of your saved searches"), _("Search"), Delivery.DIGEST, "search/notices/new_finds",
            _is_kept, "search",
        )
    )  # fmt: skip
    register_tick("search.saved", look_for_news, every=dt.timedelta(minutes=30))


def look_for_news() -> int:
    """Look at those whose day is over; returns of how many there was news. An engine that is away is asked later."""
    due = SavedSearch.objects.filter(Q(looked_at__isnull=True) | Q(looked_at__lt=timezone.now() - EACH))
    due = due.filter(removed_at__isnull=True, owner__in=Person.objects.employed()).select_related("owner")
    count = 0
    for saved in due.order_by(F("looked_at").asc(nulls_first=True), "pk")[:A_LOOK]:
        try:
            count += _look(saved)
        except Exception:
            # One that cannot be asked keeps no other from being looked at.
            logger.exception("Saved search %s could not be looked at", saved.pk)
    return count


def _look(saved: SavedSearch) -> bool:
    found = _finds(saved)
    if found is None:
        return False
    with transaction.atomic():
        locked = SavedSearch.objects.select_for_update().get(pk=saved.pk)
        if locked.looked_at != saved.looked_at:
            return False  # another worker did
        news = 0 if locked.looked_at is None else len(set(found) - set(locked.known))
        locked.known, locked.looked_at = found, timezone.now()
        locked.save(update_fields=["known", "looked_at"])
        if news:
            _tell(saved, news)
    return bool(news)


def _finds(saved: SavedSearch) -> list[str] | None:
    """The newest finds by their key, in the language that it was saved in; None while no engine answers in full."""
    if lost_kinds(saved):
        return []
    keys: dict[str, None] = {}
    with translation.override(saved.language):
        for page in range(1, PAGES + 1):
            asked = dataclasses.replace(asked_of(saved), order="new", page=page)
            found = find(asked, viewer=saved.owner, or_some_words=False)
            if found.state is not State.READY or not found.is_counted:
                return None
            keys.update(dict.fromkeys(row.hit.key for row in found.rows))
            if len(keys) >= found.total or not found.rows:
                break
    return list(keys)


def _tell(saved: SavedSearch, count: int) -> None:
    """How many, and what the owner called it. No titles: whoever reads this later may no longer see them."""
    context = {"saved": saved.pk, "name": saved.name, "count": count}
    key = f"saved:{saved.pk}:{timezone.localdate().isoformat()}"
    notify([saved.owner], kind=KIND, key=key, context=context, address=f"/search/saved/{saved.public_id}/")


def _is_kept(owner: Person, context: Mapping[str, Any]) -> bool:
    return SavedSearch.objects.filter(pk=context["saved"], owner=owner, removed_at__isnull=True).exists()
