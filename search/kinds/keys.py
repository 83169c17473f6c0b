"""The keys within names of sources and documents."""

import uuid
from collections.abc import Iterable


def keys_in(names: Iterable[str]) -> list[uuid.UUID]:
    """`material:<uuid>` → the UUIDs; a name that holds none is nothing's."""
    found = []
    for name in names:
        try:
            found.append(uuid.UUID(name.split(":")[1]))
        except (ValueError, IndexError):
            continue
    return found
