"""Hits of what waits to be indexed again: the index has its words as they were, which may not be told any more.

An answer was hidden, a translation taken back, a paragraph left out: the question or the page is still seen, and found,
but only by what it says now, and only that is quoted. What the index would find by words that went is left out of the
question itself: it is in no count, no facet, no number without the filters, and no correction comes of it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from search import registry
from search.documents import SearchDocument
from search.domain.queries.answering import ask
from search.domain.queries.sight import waiting_among
from search.domain.reading import read_sources
from search.domain.synonym_table import said
from search.query import Hit, Query, Results
from search.sight import Sight
from search.text.fold import fold
from search.text.parsed import Parsed
from search.text.tokens import is_latin

SHORTEST, ENDING = 4, 3  # letters
MOST_LATE = 20
"""Documents of what waits that are read before a question is asked; which of many more went, no count tells."""

AsRead = dict[str, list[SearchDocument]]
"""Documents by their source as they are now, read for one question: what is asked for several times is read once."""


def without_what_went(query: Query, *, read: AsRead) -> tuple[Query, list[SearchDocument]]:
    """The same question, not asked of what would be found by words that it has no more; and what waits and is found all
    the same, as it is now. Nothing is asked or read where nothing waits."""
    sight = query.sight
    if not sight.waiting or sight.more_waits or query.parsed.is_empty:
        return query, []
    late = dataclasses.replace(sight, only=sight.waiting)
    asked = Query(query.parsed, late, language=query.language, limit=MOST_LATE, snippets=False)
    hits = ask(lambda engine: engine.query(asked), nothing=Results(), engines=sight.engines).value.hits
    current = {hit.key for hit in as_they_are_now(hits, parsed=query.parsed, sight=sight, read=read)}
    kept = [document for each in read.values() for document in each if document.key in current]
    gone = [hit.key for hit in hits if hit.key not in current]
    of_any_kind = dataclasses.replace(query, kinds=())
    gone += [document.key for document in kept if not passes(document, of_any_kind)]
    return dataclasses.replace(query, sight=sight.hiding(gone)), kept


def passes(document: SearchDocument, query: Query, *, but: str = "") -> bool:
    """Whether it is under the kinds and filters asked for, but for those of one facet."""
    is_kind = not query.kinds or document.kind in query.kinds
    asked = {name: values for name, values in query.filters.items() if values and name != but}
    return is_kind and all(set(values) & set(document.facets.get(name, ())) for name, values in asked.items())


def is_late(key: str, sight: Sight) -> bool:
    """Whether the index may say of this document what is said no more."""
    names = _sources_of([Hit(key, key.partition(":")[0], 0.0)]) if sight.waiting or sight.more_waits else {}
    return bool(waiting_among(set(names.values()), sight))


def as_they_are_now(hits: Sequence[Hit], *, parsed: Parsed, sight: Sight, read: AsRead | None = None) -> list[Hit]:
    """The hits without what they say no more. Those whose sources do not wait are as they were, without a query."""
    names = _sources_of(hits) if sight.waiting or sight.more_waits else {}
    waiting = waiting_among(set(names.values()), sight)
    late = {key: name for key, name in names.items() if name in waiting}
    if not late:
        return list(hits)
    read = {} if read is None else read
    read |= read_sources([name for name in dict.fromkeys(late.values()) if name not in read]).documents
    documents = {document.key: document for each in read.values() for document in each}
    found = []
    for hit in hits:
        if hit.key not in late:
            found.append(hit)
        elif (document := documents.get(hit.key)) is not None and (now := _now(hit, document, parsed)) is not None:
            found.append(now)
    return found


def _sources_of(hits: Sequence[Hit]) -> dict[str, str]:
    """Key → the name of its source."""
    keys: dict[str, list[str]] = {}
    for hit in hits:
        keys.setdefault(hit.kind, []).append(hit.key)
    names: dict[str, str] = {}
    for kind, of_kind in keys.items():
        source = registry.source_of_kind(kind)
        if source is not None:
            names |= source.owners(of_kind) if source.owners else {key: key for key in of_kind}
    return names


def _now(hit: Hit, document: SearchDocument, parsed: Parsed) -> Hit | None:
    """None where it does not have, any more, what it was found by, or what would be told as the reason."""
    text = fold("\n".join(_texts(document)))
    words = said(text)
    marked = [fold(piece.text) for piece in (*hit.title, *hit.snippet) if piece.is_match]
    if not all(each in text for each in marked) or not all(said(word) in words for word in _named_in(hit)):
        return None
    if not _has_enough(parsed, hit, words):
        return None
    quoted = fold("".join(piece.text for piece in hit.snippet).strip("… \n"))
    return hit if quoted in text else dataclasses.replace(hit, snippet=())


def _has_enough(parsed: Parsed, hit: Hit, words: str) -> bool:
    """As many of the words as a document must have, those that were meant by a misspelt one too."""
    held = [clause for clause in parsed.clauses if any(_stands(form.text, words) for form in clause.forms)]
    meant = _named_in(hit, "typo")
    enough = len(held) + sum(_stands(word, words) for word in meant) >= min(parsed.minimum, len(parsed.clauses))
    return enough and all(clause in held for clause in parsed.clauses if clause.required)


def _named_in(hit: Hit, *kinds: str) -> list[str]:
    """The words that its reasons name: what was meant, what it was a synonym of."""
    reasons = (why.partition(":") for why in hit.why)
    return [word for kind, _colon, word in reasons if word and (not kinds or kind in kinds)]


def _stands(form: str, words: str) -> bool:
    """A Latin word may have another ending there: it was perhaps found by its stem."""
    text = said(form)
    return (text[: max(SHORTEST, len(text) - ENDING)] if is_latin(text) else text) in words


def _texts(document: SearchDocument) -> list[str]:
    texts = [text for words in (document.title, document.body) for _language, text in words.each()]
    return [*texts, *document.readings, *document.people, *document.tags]
