"""What was typed, as queries. They are built from values: nothing that is typed is ever syntax.

Each part that can match carries a name, so that a hit says which of them did (`Labels`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from elasticsearch.dsl import Q
from elasticsearch.dsl.query import Query as Asked

from search.engines.elastic.words import KATAKANA, RUN_END, for_query
from search.text.parse import Clause, Form, Parsed
from search.text.tokens import LONGEST, is_latin

# Where a word stands tells most. The names are those of `Hit.why`.
FIELDS = {
    "title": ("title", 6.0),
    "reading": ("readings", 6.0),
    "tags": ("tags", 4.0),
    "people": ("people", 2.5),
    "body": ("body", 1.0),
}
STEMS = {"title": (("title_ja", "title_en"), 3.5), "body": (("body_ja", "body_en"), 0.6)}
BEGINS = 0.4
"""A word that only begins like the last one, against the word itself."""

MISSPELT = 0.35
SYNONYM = 0.5
"""Rare words score high: without this a rare synonym would come before the common word that was typed."""

APART = 0.3
SHORTEST_COMPOUND = 4
OTHERS = 0.15
"""What the places that match less than the best one add."""

NAMED = 30.0
"""A name that is just what was asked for."""

TOGETHER = {"title": 3.0, "readings": 3.0, "body": 1.5}
BESIDE = 3.0
"""Two of several words, as they stood."""
SHORTEST_STEM = 2
LONGEST_NAME = 200
FUZZINESS = "AUTO:5,8"
SHORTEST_BEGINNING_IN_TEXT = 3
WHOLE_LINE = 3.0
SHARE_OF_A_LINE = 0.3
FEWEST_OF_A_LINE = 2

KANA = re.compile("^[\u3041-\u3096ー]{4,}$")
KANA_FUZZINESS = "AUTO:4,8"
COMPOUND = re.compile(r"^[\u3400-\u9fff]{4,}$")
SLOP = 2
"""東京都知事 also stands where there is 東京都の知事: so many words may lie between those of a compound."""


@dataclass
class Labels:
    """What the named parts of a query mean: (clause, field, how it matched)."""

    found: list[Label] = field(default_factory=list)

    def name(self, clause: int, place: str, how: str = "", word: str = "") -> str:
        self.found.append(Label(clause, place, how, word))
        return str(len(self.found) - 1)

    def of(self, names: list[str]) -> list[Label]:
        return [self.found[int(name)] for name in names]


@dataclass(frozen=True)
class Label:
    """`how`: "" as typed, "stem", "begins", "typo", "synonym" (then `word` is the synonym)."""

    clause: int
    place: str
    how: str = ""
    word: str = ""


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
        (must if clause.required else more if _tells_little(clause) else should).append(part)
    if not must and not should:
        should, more = more, []
    enough = parsed.minimum if forgiving is None else fewer(parsed)
    still = min(max(enough - len(must), 0), len(should))
    found = Q("bool", must=must, should=should, minimum_should_match=still) if should else Q("bool", must=must)
    return Q("bool", must=[found], should=[*more, *_bonuses(parsed)])


def _tells_little(clause: Clause) -> bool:
    """A single letter or digit (a flag, -A), or how one asks: it raises what has it and is not asked of anything."""
    return clause.is_aside or (len(clause.text) == 1 and is_latin(clause.text))


def fewer(parsed: Parsed) -> int:
    """A third of many words, where most of them find next to nothing; of one or two, all."""
    return min(parsed.minimum, max(2, len(parsed.clauses) // 3))


def is_compound(clause: Clause) -> bool:
    return not clause.required and not is_latin(clause.text) and len(clause.text) >= SHORTEST_COMPOUND


def is_foreign(clause: Clause) -> bool:
    """Kana that may be a misspelt foreign word (ネトワーク)."""
    return not clause.required and bool(KANA.match(clause.text))


def clause_query(number: int, clause: Clause, labels: Labels, *, forgiving: frozenset[int] | None = None) -> Asked:
    """One clause in any of its forms, the best place counting."""
    parts = [part for form in clause.forms for part in _form(number, form, labels, clause=clause)]
    if number in (forgiving or ()) and is_foreign(clause):
        parts += _misspelt_kana(number, clause.text, labels)
    if forgiving is not None and is_compound(clause):
        parts += _apart(number, clause.text, labels)
    elif number in (forgiving or ()):
        parts += _misspelt(number, clause.text, labels)
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


def _form(number: int, form: Form, labels: Labels, *, clause: Clause) -> list[Asked]:
    """One form in each place. In quotes it stands as it was typed: no other endings, nothing half-typed."""
    text = for_query(form.text)
    if not text:
        return []
    how, word = ("synonym", form.text) if form.is_synonym else ("", "")
    if form.is_synonym:
        form = replace(form, weight=form.weight * SYNONYM)
    share = form.weight / _length(text)
    found = [
        _match(name, text, weight * share, labels.name(number, place, how, word))
        for place, (name, weight) in FIELDS.items()
    ]
    if not clause.required:
        found += _stemmed(number, form, labels, how=how or "stem")
    if clause.is_prefix and is_latin(form.text):
        found += _beginning(number, text, form.weight * BEGINS, labels, how=how or "begins", word=word)
    return found


def _length(text: str) -> float:
    """The pieces of a Japanese word are scored one by one and added up: it still counts as one word."""
    return sum(max(len(word) - 1, 1) if not is_latin(word) else 1 for word in text.split() if word != RUN_END)


def _match(name: str, text: str, boost: float, label: str) -> Asked:
    return Q("match_phrase", **{name: {"query": text, "boost": round(boost, 3), "_name": label}})


def _stemmed(number: int, form: Form, labels: Labels, *, how: str) -> list[Asked]:
    """Words by their stem, and Japanese words where they stand as a word of their own; compounds taken apart."""
    if len(form.text) < SHORTEST_STEM:
        return []
    may_be_apart = bool(COMPOUND.match(form.text))
    word = form.text if form.is_synonym else ""
    return [
        Q(
            "match_phrase",
            **{
                name: {
                    "query": form.text[:LONGEST],
                    "slop": SLOP if may_be_apart else 0,
                    "boost": round(weight * form.weight / max(len(form.text) / 2, 1), 3)
                    if not is_latin(form.text)
                    else round(weight * form.weight, 3),
                    "_name": labels.name(number, place, how, word),
                }
            },
        )
        for place, (names, weight) in STEMS.items()
        for name in names
        if is_latin(form.text) or name.endswith("_ja")
    ]


def _beginning(number: int, text: str, weight: float, labels: Labels, *, how: str, word: str) -> list[Asked]:
    """A place with a word that begins so; of several words, the last one."""
    kind, value = ("match_phrase_prefix", "query") if " " in text else ("prefix", "value")
    return [
        Q(
            kind,
            **{name: {value: text, "boost": round(own * weight, 3), "_name": labels.name(number, place, how, word)}},
        )
        for place, (name, own) in FIELDS.items()
        if place != "body" or len(text) >= SHORTEST_BEGINNING_IN_TEXT
    ]


def _apart(number: int, text: str, labels: Labels) -> list[Asked]:
    """The words of a compound wherever they stand: all of two, most of more. Kana may have been katakana."""
    return [
        Q(
            "multi_match",
            query=query,
            type="cross_fields",
            fields=["title_ja^3", "body_ja"],
            minimum_should_match="2<70%",
            boost=APART,
            _name=labels.name(number, "body", "apart"),
        )
        for query in dict.fromkeys((text[:LONGEST], text[:LONGEST].translate(KATAKANA)))
    ]


def _misspelt(number: int, text: str, labels: Labels) -> list[Asked]:
    return [
        Q(
            "fuzzy",
            **{
                name: {
                    "value": text,
                    "fuzziness": FUZZINESS,
                    "prefix_length": 1,
                    "max_expansions": 30,
                    "boost": round(own * MISSPELT, 3),
                    "_name": labels.name(number, place, "typo"),
                }
            },
        )
        for place, (name, own) in FIELDS.items()
    ]


def _misspelt_kana(number: int, text: str, labels: Labels) -> list[Asked]:
    """Katakana stand in the texts as whole words, which the pieces of two characters do not."""
    fuzzy = {"value": text.translate(KATAKANA), "fuzziness": KANA_FUZZINESS, "prefix_length": 1, "max_expansions": 30}
    return [
        Q("fuzzy", **{name: {**fuzzy, "boost": own * MISSPELT, "_name": labels.name(number, place, "typo")}})
        for place, (names, own) in STEMS.items()
        for name in names
        if name.endswith("_ja")
    ]


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
