"""The registry through which apps give the page of a department what they hold of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from core.models.organisation import Department
from core.models.person import Person


@dataclass(frozen=True)
class Part:
    """A section of the page: a template and what it shows."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)


Build = Callable[[Department, Person], Part | None]
_entries: dict[str, tuple[int, Build]] = {}


def register_department_part(key: str, build: Build, *, order: int) -> None:
    """Offer a part; `build(department, viewer)` returns None where it has nothing for them. Low orders come first."""
    _entries[key] = (order, build)


def parts_of(department: Department, *, viewer: Person) -> list[Part]:
    """Every part that has something for this reader, in order."""
    built = (build(department, viewer) for _order, build in sorted(_entries.values(), key=lambda entry: entry[0]))
    return [part for part in built if part is not None]
