"""What an engine does. Two stand behind it: Elasticsearch in production, an embedded one by default.

Both pass one contract suite (`tests/search/contract`). An engine raises `EngineUnavailableError` when it cannot answer,
`IndexUnusableError` when what it finds is missing, damaged or of another schema and must be rebuilt, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from search.query import Change, Health, Hit, Indexed, Query, Results, Suggestion
from search.sight import Sight
from search.text.parsed import Parsed


class EngineError(Exception):
    """Base of what an engine raises."""


class EngineUnavailableError(EngineError):
    """Away, starting, or locked by another process: ask again later. Nothing is lost."""


class QuestionRefusedError(EngineUnavailableError):
    """It is there and well, but does not take this question. Others are answered as always."""


class IndexUnusableError(EngineError):
    """There is no index, or it is cut short, or of an older schema: rebuild it."""


class Engine(Protocol):
    """See the module. `index` names an index under construction (`begin_rebuild`); None is the one searched."""

    name: str

    def apply(self, changes: Sequence[Change], *, index: str | None = None) -> Mapping[str, str]:
        """Replace these sources. Done when it returns: findable at the latest two seconds later. Idempotent.

        Returns the sources of which it cannot hold a document, each with why; the others are applied all the same.

        An index under construction may take them in later, at the latest before it is finished or listed; what fails
        then is raised by the next call for it, and it has to be given up."""

    def purge(self, sources: Sequence[str]) -> None:
        """Take out whatever names one of these sources, also what no change would find. They are applied anew then."""

    def refresh(self) -> None:
        """What was applied is findable when it returns: for `check` and for tests, nobody else needs to wait."""

    def query(self, query: Query) -> Results:
        """Search. An empty text with kinds or filters lists; sizes below 0 and pages beyond DEEPEST give no hits."""

    def suggest(self, parsed: Parsed, *, sight: Sight, kinds: tuple[str, ...] = (), limit: int = 8) -> list[Suggestion]:
        """What begins like this; half-typed, half-converted and slightly misspelt words too."""

    def similar(self, key: str, *, sight: Sight, kinds: tuple[str, ...] = (), limit: int = 5) -> list[Hit]:
        """Documents with the same distinctive words and tags, not of the same group; unknown key: none."""

    def begin_rebuild(self) -> str:
        """A new, empty index that nobody searches; its name."""

    def finish_rebuild(self, index: str) -> Mapping[str, str]:
        """Swap: from now on this one is searched; searches under way end on the old one, which then goes. Returns what
        `apply` could not tell yet."""

    def drop(self, index: str) -> None:
        """Give up an index under construction; unknown names are fine."""

    def half_built(self) -> list[str]:
        """Indexes under construction, by name: those of killed rebuilds among them."""

    def documents(self, *, index: str | None = None) -> Iterator[Indexed]:
        """Every document that the index holds, in any order."""

    def examine(self) -> None:
        """Look at what the index stands on, not at what this process has open of it: files that were removed or changed
        beneath are found before a process that begins later finds them. Cheap where nothing changed."""

    def health(self) -> Health:
        """Never raises."""
