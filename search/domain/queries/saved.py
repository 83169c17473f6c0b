"""Saved searches as their owner sees them, and whom the address of a feed belongs to."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.core import signing
from django.urls import reverse

from core.models.person import Person
from core.rules import is_employee
from search import registry
from search.domain.queries.found import Asked
from search.models import SavedSearch
from search.models.saved import TEXT_LENGTH
from search.text.fold import fold

SIGNER = signing.Signer(salt="search.feed", sep=".")


def saved_of(owner: Person) -> list[SavedSearch]:
    """By name."""
    return list(SavedSearch.objects.filter(owner=owner, removed_at__isnull=True))


def own_saved(public_id: uuid.UUID, *, owner: Person, is_removed: bool = False) -> SavedSearch | None:
    """One of the person's own; nobody else's is there."""
    found = SavedSearch.objects.filter(public_id=public_id, owner=owner, removed_at__isnull=not is_removed)
    return found.first()


def saved_as(asked: Asked, *, owner: Person) -> SavedSearch | None:
    """What the person has kept this very search as."""
    filters = {name: list(values) for name, values in asked.filters.items()}
    wanted = SavedSearch(text=asked.text[:TEXT_LENGTH], kinds=list(asked.kinds), filters=filters, order=asked.order)
    return the_same_as(wanted, saved_of(owner))


def the_same_as(wanted: SavedSearch, others: Iterable[SavedSearch]) -> SavedSearch | None:
    """One that finds the same in the same order, whatever it is called and in whichever order it was put together."""
    return next((each for each in others if _what(each) == _what(wanted)), None)


def feed_address(saved: SavedSearch) -> str:
    """The whole address of its feed. It is the secret: signed from the row's key, never stored, masked in logs."""
    return f"{settings.BASE_URL}{reverse('search_feed', args=[SIGNER.sign(saved.feed_key.hex)])}"


def saved_of_address(token: str) -> SavedSearch | None:
    """The saved search that a feed's address belongs to, while its owner is employed and has kept it."""
    try:
        key = uuid.UUID(SIGNER.unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    saved = SavedSearch.objects.select_related("owner").filter(feed_key=key, removed_at__isnull=True).first()
    return saved if saved is not None and is_employee(saved.owner) else None


def asked_of(saved: SavedSearch) -> Asked:
    """The search as it was saved; kinds and facets that this installation has no more are left out."""
    known = registry.kinds()
    return Asked(
        text=saved.text,
        kinds=tuple(kind for kind in saved.kinds if kind in known),
        filters={name: tuple(saved.filters[name]) for name in registry.facets() if _texts(saved.filters.get(name))},
        order=saved.order,
    )


def lost_kinds(saved: SavedSearch) -> bool:
    """Whether nothing is left of the kinds that it was saved for: then it finds nothing rather than everything."""
    return bool(saved.kinds) and not set(saved.kinds) & set(registry.kinds())


def _what(saved: SavedSearch) -> tuple[object, ...]:
    filters = {name: frozenset(values) for name, values in saved.filters.items() if _texts(values)}
    return " ".join(fold(saved.text).split()), frozenset(saved.kinds), filters, saved.order


def _texts(values: object) -> bool:
    return isinstance(values, Sequence) and not isinstance(values, str) and len(values) > 0
