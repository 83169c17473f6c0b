"""What decides what a person sees (roles, audiences, places that are shut), read at once, and from memory where nothing
of it has changed since: what is asked for with every letter would else spend more on this than on its answer."""

from __future__ import annotations

import copy
from typing import Any

from core.domain.queries.audience import audience_ids_of
from core.domain.queries.editing import own_paths
from core.domain.queries.pages import facts_of, forbidden_paths
from core.kept import triggers
from core.kept.noting import remembered
from core.models.person import Person
from core.rules import granted_roles

HELD = ("_granted_roles", "_audience_ids", "_own_paths", "_forbidden_paths")
"""Where a person object keeps the answers; those that need no reading are missing."""


def know_rights(person: Person) -> None:
    """One query instead of seven, and none by whatever asks this person object afterwards."""
    if not triggers.in_place():
        return
    vars(person).update(remembered(f"core.rights.1:{facts_of(person)}", lambda: _read(person)))


def _read(person: Person) -> dict[str, Any]:
    """Anew: what the object holds was perhaps read before the stamps that say whether this still holds."""
    fresh = copy.copy(person)
    for name in HELD:
        fresh.__dict__.pop(name, None)
    for read in (granted_roles, audience_ids_of, own_paths, forbidden_paths):
        read(fresh)
    return {name: value for name, value in vars(fresh).items() if name in HELD}
