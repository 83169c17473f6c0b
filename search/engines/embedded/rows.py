"""A document as the index holds it: terms to find it by, values to filter and to weigh it by, and what is shown."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

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


@dataclass(frozen=True, slots=True)
class Name:
    """A short text folded, cut, its runs for beginnings, and these alone as its `whole`: spaces between Japanese,
    brackets and the like are no difference."""

    folded: str
    cut: Spaced
    runs: list[str]
    whole: str


def row(document: SearchDocument, version: int) -> Document:
    """Texts are folded here, once."""
    bodies = [(language, text, fold(text)) for language, text in document.body.each()]
    body = [spaced(folded) for _, _, folded in bodies]
    titles, readings = [_name(text) for _, text in document.title.each()], [*map(_name, document.readings)]
    people, tags = [*map(_name, document.people)], [*map(_name, document.tags)]
    title, reading, person, tag = ([each.cut for each in names] for names in (titles, readings, people, tags))
    values: dict[str, Any] = {
        "key": clean(document.key),
        "source": clean(document.source),
        "kind": clean(document.kind),
        "identity": clean(SEPARATOR.join((document.fingerprint(), document.source, document.key))),
        "audience": [*map(clean, document.audience)],
        "within": [*map(clean, document.within)],
        "group": clean(document.group or document.key),
        "exact": list(dict.fromkeys([each.whole for each in (*titles, *readings)])),
        "facets": {name: [*map(clean, values)] for name, values in document.facets.items() if values},
        "title": together(title),
        "reading": together(reading),
        "tag": together(tag),
        "people": together(person),
        "body": together(body),
        "title_stem": words((*title, *tag)),
        "body_stem": words(body),
        "name_character": characters((*title, *reading, *person, *tag)),
        "body_character": characters(body),
        "begin": list(dict.fromkeys([each.whole[:EDGE] for each in (*titles, *readings, *tags)])),
        "edge": _edges((*titles, *readings, *tags)),
        "people_edge": _edges(people),
        "weight": weight(document),
        "version": version,
        "tie": _tie(document.key),
        "updated": _seconds(document.updated_at),
        "shown": _encoded(_shown(document) | {"folded": _places(document, titles, readings, tags, people)}),
    }
    if document.shown_from:
        values["shown_from"] = document.shown_from.toordinal()
    if document.shown_until:
        values["shown_until"] = document.shown_until.toordinal()
    for language, text, folded in bodies:
        values[f"body_{language}"] = text.encode("utf-8", "ignore")
        if len(text) > KEEP_FOLDED:
            values[f"folded_{language}"] = folded.encode("utf-8", "ignore")
    return Document(**values)


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
    return Name(folded, spaced(folded), found, " ".join(found))


def _edges(names: Iterable[Name]) -> list[str]:
    """What begins at each run of a name, and at each Japanese word that spaces set apart."""
    found: dict[str, None] = {}
    for name in names:
        for index in range(len(name.runs)):
            found[" ".join(name.runs[index:])[:EDGE]] = None
        if " " in name.folded:
            found.update(dict.fromkeys([part[:EDGE] for part in name.folded.split() if len(part) > 1]))
    return list(found)


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


def _places(
    document: SearchDocument, titles: list[Name], readings: list[Name], tags: list[Name], people: list[Name]
) -> dict[str, str]:
    """Folded names by the place that `why` calls them, and the title of each language: for no hit folded again."""
    each = {language: title.folded for (language, _), title in zip(document.title.each(), titles, strict=True)}
    named = {"reading": readings, "tags": tags, "people": people}
    return each | {place: "\n".join([each.folded for each in names]) for place, names in named.items() if names}


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
