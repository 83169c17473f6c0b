"""What was typed, as queries of the engine. They are built from values: nothing that is typed is ever syntax."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tantivy import Occur, Query, Schema

from search.engines.embedded.rows import clean
from search.engines.embedded.schema import EDGE, LONGEST_TERM, TEXTS, stem_analyzer
from search.text.parse import Clause, Form, Parsed
from search.text.tokens import Token, tokens

WEIGHTS = {"title": 4.0, "reading": 3.0, "tag": 3.0, "people": 2.0, "body": 1.0}
STEMS = {"title_stem": 2.8, "body_stem": 0.7}
BEGINS = 2.0
"""A name that begins like the last word, which may be half-typed."""
BODY_BEGINS = 0.4
SHORTEST_BODY_PREFIX = 3
EXACT = 12.0
TOGETHER = {"title": 3.0, "body": 1.0}
OTHERS = 0.2
"""What the fields that match less than the best one add."""

_stem = stem_analyzer()
ROWS = {
    "k": "かきくけこ", "s": "さしすせそ", "t": "たちつてと", "n": "なにぬねの", "h": "はひふへほ", "m": "まみむめも",
    "y": "やゆよ", "r": "らりるれろ", "w": "わを", "g": "がぎぐげご", "z": "ざじずぜぞ", "d": "だぢづでど",
    "b": "ばびぶべぼ", "p": "ぱぴぷぺぽ", "f": "ふ", "j": "じ", "c": "ちか", "v": "ゔ", "l": "らりるれろ", "q": "く",
    "sh": "し", "ch": "ち", "ts": "つ",
}  # fmt: skip


def finished(parsed: Parsed) -> Parsed:
    """The query with an unfinished conversion (いんf) as one clause: any of いんふ, else いん."""
    if not parsed.half_typed:
        return parsed
    kana = parsed.half_typed
    rest = parsed.clauses[-1].text if parsed.clauses else ""
    following = ROWS.get(rest) or ROWS.get(rest[:2]) or ROWS.get(rest[:1]) or ""
    forms = (*(Form(kana + each, 0.9) for each in following), Form(kana, 0.5))
    kept = tuple(each for each in parsed.clauses if each.text not in {kana, rest})
    return replace(parsed, clauses=(*kept, Clause(forms, is_prefix=True)), minimum=min(parsed.minimum, len(kept) + 1))


def asked(schema: Schema, parsed: Parsed) -> Query:
    """Documents that match enough clauses, scored; see `docs/search.md` for the score."""
    if parsed.is_empty:
        return Query.all_query()
    if parsed.is_error:
        return Query.boolean_query([(Occur.Should, line_query(schema, each.text)) for each in parsed.clauses])
    core = [clause_query(schema, clause) for clause in parsed.clauses]
    must = [(Occur.Must, query) for query, clause in zip(core, parsed.clauses, strict=True) if clause.required]
    should = [(Occur.Should, query) for query, clause in zip(core, parsed.clauses, strict=True) if not clause.required]
    still = max(parsed.minimum - len(must), 0)
    found = Query.boolean_query([*must, *should], minimum_number_should_match=still if should else None)
    bonuses = _bonuses(schema, parsed)
    return Query.boolean_query([(Occur.Must, found), *((Occur.Should, each) for each in bonuses)]) if bonuses else found


def clause_query(schema: Schema, clause: Clause) -> Query:
    """One clause in any of its forms, the best of them counting."""
    found = [each for form in clause.forms for each in form_queries(schema, form, is_prefix=clause.is_prefix)]
    return Query.disjunction_max_query(found, OTHERS) if found else Query.empty_query()


def form_queries(schema: Schema, form: Form, *, is_prefix: bool = False) -> list[Query]:
    """One form in each field, weighed."""
    text = clean(form.text)
    cut = tokens(text)
    if not cut:
        return []
    found = [(standing(schema, field, cut), weight) for field, weight in _fields(cut).items()]
    found += [(query, weight) for field, weight in STEMS.items() for query in _stemmed(schema, field, cut)]
    if is_prefix:
        found.append((Query.term_query(schema, "edge", text[:EDGE], "basic"), BEGINS))
        if not cut[-1].is_cjk and len(cut) == 1 and len(text) >= SHORTEST_BODY_PREFIX:
            found.append((begins_with(schema, "body", text), BODY_BEGINS))
    return [Query.boost_query(query, weight * form.weight) for query, weight in found]


def standing(schema: Schema, field: str, cut: Sequence[Token]) -> Query:
    """These tokens one after another in a field; one alone is a term."""
    first = cut[0].position
    if len(cut) == 1:
        return Query.term_query(schema, field, cut[0].text[:LONGEST_TERM], "freq")
    return Query.phrase_query(schema, field, [(each.position - first, each.text[:LONGEST_TERM]) for each in cut])


def begins_with(schema: Schema, field: str, text: str) -> Query:
    return Query.fuzzy_term_query(schema, field, text, distance=0, prefix=True)


def line_query(schema: Schema, line: str) -> Query:
    """A line of an error message: most of its words, and better the whole of it."""
    words = list(dict.fromkeys(each.text for each in tokens(clean(line))))
    found = [(Occur.Should, Query.term_query(schema, "body", each, "freq")) for each in words]
    if not found:
        return Query.empty_query()
    most = Query.boolean_query(found, minimum_number_should_match=max(1, (len(found) * 7) // 10))
    cut = tokens(clean(line))
    whole = Query.boost_query(standing(schema, "body", cut), 4.0)
    return Query.boolean_query([(Occur.Should, most), (Occur.Should, whole)])


def stem(word: str) -> str:
    found = _stem.analyze(word)
    return found[0] if found else word


def _fields(cut: Sequence[Token]) -> dict[str, float]:
    """Where to look: one Japanese character has fields of its own, since texts are cut into pieces of two."""
    if len(cut) == 1 and cut[0].is_cjk and len(cut[0].text) == 1:
        return {"name_character": WEIGHTS["title"], "body_character": WEIGHTS["body"]}
    return {field: WEIGHTS[field] for field in TEXTS}


def _stemmed(schema: Schema, field: str, cut: Sequence[Token]) -> list[Query]:
    if any(each.is_cjk or not re.search("[a-z]{3}", each.text) for each in cut):
        return []
    stems = [(Occur.Must, Query.term_query(schema, field, stem(each.text), "freq")) for each in cut]
    return [Query.boolean_query(stems)]


def _bonuses(schema: Schema, parsed: Parsed) -> list[Query]:
    """What raises a document that matches anyway: a name that is just this, and words that stand together."""
    whole = " ".join(clause.text for clause in parsed.clauses)
    found = [Query.boost_query(Query.const_score_query(Query.term_query(schema, "exact", clean(whole)), 1.0), EXACT)]
    if len(parsed.clauses) > 1:
        cut = tokens(clean(whole))
        found += [Query.boost_query(standing(schema, field, cut), weight) for field, weight in TOGETHER.items()]
    return found
