"""Things with steps: what can be followed, asked about and marked, whatever app it lives in.

`learning` registers its materials here; rooms and questions ask the registry and import no app.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from core.models.person import Person


@dataclass(frozen=True)
class StepRef:
    """One step as others see it; `id` outlives retitling and reordering."""

    id: str
    title: str
    url: str


class SteppedThing(Protocol):
    """What the registry hands out."""

    @property
    def key(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def url(self) -> str: ...

    def steps(self) -> Sequence[StepRef]: ...

    def visible_to(self, person: Person) -> bool: ...


class Source(Protocol):
    """How an app answers for one kind of stepped thing."""

    def __call__(self, key: str) -> SteppedThing | None: ...


_sources: dict[str, Source] = {}


def register(kind: str, source: Source) -> None:
    """Let `find("kind:key")` reach `source("key")`."""
    _sources[kind] = source


def find(address: str, *, viewer: Person) -> SteppedThing | None:
    """The thing at `kind:key`; None where it is unknown or the viewer may not see it."""
    kind, _, key = address.partition(":")
    source = _sources.get(kind)
    thing = source(key) if source else None
    return thing if thing is not None and thing.visible_to(viewer) else None
