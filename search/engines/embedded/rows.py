"""A document as the index holds it: terms to find it by, values to filter and to weigh it by, and what is shown."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from tantivy import Document

from search.documents import SearchDocument
from search.engines.embedded.quoting import KEEP_FOLDED
from search.engines.embedded.schema import EDGE
from search.engines.embedded.spaced import Spaced, characters, spaced, together, words
from search.text.fold import fold

SEPARATOR = "\x1f"
LONGEST = 10_000
EPOCH = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


def row(document: SearchDocument, version: int) -> Document:
    """Texts are folded here, once."""
    bodies = {language: fold(text) for language, text in document.body.each()}
    titles, title = _names([text for _, text in document.title.each()])
    readings, reading = _names(document.readings)
    people, person = _names(document.people)
    tags, tag = _names(document.tags)
    body = [spaced(each) for each in bodies.values()]
    values: dict[str, Any] = {
        "key": clean(document.key),
        "source": clean(document.source),
        "kind": clean(document.kind),
        "identity": clean(SEPARATOR.join((document.fingerprint(), document.source, document.key))),
        "audience": [clean(each) for each in document.audience],
        "within": [clean(each) for each in document.within],
        "group": clean(document.group or document.key),
        "exact": list(dict.fromkeys([each.whole for each in (*title, *reading)])),
        "facets": {name: [clean(each) for each in values] for name, values in document.facets.items() if values},
        "title": together(title),
        "reading": together(reading),
        "tag": together(tag),
        "people": together(person),
        "body": together(body),
        "title_stem": words((*title, *tag)),
        "body_stem": words(body),
        "name_character": characters((*title, *reading, *person, *tag)),
        "body_character": characters(body),
        "begin": list(dict.fromkeys([each.whole[:EDGE] for each in (*title, *reading, *tag)])),
        "edge": _edges((*titles, *readings, *tags), (*title, *reading, *tag)),
        "people_edge": _edges(people, person),
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
    for language, text in document.body.each():
        values[f"body_{language}"] = text.encode("utf-8", "ignore")
        if len(text) > KEEP_FOLDED:
            values[f"folded_{language}"] = bodies[language].encode("utf-8", "ignore")
    return Document(**values)


def clean(text: str) -> str:
    """What the engine can hold: without lone surrogates and no longer than a term may be."""
    return text[:LONGEST] if text.isascii() else text[:LONGEST].encode("utf-8", "ignore").decode()


def weight(document: SearchDocument) -> float:
    """What the engine multiplies a score by, as the number w of its own formula log2(2 + w)."""
    used = 1 + 0.08 * math.log1p(max(document.popularity, 0.0))
    return float(2.0 ** min(max(document.boost, 0.1) * used, 20.0) - 2.0)


def _names(texts: Iterable[str]) -> tuple[list[str], list[Spaced]]:
    """Folded, and cut."""
    found = [_name(each) for each in texts]
    return [folded for folded, _ in found], [cut for _, cut in found]


@lru_cache(maxsize=4_096)
def _name(text: str) -> tuple[str, Spaced]:
    """Authors and tags stand on many documents, titles in both languages."""
    folded = fold(text)
    return folded, spaced(folded)


def _edges(names: Sequence[str], cut: Sequence[Spaced]) -> list[str]:
    """What begins at each run of a name, and at each Japanese word that spaces set apart."""
    found: dict[str, None] = {}
    for name, each in zip(names, cut, strict=True):
        for index in range(len(each.runs)):
            found[" ".join(each.runs[index:])[:EDGE]] = None
        if " " in name:
            found.update(dict.fromkeys([part[:EDGE] for part in name.split() if len(part) > 1]))
    return list(found)


def _tie(key: str) -> int:
    """Equals come in the order of their keys."""
    return int.from_bytes(key.partition(":")[2].encode("utf-8", "ignore")[:7].ljust(7, b"\0"), "big")


def _seconds(moment: dt.datetime | None) -> int:
    return int((moment - EPOCH).total_seconds()) if moment else 0


def _encoded(values: dict[str, Any]) -> bytes:
    return _json(values).encode("utf-8", "ignore")


_json = json.JSONEncoder(ensure_ascii=False).encode


def _places(
    document: SearchDocument, titles: list[str], readings: list[str], tags: list[str], people: list[str]
) -> dict[str, str]:
    """Folded names by the place that `why` calls them, and the title of each language: for no hit folded again."""
    each = {language: title for (language, _), title in zip(document.title.each(), titles, strict=True)}
    named = {"reading": readings, "tags": tags, "people": people}
    return each | {place: "\n".join(texts) for place, texts in named.items() if texts}


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
