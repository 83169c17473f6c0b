"""What is like a document: its distinctive words, by how rare they are, and its tags."""

from __future__ import annotations

import math
import re
from collections import Counter

from tantivy import Occur, Query, Schema, Searcher

from search.engines.embedded.answers import Shown
from search.engines.embedded.rows import clean
from search.engines.embedded.schema import LONGEST_TERM
from search.engines.embedded.standing import standing
from search.text.fold import fold
from search.text.tokens import tokens

READ = 10_000
"""Characters of a body that are looked at."""
MOST_CANDIDATES = 80
MOST_WORDS = 25
COMMON = 0.1
"""A word in more than this part of the documents says nothing."""
ALWAYS_RARE = 3
TITLE = 4
FEWEST = 0.2
"""Part of the words that a document must share."""
KANA = re.compile(r"^[\u3041-\u309fー]+$")


def alike(searcher: Searcher, schema: Schema, shown: Shown) -> Query | None:
    """Documents with the same distinctive words; None where there are none."""
    weights = _distinctive(searcher, shown)
    words = [(Occur.Should, Query.boost_query(_either(schema, word), weight)) for word, weight in weights.items()]
    tags = [
        (Occur.Should, Query.boost_query(standing(schema, "tag", cut), 2.0))
        for tag in shown.values["tags"]
        if (cut := tokens(fold(clean(tag))))
    ]
    if not words and not tags:
        return None
    enough = max(1, int(len(words) * FEWEST))
    return Query.boolean_query([*words, *tags], minimum_number_should_match=enough)


def others(schema: Schema, shown: Shown) -> list[tuple[Occur, Query]]:
    """Not the document itself, nor the thing that it is a part of, nor its parts, nor what was read with it."""
    group = clean(shown.values["group"] or shown.values["key"])
    source = clean(shown.values["source"])
    return [
        (Occur.MustNot, Query.term_query(schema, "group", group, "basic")),
        (Occur.MustNot, Query.term_query(schema, "source", source, "basic")),
    ]


def _distinctive(searcher: Searcher, shown: Shown) -> dict[str, float]:
    counts: Counter[str] = Counter()
    for language in ("ja", "en"):
        counts.update(_words(shown.body(language)[1][:READ]))
        for word in _words(fold(shown.values[language])):
            counts[word] += TITLE
    total = max(searcher.num_docs, 1)
    found: dict[str, float] = {}
    for word, count in counts.most_common(MOST_CANDIDATES):
        documents = searcher.doc_freq("body", word) + searcher.doc_freq("title", word)
        if 1 < documents <= max(total * COMMON, ALWAYS_RARE):
            found[word] = (count / (count + 2)) * math.log(1 + total / documents)
    best = sorted(found, key=lambda word: (-found[word], word))[:MOST_WORDS]
    return {word: found[word] for word in best}


def _words(folded: str) -> list[str]:
    """Words that can tell: not numbers, not one letter, not pieces of grammar."""
    return [
        token.text[:LONGEST_TERM]
        for token in tokens(folded)
        if len(token.text) > 1 and not token.text.isdigit() and not KANA.match(token.text)
    ]


def _either(schema: Schema, word: str) -> Query:
    found = [Query.term_query(schema, field, word, "freq") for field in ("body", "title")]
    return Query.disjunction_max_query(found, 0.3)
