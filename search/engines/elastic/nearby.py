"""What begins like a few letters, and what is like a document."""

from __future__ import annotations

from typing import Any

from elasticsearch.dsl import Q, Search
from elasticsearch.dsl.query import Query as Asked

from search.engines.elastic import sights
from search.engines.elastic.asking import SHOWN, scored
from search.engines.elastic.words import NOTHING, clean, for_query
from search.sight import Sight
from search.text.parsed import Clause, Parsed
from search.text.tokens import is_latin

NAMES = (("title", 4.0), ("readings", 4.0), ("tags", 2.0))
WHOLE_NAME, BEGINS_SO, BEGINS = 20.0, 8.0, 2.0
LIKE = ["title_ja", "title_en", "body_ja", "body_en", "tags"]
LONGEST_BEGINNING = 16
LONGEST_NAME = 200


def beginning(
    parsed: Parsed, *, sight: Sight, kinds: tuple[str, ...], limit: int, is_forgiving: bool = False
) -> dict[str, Any]:
    """Names and tags in which every word stands, the last one perhaps unfinished."""
    text = Q(
        "bool", must=[_named(clause, is_forgiving=is_forgiving) for clause in parsed.clauses], should=_whole(parsed)
    )
    found = Search().query(scored(text, [*sights.seen(sight), *sights.of_kinds(kinds)]))
    request: dict[str, Any] = found.extra(track_total_hits=False)[:limit].sort("_score", "key").source(SHOWN).to_dict()
    return request


def like(identity: str, facts: dict[str, Any], *, sight: Sight, kinds: tuple[str, ...], limit: int) -> dict[str, Any]:
    """Documents that share the distinctive words of this one, which is in the index under this id."""
    words = Q(
        "more_like_this",
        fields=LIKE,
        like=[{"_id": identity}],
        stop_words=[NOTHING],
        min_term_freq=1,
        min_doc_freq=2,
        max_query_terms=25,
        minimum_should_match="20%",
    )
    group = facts.get("group") or facts["key"]
    same = Q("terms", key=[facts["key"], group]) | Q("term", group=group)
    found = Search().query(scored(words, [*sights.seen(sight), *sights.of_kinds(kinds), ~same]))
    request: dict[str, Any] = found.extra(track_total_hits=False)[:limit].sort("_score", "key").source(SHOWN).to_dict()
    return request


def seed(key: str, sight: Sight) -> dict[str, Any]:
    """The document itself, where the viewer may see it."""
    found = Search().query(Q("bool", filter=[Q("term", key=clean(key)), *sights.seen(sight)]))
    request: dict[str, Any] = found[:1].source(["key", "group"]).to_dict()
    return request


def _named(clause: Clause, *, is_forgiving: bool) -> Asked:
    parts: list[Asked] = []
    for form in clause.forms:
        text = for_query(form.text)
        parts += [
            Q("match_phrase", **{name: {"query": text, "boost": weight * form.weight}})
            for name, weight in NAMES
            if text
        ]
        if is_latin(form.text) and text and " " not in text:
            if clause.is_prefix:
                parts.append(Q("term", beginnings={"value": text[:LONGEST_BEGINNING], "boost": BEGINS * form.weight}))
            if is_forgiving:
                typo = {"value": text[:LONGEST_BEGINNING], "fuzziness": "AUTO:5,8", "prefix_length": 1}
                parts.append(Q("fuzzy", beginnings={**typo, "max_expansions": 50}))
    return Q("dis_max", queries=parts, tie_breaker=0.1) if parts else Q("match_none")


def _whole(parsed: Parsed) -> list[Asked]:
    """Names that are, or begin with, just what was typed."""
    texts = [form.text for form in parsed.clauses[0].forms] if len(parsed.clauses) == 1 else []
    texts = list(dict.fromkeys([parsed.together, *texts]))
    found: list[Asked] = [Q("constant_score", filter=Q("terms", names=texts), boost=WHOLE_NAME)]
    return found + [Q("prefix", names={"value": text[:LONGEST_NAME], "boost": BEGINS_SO}) for text in texts]
