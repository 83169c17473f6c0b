"""What can be done from the palette: apps offer actions here, and the palette finds them by their words.

    register_actions("learning", offer, order=10)

`offer(person, wanted)` is asked when the palette is open, at every pause in typing, never while a page is made.
`wanted(words)` says whether what was typed may mean one of these words: ask it before a query that costs something.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.urls import NoReverseMatch, reverse

from core.models.person import Person


@dataclass(frozen=True)
class Action:
    """Somewhere to go at once. `title` and `line` may be lazy: they are matched in both languages.

    words    what else it is called: kana, romaji, older names
    verbs    of these, what says to do it: typed beside what it is about, Enter takes it (resume nginx)
    switches a language to switch to: the page under the palette knows its own twin, `url` stands in for it
    is_first offered before anything is typed
    resumes  goes on with what the person is in the middle of
    """

    title: Any
    url: str
    icon: str = "chevron-right"
    line: Any = ""
    words: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    switches: str = ""
    is_first: bool = False
    resumes: bool = False


class Place(NamedTuple):
    """An address by its name, what it is called, and what else people call it (kana, romaji, the other language)."""

    name: str
    title: Any
    icon: str
    words: str = ""
    is_first: bool = False


def going_to(places: Iterable[Place]) -> Iterator[Action]:
    """The actions that lead to places; without those that this installation does not have."""
    for place in places:
        try:
            url = reverse(place.name)
        except NoReverseMatch:
            continue
        yield Action(place.title, url, place.icon, words=tuple(place.words.split()), is_first=place.is_first)


Wanted = Callable[[Iterable[str]], bool]
Offer = Callable[[Person, Wanted], Iterable[Action]]

_offers: dict[str, tuple[int, Offer]] = {}


def register_actions(name: str, offer: Offer, *, order: int = 100) -> None:
    """Offer actions under a name; low orders stand first."""
    _offers[name] = (order, offer)


def everything(words: Iterable[str]) -> bool:
    """Nothing is typed yet: everything is wanted."""
    return True


def actions_for(person: Person, wanted: Wanted = everything) -> list[Action]:
    """What the person may do from the palette, in order."""
    offers = sorted(_offers.items(), key=lambda each: (each[1][0], each[0]))
    return [action for _name, (_order, offer) in offers for action in offer(person, wanted)]


def continues(person: Person) -> list[Action]:
    """What the person is in the middle of."""
    return [action for action in actions_for(person) if action.resumes]
