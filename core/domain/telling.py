"""That people changed, marked in the transaction that changes them: whoever computes something of them reads again.

Each function of the domain that writes people, places or the organisation tells once for all that it wrote.
"""

from __future__ import annotations

from collections.abc import Iterable

from core.outbox import mark

CHANNEL = "people"
ALL = "*"


def people_changed(people: Iterable[int]) -> None:
    """Facts, employment or places of these people changed, or begin to on a day."""
    mark(CHANNEL, (str(person) for person in people))


def organisation_changed() -> None:
    """A department lies elsewhere: whom an audience reaches may be others."""
    mark(CHANNEL, [ALL])
