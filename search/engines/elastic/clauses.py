"""What was typed, as queries. They are built from values: nothing that is typed is ever syntax.

Each part that can match carries a name, so that a hit says which of them did (`Labels`).
"""

from __future__ import annotations

from elasticsearch.dsl import Q
from elasticsearch.dsl.query import Query as Asked

from search.engines.elastic.labels import Labels
from search.engines.elastic.places import SLOP, apart, form_queries, is_compound, is_foreign, misspelt, misspelt_kana
from search.engines.elastic.words import for_query
from search.text.parsed import Clause, Form, Parsed

OTHERS = 0.15
"""What the places that match less than the best one add."""

NAMED = 30.0
"""A name that is just what was asked for."""

BEFORE = 1_000.0
"""What has as many words as were asked for, where others follow that have fewer: times so much."""
TOGETHER = {"title": 3.0, "readings": 3.0, "body": 1.5}
BESIDE = 3.0
"""Two of several words, as they stood."""
LONGEST_NAME = 200
WHOLE_LINE = 3.0
SHARE_OF_A_LINE = 0.3
FEWEST_OF_A_LINE = 2


def asked(parsed: Parsed, labels: Labels, *, forgiving: frozenset[int] | None = None) -> Asked:
    """Documents that match enough clauses. With `forgiving` (words that may be misspelt), fewer are enough and
    compounds may be taken apart."""
    if parsed.is_empty:
        return Q("match_all")
    if parsed.is_error:
        lines = [line_query(number, clause.forms[0], labels) for number, clause in enumerate(parsed.clauses)]
        return Q("bool", should=lines, minimum_should_match=max(parsed.minimum, 1))
    must: list[Asked] = []
    should: list[Asked] = []
    more: list[Asked] = []
    for number, clause in enumerate(parsed.clauses):
        part = clause_query(number, clause, labels, forgiving=forgiving)
        (must if clause.required else more if clause.tells_little else should).append(part)
    if not must and not should:
        should, more = more, []
    enough = parsed.minimum if forgiving is None else fewer(parsed)
    still = min(max(enough - len(must), 0), len(should))
    found = Q("bool", must=must, should=should, minimum_should_match=still) if should else Q("bool", must=must)
    asked_for = Q("bool", must=[found], should=[*more, *_bonuses(parsed)])
    if (before := max(parsed.enough - len(must), 0)) <= still:
        return asked_for
    fuller = {"filter": Q("bool", should=should, minimum_should_match=before), "weight": BEFORE}
    return Q("function_score", query=asked_for, functions=[fuller], boost_mode="multiply")


def fewer(parsed: Parsed) -> int:
    """A third of many words, where most of them find next to nothing; of one or two, all."""
    return min(parsed.minimum, max(2, len(parsed.clauses) // 3))


def clause_query(number: int, clause: Clause, labels: Labels, *, forgiving: frozenset[int] | None = None) -> Asked:
    """One clause in any of its forms, the best place counting."""
    parts = [part for form in clause.forms for part in form_queries(number, form, labels, clause=clause)]
    if number in (forgiving or ()) and is_foreign(clause):
        parts += misspelt_kana(number, clause.text, labels)
    if forgiving is not None and is_compound(clause):
        parts += apart(number, clause.text, labels)
    elif number in (forgiving or ()):
        parts += misspelt(number, clause.text, labels)
    return Q("dis_max", queries=parts, tie_breaker=OTHERS) if parts else Q("match_none")


def line_query(number: int, form: Form, labels: Labels) -> Asked:
    """A stretch of an error message: a good part of its words, and better all of it together."""
    text = for_query(form.text)
    words = len(text.split())
    enough = min(words, max(FEWEST_OF_A_LINE, int(words * SHARE_OF_A_LINE)))
    body = {"query": text, "minimum_should_match": enough, "_name": labels.name(number, "body")}
    title = {"query": text, "minimum_should_match": enough, "_name": labels.name(number, "title")}
    whole = Q("match_phrase", body={"query": text, "slop": 3, "boost": WHOLE_LINE})
    some = Q("dis_max", queries=[Q("match", body=body), Q("match", title=title)])
    return Q("bool", must=[some], should=[whole], boost=form.weight)


def _bonuses(parsed: Parsed) -> list[Asked]:
    """What raises a document that matches anyway: a name that is just this, and words that stand together."""
    found = [Q("constant_score", filter=Q("term", names=parsed.together[:LONGEST_NAME]), boost=NAMED)]
    text = for_query(parsed.together)
    if " " in text or len(parsed.clauses) > 1:
        found += [
            Q("match_phrase", **{name: {"query": text, "slop": SLOP, "boost": boost}})
            for name, boost in TOGETHER.items()
        ]
    beside = [Q("match_phrase", body={"query": for_query(each), "boost": BESIDE}) for each in parsed.neighbours]
    return [*found, *beside]
