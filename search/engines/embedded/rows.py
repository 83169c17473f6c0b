"""A document as the index holds it: terms to find it by, values to filter and to weigh it by, and what is shown."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Iterable
from typing import Any

from tantivy import Document

from search.documents import SearchDocument
from search.engines.embedded.quoting import KEEP_FOLDED
from search.engines.embedded.schema import EDGE
from search.engines.embedded.spaced import characters, spaced_each, words
from search.text.fold import fold
from search.text.tokens import runs

SEPARATOR = "\x1f"
LONGEST = 10_000
LONGEST_NAME = 24
"""Characters of a name whose parts are also joined."""
EPOCH = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


def row(document: SearchDocument, version: int) -> Document:
    """Texts are folded here, once."""
    titles = [fold(text) for _, text in document.title.each()]
    bodies = {language: fold(text) for language, text in document.body.each()}
    readings = [fold(each) for each in document.readings]
    people = [fold(each) for each in document.people]
    tags = [fold(each) for each in document.tags]
    joined = _without_spaces((*titles, *readings))
    names = [*titles, *readings, *tags, *people]
    values: dict[str, Any] = {
        "key": clean(document.key),
        "source": clean(document.source),
        "kind": clean(document.kind),
        "identity": clean(SEPARATOR.join((document.fingerprint(), document.source, document.key))),
        "audience": [clean(each) for each in document.audience],
        "within": [clean(each) for each in document.within],
        "group": clean(document.group or document.key),
        "exact": list(dict.fromkeys(each.strip() for each in (*titles, *readings))),
        "facets": {name: [clean(each) for each in values] for name, values in document.facets.items() if values},
        "title": spaced_each(titles),
        "reading": spaced_each(readings),
        "tag": spaced_each(tags),
        "people": spaced_each(people),
        "joined": spaced_each(joined),
        "body": spaced_each(bodies.values()),
        "title_stem": words((*titles, *tags)),
        "body_stem": words(bodies.values()),
        "name_character": characters(names),
        "body_character": characters(bodies.values()),
        "begin": list(dict.fromkeys(each.strip()[:EDGE] for each in (*titles, *readings, *tags))),
        "edge": _edges((*titles, *readings, *tags, *joined)),
        "people_edge": _edges(people),
        "weight": weight(document),
        "version": version,
        "tie": _tie(document.key),
        "updated": _seconds(document.updated_at),
        "shown": json.dumps(_shown(document), ensure_ascii=False).encode("utf-8", "ignore"),
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


def _without_spaces(names: Iterable[str]) -> list[str]:
    """佐藤花子 finds 佐藤 花子: names of Japanese words alone are found written together too."""
    found = []
    for name in names:
        parts = runs(name) if len(name) <= LONGEST_NAME else []
        if 1 < len(parts) <= 3 and all(is_cjk for _, _, is_cjk in parts):
            found.append("".join(text for text, _, _ in parts))
    return found


def _edges(names: Iterable[str]) -> list[str]:
    """What begins at each word of a name."""
    return list(dict.fromkeys(name[start : start + EDGE] for name in names for _, start, _ in runs(name)))


def _tie(key: str) -> int:
    """Equals come in the order of their keys."""
    return int.from_bytes(key.partition(":")[2].encode("utf-8", "ignore")[:7].ljust(7, b"\0"), "big")


def _seconds(moment: dt.datetime | None) -> int:
    return int((moment - EPOCH).total_seconds()) if moment else 0


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
