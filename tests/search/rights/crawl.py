"""Asks everything that search answers, as one viewer, and says what is not theirs and what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from search.documents import SearchDocument
from search.domain.queries.sight import sight_for
from search.engines.protocol import Engine
from search.query import DEEPEST, Query, Results
from search.registry import facets, kinds
from search.sight import Sight
from search.text.fold import fold
from search.text.parse import parse
from search.text.tokens import tokens
from tests.contracts.roles import ROLES
from tests.search.rights.company import Company

PAGE = 250
MOST_ASKED = 6
"""Documents that one role does not see and asks about; each role asks about others."""


class Crawl:
    """One role's view of one index."""

    def __init__(self, engine: Engine, company: Company, role: str) -> None:
        self.engine, self.company, self.role = engine, company, role
        self.sight: Sight = sight_for(company.viewer(role))
        self.seen = company.seen_by(role)
        self.forbidden = [document for key, document in company.universe.items() if key not in self.seen]
        # Lists compare every document for every role; questions about single ones are spread over the roles.
        self.turn = ROLES.index(role)
        apart = max(1, len(self.forbidden) // MOST_ASKED)
        self.asked = self.forbidden[self.turn % apart :: apart]

    def wrong(self) -> list[str]:
        """Everything found wrong; empty where search and database agree."""
        return [f"{self.role}: {each}" for each in (*self.lists(), *self.words(), *self.beginnings(), *self.alike())]

    def lists(self) -> Iterable[str]:
        """Each kind from beginning to end, with its counts and facets."""
        for kind in kinds():
            expected = {key for key in self.seen if key.startswith(f"{kind}:")}
            found = [key for offset in range(0, DEEPEST, PAGE) for key in self._page(kind, offset)]
            if set(found) != expected or len(found) != len(expected):
                yield f"{kind}: foreign {set(found) - expected}, missing {sorted(expected - set(found))[:5]}"
            results = self._ask("", kinds=(kind,), facets=tuple(facets()))
            if (results.total, dict(results.kinds)) != (len(expected), self._counted_kinds()):
                yield f"{kind}: counted {results.total} and {dict(results.kinds)}, not {len(expected)}"
            if dict(results.facets) != self._counted_facets(expected):
                yield f"{kind}: facets {results.facets}"

    def words(self) -> Iterable[str]:
        """The very words of what is hidden find nothing hidden, tell no word of it, and count as they list."""
        for document in self.asked:
            for text in (*_texts(document), *_misspelt(document)):
                results = self._ask(text)
                if foreign := self._foreign(hit.key for hit in results.hits):
                    yield f"{text[:40]!r} found {foreign}"
                if results.total != sum(results.kinds.values()):
                    yield f"{text[:40]!r} counted {results.total} as {results.kinds}"
                if not self._is_told(results.corrected, typed=text):
                    yield f"{text[:40]!r} was corrected to {results.corrected!r}"

    def beginnings(self) -> Iterable[str]:
        for document in self.asked:
            for text in _beginnings(document):
                suggested = self.engine.suggest(parse(text), sight=self.sight, limit=50)
                if foreign := self._foreign(each.key for each in suggested):
                    yield f"{text!r} suggested {foreign}"

    def alike(self) -> Iterable[str]:
        for document in self.asked:
            if hits := self.engine.similar(document.key, sight=self.sight):
                yield f"what is hidden ({document.key}) is like {[hit.key for hit in hits]}"
        seen = sorted(key for key in self.seen if key.startswith(("page:", "material:", "question:")))
        for key in seen[self.turn % len(ROLES) :: len(ROLES) // 2]:
            if foreign := self._foreign(hit.key for hit in self.engine.similar(key, sight=self.sight, limit=50)):
                yield f"{key} is like {foreign}"

    def _page(self, kind: str, offset: int) -> list[str]:
        return [hit.key for hit in self._ask("", kinds=(kind,), offset=offset, limit=PAGE).hits]

    def _ask(self, text: str, **facts: Any) -> Results:
        return self.engine.query(Query(parse(text), sight=self.sight, **facts))

    def _foreign(self, keys: Iterable[str]) -> list[str]:
        return [key for key in keys if key not in self.seen]

    def _is_told(self, corrected: str, *, typed: str) -> bool:
        """Whether each word stands in something that the viewer sees, or was typed."""
        if not hasattr(self, "_vocabulary"):
            seen = (self.company.universe[key] for key in self.seen)
            self._vocabulary = {token.text for each in seen for text in _said(each) for token in tokens(fold(text))}
        known = self._vocabulary | {token.text for token in tokens(fold(typed))}
        # Word by word: a blank between two Japanese words counts as none, and joins what nobody wrote together.
        return all(token.text in known for word in corrected.split() for token in tokens(fold(word)))

    def _counted_kinds(self) -> dict[str, int]:
        return dict(Counter(key.partition(":")[0] for key in self.seen))

    def _counted_facets(self, keys: Iterable[str]) -> dict[str, dict[str, int]]:
        counts: dict[str, Counter[str]] = {name: Counter() for name in facets()}
        for key in keys:
            for name, values in self.company.universe[key].facets.items():
                if name in counts:
                    counts[name].update(set(values))
        return {name: dict(counted) for name, counted in counts.items()}


def _texts(document: SearchDocument) -> Sequence[str]:
    bodies = [text[:60].replace("\n", " ") for _, text in document.body.each()]
    return [text for _, text in document.title.each()] + bodies


def _beginnings(document: SearchDocument) -> list[str]:
    return [text[:size] for _, text in document.title.each() for size in (1, 3, 6)]


def _misspelt(document: SearchDocument) -> list[str]:
    """Long Latin words of the title with two letters exchanged."""
    words = [token.text for _, text in document.title.each() for token in tokens(fold(text)) if not token.is_cjk]
    return [word[:2] + word[3] + word[2] + word[4:] for word in words if len(word) > 6 and word.isalpha()]


def _said(document: SearchDocument) -> list[str]:
    texts = [text for words in (document.title, document.body) for _, text in words.each()]
    return [*texts, *document.readings, *document.people, *document.tags]
