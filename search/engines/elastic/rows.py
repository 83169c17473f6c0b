"""A document as the index holds it."""

from __future__ import annotations

import datetime as dt
import hashlib
import math
import re
from typing import Any

from search.documents import SearchDocument, Words
from search.engines.elastic.words import clean, folded_each
from search.text.fold import fold
from search.text.tokens import runs

LEAD = 200
"""Characters of the text's beginning, shown where nothing in it matched."""

LONGEST_ID = 500
"""Bytes; Elasticsearch takes 512."""

ALWAYS, NEVER_ENDS = 0, 10_000_000
"""Days (`date.toordinal`) for documents that are shown from ever, or for ever."""

# 佐藤 花子 is also written 佐藤花子: Japanese words with a space between are found without it too.
GAP = re.compile(r"(?<=[\u3041-\u30ff\u3400-\u9fff])\s+(?=[\u3041-\u30ff\u3400-\u9fff])")


def row_id(key: str) -> str:
    """The key itself, where it is neither too long for an id nor nothing at all."""
    key = clean(key)
    if key and len(key.encode()) <= LONGEST_ID:
        return key
    return f"long/{hashlib.blake2b(key.encode(), digest_size=24).hexdigest()}"


def row(document: SearchDocument) -> dict[str, Any]:
    """Folded words to search in, words as written to quote, values to filter and to weigh by."""
    names = [said(name) for name in (*_texts(document.title), *document.readings)]
    readings = _with_joined([*document.readings, *(text for text in _texts(document.title) if GAP.search(text))])
    found: dict[str, Any] = {
        "is_document": True,
        "key": clean(document.key),
        "source": clean(document.source),
        "kind": clean(document.kind),
        "group": clean(document.group),
        "fingerprint": document.fingerprint(),
        "title": folded_each(_texts(document.title)),
        "names": list(dict.fromkeys(name for name in names if name)),
        "readings": folded_each(readings),
        "people": folded_each(_with_joined(list(document.people))),
        "tags": folded_each(document.tags),
        "body": folded_each(_texts(document.body)),
        "facets": {name: [clean(value) for value in values] for name, values in document.facets.items() if values},
        "audience": [clean(token) for token in document.audience],
        "within": [clean(place) for place in document.within],
        "shown_from": document.shown_from.toordinal() if document.shown_from else ALWAYS,
        "shown_until": document.shown_until.toordinal() if document.shown_until else NEVER_ENDS,
        "updated_at": moment(document.updated_at),
        "starts_at": moment(document.starts_at),
        "weight": weight(document),
    }
    found["beginnings"] = [*found["title"], *found["readings"], *found["tags"]]
    return found | _as_written(document)


def weight(document: SearchDocument) -> float:
    """What a score is multiplied with: the boost, and use, damped. A thousand readers are worth a third more."""
    use = max(document.popularity, 0.0)
    return min(max(document.boost, 0.1), 10.0) * (1 + min(math.log1p(use) / 20, 0.5))


def moment(value: dt.datetime | None) -> str | None:
    """ISO with a zone; a moment without one is taken as UTC."""
    if value is None:
        return None
    return (value if value.tzinfo else value.replace(tzinfo=dt.UTC)).isoformat()


def _as_written(document: SearchDocument) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for language in ("ja", "en"):
        title, body = getattr(document.title, language), getattr(document.body, language)
        if title:
            found[f"title_{language}"] = clean(title)
        if body:
            found[f"body_{language}"] = clean(body)
            found[f"lead_{language}"] = clean(body[:LEAD])
    return found


def said(text: str) -> str:
    """The folded words of a name with one space between, as `Parsed.together` has them."""
    return " ".join(word for word, _, _ in runs(fold(text)))


def _texts(words: Words) -> list[str]:
    return [text for _, text in words.each()]


def _with_joined(texts: list[str]) -> list[str]:
    return list(dict.fromkeys(each for text in texts for each in (text, GAP.sub("", text)) if each))
