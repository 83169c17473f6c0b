"""One search, from the query to its results."""

from __future__ import annotations

import time
from dataclasses import replace

from tantivy import Occur
from tantivy import Query as Asked

from search.engines.embedded import asking, sights
from search.engines.embedded.answers import Hits, Shown
from search.engines.embedded.beside import Beside, done
from search.engines.embedded.counting import KIND, Clauses, Counts, counted
from search.engines.embedded.ordering import Found, Ordered, ordered
from search.engines.embedded.reading import Now
from search.engines.embedded.rows import clean
from search.engines.embedded.schema import schema
from search.engines.embedded.similar import alike, others
from search.engines.embedded.typos import Corrected, Vocabulary, corrected
from search.query import DEEPEST, Counted, Hit, Query, Results, Suggestion
from search.text.parsed import Clause, Parsed
from search.text.tokens import tokens

THIN = 10
"""Documents found from which on nobody needs others that have some of the words of a sentence."""
ENOUGH = 20
"""Documents found from which on nobody is told that a word may be misspelt."""

SCHEMA = schema()
PLACES = tuple(reversed(asking.WEIGHTS))
"""Most words stand in texts."""


class Search:
    """On one state of the index, for one viewer."""

    def __init__(self, now: Now, vocabulary: Vocabulary) -> None:
        self._searcher, self._stamp, self._out_of_time = now.searcher, now.stamp, now.out_of_time
        self._vocabulary = vocabulary
        self._bases: dict[Parsed, tuple[Clauses, Clauses]] = {}

    def results(self, query: Query, begun: float) -> Results:
        if query.counted is Counted.NOT and (found := self._uncounted(query, begun)):
            return found
        page = self._page(query)
        asked, counts, spelt = self.settled(query)
        if asked is not query:
            page.drop()
            page = self._page(asked)
        total = _total(asked, counts)
        return Results(
            hits=self._hits(asked, page.take(), spelt) if total else (),
            total=total,
            kinds=counts[KIND] if query.counted is not Counted.NOT else {},
            facets={name: counts[name] for name in query.facets},
            corrected=spelt.text if spelt else "",
            milliseconds=(time.perf_counter() - begun) * 1000,
        )

    def _uncounted(self, query: Query, begun: float) -> Results | None:
        """Hits and how many there are, in one walk; None where so little is found that other words may be meant."""
        limit = _most(query)
        if not limit:
            return None
        found = self._ordered(query, Asked.boolean_query(self.clauses(query)), limit, is_counted=True)
        if found.total < ENOUGH and not query.parsed.is_empty:
            return None
        hits = self._hits(query, found.hits, None)
        return Results(hits=hits, total=found.total, milliseconds=(time.perf_counter() - begun) * 1000)

    def settled(self, query: Query) -> tuple[Query, Counts, Corrected | None]:
        """What is asked for in the end, and its counts. Where little or nothing is found, words that are nearly
        written so are asked for too."""
        counts = self._counts(query)
        if _total(query, counts) < ENOUGH and (spelt := self._corrected(query)):
            otherwise = replace(query, parsed=spelt.parsed)
            more = self._counts(otherwise)
            if _total(otherwise, more):
                return otherwise, more, spelt
        if not _total(query, counts) and (minimum := asking.fewer(query.parsed)):
            query = replace(query, parsed=replace(query.parsed, minimum=minimum))
            counts = self._counts(query)
        if parsed := self._wider(query, counts):
            query = replace(query, parsed=parsed)
            counts = self._counts(query)
        return query, counts, None

    def _wider(self, query: Query, counts: Counts) -> Parsed | None:
        """Whether others follow is the same under each filter, so that counts hold what they promise."""
        if _total(query, counts) >= THIN or query.order != "best" or query.parsed.with_others(1) is None:
            return None
        is_narrow = query.kinds or query.filters
        total = self._count(self._bases_of(query)[0]) if is_narrow else _total(query, counts)
        return query.parsed.with_others(total) if total < THIN else None

    def suggestions(self, query: Query) -> list[Suggestion]:
        parsed = query.parsed
        found = self._suggested(query, parsed)
        if not found and (spelt := self._corrected(query, is_half_typed=True)):
            found = self._suggested(query, spelt.parsed, spelt)
        return found

    def similar(self, key: str, query: Query) -> list[Hit]:
        """Of what the viewer may see: the words of anything else would tell of it."""
        itself = [(Occur.Must, Asked.term_query(SCHEMA, "key", clean(key), "basic")), *self._seen(query)]
        found = self._searcher.search(Asked.boolean_query(itself), limit=1, count=False).hits
        if not found:
            return []
        shown = Shown(self._searcher.doc(found[0][1]))
        words = alike(self._searcher, SCHEMA, shown)
        if words is None:
            return []
        kinds = sights.of_kinds(SCHEMA, query.kinds)
        asked = Asked.boolean_query([(Occur.Must, words), *self._seen(query), *kinds, *others(SCHEMA, shown)])
        make = Hits(Parsed(), language=query.language)
        hits = self._searcher.search(asked, limit=min(query.limit, DEEPEST), count=False).hits
        return [make.hit(self._searcher.doc(address), float(score)) for score, address in hits]

    def documents(self) -> int:
        """Without the tombstones of what has gone."""
        gone = Asked.term_query(SCHEMA, "kind", "", "basic")
        return self._count([(Occur.Must, Asked.all_query()), (Occur.MustNot, gone)])

    def clauses(self, query: Query) -> Clauses:
        """Everything that a hit must match."""
        kinds, filters = sights.of_kinds(SCHEMA, query.kinds), sights.filtered(SCHEMA, query.filters)
        return [*self._bases_of(query)[1], *kinds, *filters]

    def _seen(self, query: Query) -> Clauses:
        return sights.seen(SCHEMA, query.sight, self._out_of_time(query.sight.today))

    def _bases_of(self, query: Query) -> tuple[Clauses, Clauses]:
        """Words and sight: to be counted with, and to be scored with."""
        if query.parsed not in self._bases:
            found, bonuses = asking.told_apart(SCHEMA, query.parsed)
            seen = self._seen(query)
            scored = (Occur.Must, asking.scored(found, bonuses))
            self._bases[query.parsed] = [(Occur.Must, found), *seen], [scored, *seen]
        return self._bases[query.parsed]

    def _counts(self, query: Query) -> Counts:
        return counted(self._searcher, SCHEMA, query, self._bases_of(query)[0])

    def _count(self, clauses: Clauses) -> int:
        return int(self._searcher.search(Asked.boolean_query(clauses), limit=1).count)  # type: ignore[attr-defined]

    def _page(self, query: Query) -> Beside[Found]:
        """The hits that are asked for, found beside the counting: seldom does that find that others are meant."""
        limit = _most(query)
        if not limit:
            return done([])
        if query.parsed.enough:
            return Beside(lambda: self._with_others(query, limit))
        asked = Asked.boolean_query(self.clauses(query))
        return Beside(lambda: self._ordered(query, asked, limit).hits)

    def _with_others(self, query: Query, limit: int) -> Found:
        """First the few that have all the words, then those that have fewer."""
        full = Asked.boolean_query(self.clauses(replace(query, parsed=query.parsed.without_others())))
        others = Asked.boolean_query([*self.clauses(query), (Occur.MustNot, full)])
        first = self._ordered(replace(query, offset=0), full, THIN).hits
        behind = replace(query, offset=max(query.offset - len(first), 0))
        return [*first[query.offset :], *self._ordered(behind, others, limit).hits][:limit]

    def _ordered(self, query: Query, asked: Asked, limit: int, *, is_counted: bool = False) -> Ordered:
        return ordered(
            self._searcher,
            asked,
            offset=query.offset,
            limit=limit,
            today=query.sight.today,
            by_date=query.order == "new",
            is_counted=is_counted,
        )

    def _hits(self, query: Query, found: Found, spelt: Corrected | None) -> tuple[Hit, ...]:
        typos = spelt.meant if spelt else {}
        make = Hits(query.parsed, language=query.language, snippets=query.snippets, typos=typos)
        return tuple(make.hit(self._searcher.doc(address), float(score)) for score, address in found)

    def _suggested(self, query: Query, parsed: Parsed, spelt: Corrected | None = None) -> list[Suggestion]:
        asked = [(Occur.Must, asking.names_query(SCHEMA, parsed)), *self._seen(query)]
        found = ordered(
            self._searcher,
            Asked.boolean_query([*asked, *sights.of_kinds(SCHEMA, query.kinds)]),
            offset=0,
            limit=min(query.limit, DEEPEST),
            today=query.sight.today,
            by_date=False,
        ).hits
        make = Hits(parsed, language=query.language, typos=spelt.meant if spelt else {})
        return [make.suggestion(self._searcher.doc(address), float(score)) for score, address in found]

    def _may_stand(self, clause: Clause) -> bool:
        """Whether the index has every piece of a word at all: of most that a slip may have made, it does not."""
        pieces = tokens(clean(clause.text)) if len(clause.forms) == 1 else []
        return all(
            any(self._searcher.doc_freq(name, piece.text) for name in PLACES)
            for piece in pieces
            if piece.is_cjk and len(piece.text) > 1
        )

    def _corrected(self, query: Query, *, is_half_typed: bool = False) -> Corrected | None:
        if query.parsed.is_error or query.parsed.is_empty:
            return None
        seen = self._seen(query)

        def documents_with(clause: Clause) -> int:
            return self._may_stand(clause) and self._count(
                [(Occur.Must, asking.clause_query(SCHEMA, clause, is_exact=True)), *seen]
            )

        def near(word: str) -> list[tuple[int, int, str]]:
            return self._vocabulary.near(word, self._searcher, self._stamp, is_half_typed=is_half_typed)

        return corrected(query.parsed, documents_with, near)


def _most(query: Query) -> int:
    """Hits that are asked for and can be paged through."""
    return max(0, min(query.limit, DEEPEST - query.offset)) if query.offset >= 0 else 0


def _total(query: Query, counts: Counts) -> int:
    return sum(count for kind, count in counts[KIND].items() if not query.kinds or kind in query.kinds)
