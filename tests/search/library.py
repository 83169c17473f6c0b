"""A small library that can be searched without any app: kinds, facets, documents, and who may see them now."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from core.models.person import Person
from search import registry
from search.documents import EMPLOYEES, SearchDocument, Words
from search.domain.queries import answering as answering_module
from search.engines.embedded import EmbeddedEngine
from search.engines.protocol import Engine, EngineUnavailableError
from search.query import Change
from search.registry import Facet, Kind, Shown, Source

KINDS = (
    Kind("person", "People", "Person", order=10, icon="person", facets=("department",)),
    Kind("material", "Materials", "Material", 20, icon="book", facets=("department", "tag"), is_like_its_own=True),
    Kind("step", "Steps", "Step", order=30, icon="list", facets=("department", "tag")),
    Kind("question", "Questions", "Question", order=40, icon="question"),
)


class Library:
    """Documents in an engine, and behind them the rows that `present` reads again."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.shown: dict[str, Shown] = {}
        self.unfolded: dict[str, str] = {}
        engine.finish_rebuild(engine.begin_rebuild())

    def add(
        self,
        key: str,
        title: str | Words,
        body: str | Words = "",
        *,
        gone: bool = False,
        part_of: str = "",
        **facts: Any,
    ) -> None:
        """A document that every employee may find; `gone` since it was indexed."""
        day = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
        document = SearchDocument(
            key=key, source=key, kind=key.partition(":")[0],
            title=title if isinstance(title, Words) else Words(ja=title),
            body=body if isinstance(body, Words) else Words(ja=body),
            url=f"/{key}/", **{"audience": (EMPLOYEES,), "updated_at": day, **facts},
        )  # fmt: skip
        if not gone:
            self.shown[key] = Shown(title=str(title), url=f"/{key}/", line="one line", part_of=part_of)
        self.engine.apply([Change(key, [document], version=1)])

    def present(self, keys: Sequence[str], *, viewer: Person, language: str) -> Mapping[str, Shown]:
        return {key: self.shown[key] for key in keys if key in self.shown}

    def unfold(self, keys: Sequence[str], *, viewer: Person, language: str) -> Mapping[str, str]:
        return {key: self.unfolded[key] for key in keys if key in self.unfolded}

    def sources(self) -> dict[str, Source]:
        """Questions alone have more to say below an error message."""
        of = functools.partial(
            Source, queryset=Person.objects.none, name=str, read=lambda names: [], present=self.present, depends_on=()
        )
        asked = tuple(kind for kind in KINDS if kind.name == "question")
        others = tuple(kind for kind in KINDS if kind.name != "question")
        return {"library": of("", others), "asked": of("asked", asked, unfold=self.unfold)}


class Away:
    """An engine that does not answer."""

    name = "away"

    def query(self, query: Any) -> Any:
        raise EngineUnavailableError("nobody home")

    def suggest(self, *args: Any, **facts: Any) -> Any:
        raise EngineUnavailableError("nobody home")

    def similar(self, *args: Any, **facts: Any) -> Any:
        raise EngineUnavailableError("nobody home")


@contextmanager
def opened(folder: Path) -> Iterator[Library]:
    """The library alone: no other kinds are known while it is open."""
    library = Library(EmbeddedEngine(folder))
    facets = {name: Facet(name, name.title(), lambda codes, language: {code: code.title() for code in codes})
              for name in ("department", "tag")}  # fmt: skip
    with (
        patch.object(registry, "_sources", library.sources()),
        patch.object(registry, "_facets", facets),
        answering(library.engine),
    ):
        yield library


@contextmanager
def answering(first: Any, second: Any = None) -> Iterator[None]:
    """These engines answer, in this order."""
    both = {"first": first} | ({"second": second} if second else {})
    with (
        patch.object(answering_module, "engine_named", both.__getitem__),
        patch.object(answering_module, "engine_names", lambda: list(both)),
        patch.object(answering_module, "breaker", answering_module.Breaker()),
    ):
        yield
