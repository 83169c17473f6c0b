"""Who comes and who goes: for those who look after accounts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.utils import timezone

from core.cards import Card
from core.models.person import Person, PersonQuerySet
from core.rules import Viewer, manages_accounts

SOON = dt.timedelta(days=30)
SHOWN = 3


@dataclass(frozen=True)
class Group:
    """The first few of those who come or go, and how many there are."""

    people: list[Person]
    count: int

    @property
    def more(self) -> int:
        return self.count - len(self.people)


@dataclass(frozen=True)
class Comings:
    """Joining and leaving within the next thirty days, and invitations that nobody has taken up."""

    joining: Group
    leaving: Group
    invited: Group

    @property
    def is_quiet(self) -> bool:
        return not (self.joining.count or self.leaving.count or self.invited.count)


def comings_and_goings(*, viewer: Viewer) -> Comings | None:
    """None for whoever does not look after accounts."""
    if not manages_accounts(viewer):
        return None
    today = timezone.localdate()
    here = Person.objects.get_queryset().filter(is_active=True)
    staying = here.filter(left_on__isnull=True)
    return Comings(
        joining=_group(staying.filter(joined_on__gt=today, joined_on__lte=today + SOON).order_by("joined_on", "pk")),
        leaving=_group(here.filter(left_on__gt=today, left_on__lte=today + SOON).order_by("left_on", "pk")),
        invited=_group(staying.filter(password__startswith=UNUSABLE_PASSWORD_PREFIX).order_by("joined_on", "pk")),
    )


def comings_card(person: Person) -> Card | None:
    """On home, for HR and administrators."""
    comings = comings_and_goings(viewer=person)
    return Card("comings", "core/cards/comings.html", {"comings": comings}) if comings is not None else None


def _group(people: PersonQuerySet) -> Group:
    return Group(list(people[:SHOWN]), people.count())
