"""What was typed, as queries of the engine. They are built from values: nothing that is typed is ever syntax."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from tantivy import Occur, Query, Schema

from search.engines.embedded.looser import parts
from search.engines.embedded.marks import stem
from search.engines.embedded.rows import clean
from search.engines.embedded.schema import EDGE, LONGEST_TERM
from search.engines.embedded.standing import begins_with, is_cut_short, moved, standing, standing_in, term_query
from search.text.parsed import Clause, Parsed
from search.text.tokens import Token, is_latin, tokens

# The score: see docs/search.md.
WEIGHTS = {"title": 4.0, "reading": 3.5, "tag": 2.5, "people": 1.5, "body": 1.0}
STEMS = {"title_stem": 3.0, "body_stem": 0.7}
EDGES = {"edge": 2.0, "people_edge": 0.8}
"""Names that begin like the last word, which may be half-typed."""
BODY_BEGINS = 0.4
SHORTEST_BODY_PREFIX = 3
SYNONYM = 0.5
"""Rare words score high: without this a rare synonym would come before the common word that was typed."""
EXACT = 12.0
COMPLETE = 8.0
"""What has every word, where some of them would be enough."""
TOGETHER = {"title": 3.0, "body": 1.5}
BESIDE = 2.0
"""Two of several words, as they stood."""
OTHERS = 0.2
"""What the fields that match less than the best one add."""
LENGTH = 0.7
"""The engine adds up how rare each piece of a word is: a word of many would outweigh all others. It is rarer than they
are, so that it counts more than they do on average."""
APART = 0.3
NEAR = 3
"""Positions that words which stand together may be apart."""
SHARE_OF_A_LINE = 0.3
FEWEST_OF_A_LINE = 2
LINE = 4.0


def asked(schema: Schema, parsed: Parsed) -> Query:
    """Documents that match enough clauses, scored; where nothing was typed, all of them."""
    found, bonuses = told_apart(schema, parsed)
    return scored(found, bonuses)


def scored(found: Query, bonuses: Sequence[Query]) -> Query:
    if not bonuses:
        return found
    return Query.boolean_query([(Occur.Must, found), *((Occur.Should, each) for each in bonuses)])


def told_apart(schema: Schema, parsed: Parsed) -> tuple[Query, list[Query]]:
    """What decides whether a document is found, which is enough for counting, and what only raises it."""
    if parsed.is_empty:
        return Query.empty_query() if parsed.says_nothing else Query.all_query(), []
    if parsed.is_error:
        stretches = [form for clause in parsed.clauses for form in clause.forms]
        lines = [(Occur.Should, Query.boost_query(line_query(schema, each.text), each.weight)) for each in stretches]
        return Query.boolean_query(lines), []
    telling = [each for each in parsed.clauses if each.required or not each.tells_little] or parsed.clauses
    must = [(Occur.Must, clause_query(schema, each)) for each in telling if each.required]
    should = [(Occur.Should, clause_query(schema, each)) for each in telling if not each.required]
    still = min(max(parsed.minimum - len(must), 0), len(should))
    found = Query.boolean_query([*must, *should], minimum_number_should_match=still)
    more = [clause_query(schema, each) for each in parsed.clauses if each not in telling]
    bonuses = [*more, *_bonuses(schema, parsed)]
    if still < len(should):
        bonuses.append(_fixed(Query.boolean_query([(Occur.Must, query) for _, query in (*must, *should)]), COMPLETE))
    return found, bonuses


def fewer(parsed: Parsed) -> int:
    """Of many words that no document has three quarters of, a third is enough; 0 where nothing can be let go."""
    less = max(2, len(parsed.clauses) // 3)
    return less if less < parsed.minimum else 0


def clause_query(schema: Schema, clause: Clause, *, is_exact: bool = False) -> Query:
    """One clause in any of its forms, the best of them counting. Exact, as what is in quotes: no other endings."""
    found = [
        _boosted(query, form.weight * (SYNONYM if form.is_synonym else 1.0))
        for form in clause.forms
        for query in form_queries(schema, form.text, is_prefix=clause.is_prefix, is_exact=is_exact or clause.required)
    ]
    return Query.disjunction_max_query(found, OTHERS) if found else Query.empty_query()


def form_queries(schema: Schema, text: str, *, is_prefix: bool, is_exact: bool = False) -> list[Query]:
    """One form in each field, weighed."""
    text = clean(text)
    cut = tokens(text)
    if not cut:
        return []
    pieces = len(cut) ** LENGTH
    stands = standing_in(schema, cut)
    found = [_boosted(stands(field), weight / pieces) for field, weight in _fields(cut).items()]
    if not is_exact:
        found += [*_stemmed(schema, cut), *_apart(schema, text)]
    if is_prefix:
        found += _beginning(schema, text, cut)
    return found


def line_query(schema: Schema, line: str) -> Query:
    """A line of an error message: a good part of its words (others differ in what stands around), best all of it."""
    cut = tokens(clean(line))
    words = list(dict.fromkeys(each.text[:LONGEST_TERM] for each in cut if len(each.text) > 1))
    if not words:
        return Query.empty_query()
    found = [(Occur.Should, _in_text_or_title(schema, word)) for word in words]
    most = Query.boolean_query(found, minimum_number_should_match=_enough(len(found)))
    whole = [(Occur.Should, Query.boost_query(standing(schema, field, cut), LINE)) for field in ("body", "title")]
    return Query.boolean_query([(Occur.Should, most), *whole])


def _in_text_or_title(schema: Schema, word: str) -> Query:
    return Query.disjunction_max_query([term_query(schema, field, word) for field in ("body", "title")])


def _enough(words: int) -> int:
    return min(words, max(FEWEST_OF_A_LINE, int(words * SHARE_OF_A_LINE)))


def names_query(schema: Schema, parsed: Parsed) -> Query:
    """For suggestions: names that begin like what was typed, first those of which it is the beginning."""
    whole = clean(parsed.together)[:EDGE]
    must = []
    for clause in parsed.clauses:
        forms = [
            Query.boost_query(query, form.weight) for form in clause.forms for query in _names(schema, clean(form.text))
        ]
        must.append((Occur.Must, Query.disjunction_max_query(forms, OTHERS)))
    bonuses = [_fixed(term_query(schema, "begin", whole), EXACT / 2), _fixed(term_query(schema, "exact", whole), EXACT)]
    return Query.boolean_query([*must, *((Occur.Should, each) for each in bonuses)])


def _names(schema: Schema, text: str) -> list[Query]:
    cut = tokens(text)
    fields: Mapping[str, float] = {name: WEIGHTS[name] for name in ("title", "reading", "tag")}
    if len(cut) == 1 and is_cut_short(cut[0]):
        fields = {"name_character": 1.0}
    stands = standing_in(schema, cut) if cut else None
    found = [_boosted(stands(field), weight) for field, weight in fields.items()] if stands else []
    return [*found, Query.boost_query(term_query(schema, "edge", text[:EDGE]), 3.0)]


def _fields(cut: Sequence[Token]) -> Mapping[str, float]:
    """Where to look: one Japanese character has fields of its own, since texts are cut into pieces of two."""
    if len(cut) == 1 and is_cut_short(cut[0]):
        return {"name_character": WEIGHTS["title"], "body_character": WEIGHTS["body"]}
    return WEIGHTS


def _stemmed(schema: Schema, cut: Sequence[Token]) -> list[Query]:
    if any(each.is_cjk or not re.search("[a-z]{3}", each.text) for each in cut):
        return []
    found = []
    for field, weight in STEMS.items():
        stems = [(Occur.Must, term_query(schema, field, stem(each.text[:LONGEST_TERM]))) for each in cut]
        found.append(Query.boost_query(Query.boolean_query(stems), weight / len(cut)))
    return found


def _apart(schema: Schema, text: str) -> list[Query]:
    """A compound whose parts stand in one field, wherever."""
    found = []
    if words := parts(text):
        for field in ("title", "body"):
            each = [(Occur.Must, term_query(schema, field, word)) for word in words]
            found.append(Query.boost_query(Query.boolean_query(each), WEIGHTS[field] * APART / len(words)))
    return found


def _beginning(schema: Schema, text: str, cut: Sequence[Token]) -> list[Query]:
    found = [Query.boost_query(term_query(schema, field, text[:EDGE]), weight) for field, weight in EDGES.items()]
    if len(cut) == 1 and not cut[0].is_cjk and len(text) >= SHORTEST_BODY_PREFIX:
        found.append(Query.boost_query(begins_with(schema, "body", text), BODY_BEGINS))
    return found


def _bonuses(schema: Schema, parsed: Parsed) -> list[Query]:
    """What raises a document that matches anyway: a name that is just this, and words that stand together."""
    whole = clean(parsed.together)
    found = [_fixed(term_query(schema, "exact", whole), EXACT)]
    cut = tokens(whole)
    if pairs := [pair for pair in pairwise(parsed.clauses) if _overlap(*pair)]:
        found += [_in_order(schema, *pair) for pair in pairs]
    elif len(cut) > 1 and not any(is_cut_short(token) for token in cut):
        stands = standing_in(schema, cut, near=NEAR)
        found += [_boosted(stands(field), weight) for field, weight in TOGETHER.items()]
    beside = (standing(schema, "body", tokens(clean(each))) for each in parsed.neighbours)
    return [*found, *(Query.boost_query(query, BESIDE) for query in beside)]


def _overlap(first: Clause, second: Clause) -> bool:
    """会議 議題: both stand in 会議題 as well, where only one of them is meant."""
    return not is_latin(first.text) and len(first.text) > 1 < len(second.text) and first.text[-1] == second.text[0]


def _in_order(schema: Schema, first: Clause, second: Clause) -> Query:
    """The one behind the other, apart: what overlaps is no place of both."""
    before, after = tokens(first.text), tokens(second.text)
    begin = before[-1].position + 1
    ways = [
        Query.boost_query(standing(schema, field, [*before, *(moved(after, begin + gap))]), weight)
        for field, weight in TOGETHER.items()
        for gap in range(1, NEAR + 2)
    ]
    return Query.disjunction_max_query(ways)


def _boosted(query: Query, weight: float) -> Query:
    return query if weight == 1.0 else Query.boost_query(query, weight)


def _fixed(query: Query, score: float) -> Query:
    return Query.const_score_query(query, score)
