"""The registry through which apps give home its cards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from core.models.person import Person


@dataclass(frozen=True)
class Card:
    """One card of home: a template and what it shows. `wide` spans the row."""

    key: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    wide: bool = False


@dataclass(frozen=True)
class _Entry:
    order: int
    key: str
    build: Callable[[Person], Card | None]


_entries: dict[str, _Entry] = {}


def register_card(key: str, build: Callable[[Person], Card | None], *, order: int) -> None:
    """Offer a card; `build(person)` returns None where it has nothing for them. Low orders come first."""
    _entries[key] = _Entry(order, key, build)


def cards_for(person: Person) -> list[Card]:
    """Every card that has something for this person, in order."""
    built = (entry.build(person) for entry in sorted(_entries.values(), key=lambda e: (e.order, e.key)))
    return [card for card in built if card is not None]


def home_screen(_page: object, *, request: HttpRequest) -> dict[str, Any]:
    """Home is made of the cards that apps registered."""
    return {"cards": cards_for(request.user) if isinstance(request.user, Person) else []}
