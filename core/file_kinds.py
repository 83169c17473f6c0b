"""Private files and who may read them: each app registers its kinds, and one view hands them all out.

Their addresses are made by `core.file_address`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.rules import Viewer


@dataclass(frozen=True)
class StoredFile:
    """A file of the default storage that the viewer may read. `attachment`: saved, never shown in the browser."""

    path: str
    name: str
    attachment: bool = False


Find = Callable[[int, Viewer], StoredFile | None]
_kinds: dict[str, Find] = {}


def register_kind(kind: str, find: Find) -> None:
    """Let `/files/<kind>/<id>/…` ask `find(id, viewer)`, which answers None where absent or forbidden."""
    _kinds[kind] = find


def find_file(kind: str, number: int, *, viewer: Viewer) -> StoredFile | None:
    """The file, if there is one and the viewer may read it."""
    find = _kinds.get(kind)
    return find(number, viewer) if find is not None else None
