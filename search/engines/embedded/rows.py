"""A document as the index holds it: terms to find it by, values to filter and to weigh it by, and what is shown."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

import orjson
from tantivy import Document

from search.documents import SearchDocument
from search.engines.embedded.quoting import KEEP_FOLDED
from search.engines.embedded.schema import EDGE
from search.engines.embedded.spaced import Spaced, characters, runs, spaced, together, words
from search.text.fold import fold

SEPARATOR = "\x1f"
LONGEST = 10_000
EPOCH = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


class Name(NamedTuple):
    """A short text folded, cut, its runs alone as its `whole` (spaces between Japanese, brackets and the like are no
    difference), and what of it may be typed as a beginning."""

    folded: str
    cut: Spaced
    whole: str
    edges: list[str]


class Names(NamedTuple):
    title: list[Name]
    reading: list[Name]
    tags: list[Name]
    people: list[Name]


class Body(NamedTuple):
    language: str
    text: str
    folded: str


def row(document: SearchDocument, version: int) -> Document:
    return Document(**values(document, version))


def values(document: SearchDocument, version: int) -> dict[str, Any]:
    """What the index takes of a document, as plain values by field. Texts are folded here, once."""
    names = Names(
        [_name(text) for _, text in document.title.each()],
        [_name(text) for text in document.readings],
        [_name(text) for text in document.tags],
        [_name(text) for text in document.people],
    )
    bodies = [Body(language, text, fold(text)) for language, text in document.body.each()]
    texts = {**_terms_of_names(names), **_terms_of_bodies(bodies)}
    return {
        **_codes(document),
        **{field: found for field, found in texts.items() if found},
        **_numbers(document, version),
        **_kept(bodies),
        "shown": _encoded(_shown(document) | {"folded": _places(document, names)}),
    }


def _codes(document: SearchDocument) -> dict[str, Any]:
    return {
        "key": clean(document.key),
        "source": clean(document.source),
        "kind": clean(document.kind),
        "identity": clean(SEPARATOR.join((document.fingerprint(), document.source, document.key))),
        "audience": [*map(clean, document.audience)],
        "within": [*map(clean, document.within)],
        "group": clean(document.group or document.key),
        "facets": {name: [*map(clean, codes)] for name, codes in document.facets.items() if codes},
    }


def _terms_of_names(names: Names) -> dict[str, Any]:
    title, reading, tag, people = ([each.cut for each in found] for found in names)
    named = (*names.title, *names.reading)
    begun = (*named, *names.tags)
    return {
        "exact": _once([each.whole for each in named]),
        "title": together(title),
        "reading": together(reading),
        "tag": together(tag),
        "people": together(people),
        "title_stem": words((*title, *tag)),
        "name_character": characters((*title, *reading, *tag, *people)),
        "begin": _once([each.whole[:EDGE] for each in begun]),
        "edge": _once([edge for each in begun for edge in each.edges]),
        "people_edge": _once([edge for each in names.people for edge in each.edges]),
    }


def _terms_of_bodies(bodies: Iterable[Body]) -> dict[str, Any]:
    cut = [spaced(each.folded) for each in bodies]
    return {"body": together(cut), "body_stem": words(cut), "body_character": characters(cut)}


def _numbers(document: SearchDocument, version: int) -> dict[str, Any]:
    found = {
        "weight": weight(document),
        "version": version,
        "tie": _tie(document.key),
        "updated": _seconds(document.updated_at),
    }
    if document.shown_from:
        found["shown_from"] = document.shown_from.toordinal()
    if document.shown_until:
        found["shown_until"] = document.shown_until.toordinal()
    return found


def _kept(bodies: Iterable[Body]) -> dict[str, bytes]:
    """Bodies to quote from, and long ones as they were folded."""
    found = {f"body_{each.language}": each.text for each in bodies}
    found |= {f"folded_{each.language}": each.folded for each in bodies if len(each.text) > KEEP_FOLDED}
    return {field: text.encode("utf-8", "ignore") for field, text in found.items()}


def _once(found: list[str]) -> list[str]:
    return list(dict.fromkeys(found))


def clean(text: str) -> str:
    """What the engine can hold: without lone surrogates and no longer than a term may be."""
    return text[:LONGEST] if text.isascii() else text[:LONGEST].encode("utf-8", "ignore").decode()


def weight(document: SearchDocument) -> float:
    """What the engine multiplies a score by, as the number w of its own formula log2(2 + w)."""
    used = 1 + 0.08 * math.log1p(max(document.popularity, 0.0))
    return float(2.0 ** min(max(document.boost, 0.1) * used, 20.0) - 2.0)


@lru_cache(maxsize=4_096)
def _name(text: str) -> Name:
    """Authors and tags stand on many documents, titles in both languages."""
    folded = fold(text)
    found = runs(folded)
    return Name(folded, spaced(folded), " ".join(found), _edges(folded, found))


def _edges(folded: str, runs: list[str]) -> list[str]:
    """What begins at each run of a name, and at each Japanese word that spaces set apart."""
    found = [" ".join(runs[index:])[:EDGE] for index in range(len(runs))]
    return found + [part[:EDGE] for part in folded.split() if len(part) > 1] if " " in folded else found


def _tie(key: str) -> int:
    """Equals come in the order of their keys."""
    return int.from_bytes(key.partition(":")[2].encode("utf-8", "ignore")[:7].ljust(7, b"\0"), "big")


def _seconds(moment: dt.datetime | None) -> int:
    return int((moment - EPOCH).total_seconds()) if moment else 0


def _encoded(values: dict[str, Any]) -> bytes:
    """Lone surrogates are left out; orjson, which is quicker, refuses them."""
    try:
        return orjson.dumps(values)
    except orjson.JSONEncodeError:
        return json.dumps(values, ensure_ascii=False).encode("utf-8", "ignore")


def _places(document: SearchDocument, names: Names) -> dict[str, str]:
    """Folded names by the place that `why` calls them, and the title of each language: for no hit folded again."""
    each = {language: title.folded for (language, _), title in zip(document.title.each(), names.title, strict=True)}
    named = {"reading": names.reading, "tags": names.tags, "people": names.people}
    return each | {place: "\n".join([each.folded for each in found]) for place, found in named.items() if found}


def _shown(document: SearchDocument) -> dict[str, Any]:
    return {
        "key": document.key,
        "kind": document.kind,
        "source": document.source,
        "ja": document.title.ja,
        "en": document.title.en,
        "readings": document.readings,
        "people": document.people,
        "tags": document.tags,
        "group": document.group,
        "updated": document.updated_at.isoformat() if document.updated_at else None,
    }
