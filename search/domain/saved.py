"""Searches that people save: each is its owner's alone, and so is the address of its feed."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.domain import audit
from core.models.person import Person
from search.domain.queries.saved import saved_of, the_same_as
from search.models import SavedSearch
from search.models.saved import NAME_LENGTH, TEXT_LENGTH

MOST = 30


class TooManySavedError(ValidationError):
    """The person has as many as one may have."""


class SavedAlreadyError(ValidationError):
    """The person has kept just this: `saved`."""

    def __init__(self, saved: SavedSearch) -> None:
        super().__init__(_("This search is saved already, as “%(name)s”.") % {"name": saved.name})
        self.saved = saved


@transaction.atomic
def save_search(
    owner: Person,
    *,
    name: str,
    text: str,
    kinds: Sequence[str] = (),
    filters: Mapping[str, Sequence[str]] | None = None,
    order: str = "best",
    language: str,
) -> SavedSearch:
    """Keep a search. The owner's row is the lock that holds the number. ValidationError says what is wrong."""
    if not (text.strip() or kinds or filters):
        raise ValidationError(_("Search for something first, then save it."))
    saved = SavedSearch(
        owner=owner, name=_name(name or text), text=text[:TEXT_LENGTH], kinds=list(kinds), order=order,
        language=language, filters={facet: list(values) for facet, values in (filters or {}).items()},
    )  # fmt: skip
    _check_room(saved)
    saved.save()
    audit.record("saved_search.saved", actor=owner, on=saved)
    return saved


@transaction.atomic
def rename_saved(saved: SavedSearch, *, name: str, actor: Person) -> None:
    """Call it something else. An empty name is refused."""
    if not name.strip():
        raise ValidationError(_("Give it a name."))
    saved.name = _name(name)
    saved.save(update_fields=["name"])
    audit.record("saved_search.renamed", actor=actor, on=saved)


@transaction.atomic
def remove_saved(saved: SavedSearch, *, actor: Person) -> None:
    """Take it away, and its feed with it; a day later it is gone for good."""
    saved.removed_at = timezone.now()
    saved.save(update_fields=["removed_at"])
    audit.record("saved_search.removed", actor=actor, on=saved)


@transaction.atomic
def restore_saved(saved: SavedSearch, *, actor: Person) -> None:
    """Bring it back, feed and all. ValidationError where there is no room, or it was saved anew meanwhile."""
    _check_room(saved)
    saved.removed_at = None
    saved.save(update_fields=["removed_at"])
    audit.record("saved_search.restored", actor=actor, on=saved)


@transaction.atomic
def reset_feed(saved: SavedSearch, *, actor: Person) -> None:
    """Another address for the feed; the old one answers no more."""
    saved.feed_key = uuid.uuid4()
    saved.save(update_fields=["feed_key"])
    audit.record("saved_search.feed_reset", actor=actor, on=saved)


def is_restorable(saved: SavedSearch) -> bool:
    """Within the time for an undo; the daily job may be late."""
    return saved.removed_at is not None and saved.removed_at > timezone.now() - dt.timedelta(days=1)


def _check_room(saved: SavedSearch) -> None:
    """Whether it may stand beside the owner's others. Their row is locked until the end of the transaction."""
    Person.objects.get_queryset().select_for_update().get(pk=saved.owner_id)
    others = saved_of(saved.owner)
    if same := the_same_as(saved, others):
        raise SavedAlreadyError(same)
    if len(others) >= MOST:
        raise TooManySavedError(_("You have %(most)d saved searches; remove one first.") % {"most": MOST})


def _name(text: str) -> str:
    """One line; what is too long is cut with a sign of it."""
    line = " ".join(text.split())
    return line if len(line) <= NAME_LENGTH else f"{line[: NAME_LENGTH - 1]}…"
