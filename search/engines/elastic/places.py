"""One way to say a word, in each place where it may stand: as typed, by its stem, half-typed, misspelt."""

from __future__ import annotations

import re
from dataclasses import replace

from elasticsearch.dsl import Q
from elasticsearch.dsl.query import Query as Asked

from search.engines.elastic.labels import Labels
from search.engines.elastic.words import KATAKANA, RUN_END, for_query
from search.text.parsed import Clause, Form
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

LENGTH = 0.7
"""All pieces of a word added up would outweigh all others. It is rarer than they are, so that it counts more than they
do on average."""
APART = 0.3
SHORTEST_COMPOUND = 4
SHORTEST_STEM = 2
FUZZINESS = "AUTO:5,7"
SHORTEST_BEGINNING_IN_TEXT = 3
KANA = re.compile("^[\u3041-\u3096ー]{4,}$")
FOREIGN = re.compile("^(?=.*[ーぁぃぅぇぉ])[\u3041-\u3096ー]+$")
KANA_FUZZINESS = "AUTO:4,8"
COMPOUND = re.compile(r"^[\u3400-\u9fff]{4,}$")
SLOP = 2
"""東京都知事 also stands where there is 東京都の知事: so many words may lie between those of a compound."""


def is_compound(clause: Clause) -> bool:
    return not clause.required and not is_latin(clause.text) and len(clause.text) >= SHORTEST_COMPOUND


def is_foreign(clause: Clause) -> bool:
    """Kana that may be a misspelt foreign word (ネトワーク)."""
    return not clause.required and bool(KANA.match(clause.text))


def form_queries(number: int, form: Form, labels: Labels, *, clause: Clause) -> list[Asked]:
    """One form in each place. In quotes it stands as it was typed: no other endings, nothing half-typed."""
    text = for_query(form.text)
    if not text:
        return []
    how, word = ("synonym", form.text) if form.is_synonym else ("", "")
    if form.is_synonym:
        form = replace(form, weight=form.weight * SYNONYM)
    share = form.weight / _length(text) ** LENGTH
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
    """The pieces of a Japanese word are scored one by one and added up: how many there are."""
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


def apart(number: int, text: str, labels: Labels) -> list[Asked]:
    """The words of a compound wherever they stand: all of two, most of more. Kana may have been katakana; where they
    are those of foreign words alone, as hiragana they would fall apart into syllables."""
    katakana = text[:LONGEST].translate(KATAKANA)
    ways = (katakana,) if FOREIGN.search(text) else (text[:LONGEST], katakana)
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
        for query in dict.fromkeys(ways)
    ]


def misspelt(number: int, text: str, labels: Labels) -> list[Asked]:
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


def misspelt_kana(number: int, text: str, labels: Labels) -> list[Asked]:
    """Katakana stand in the texts as whole words, which the pieces of two characters do not."""
    fuzzy = {"value": text.translate(KATAKANA), "fuzziness": KANA_FUZZINESS, "prefix_length": 1, "max_expansions": 30}
    return [
        Q("fuzzy", **{name: {**fuzzy, "boost": own * MISSPELT, "_name": labels.name(number, place, "typo")}})
        for place, (names, own) in STEMS.items()
        for name in names
        if name.endswith("_ja")
    ]
