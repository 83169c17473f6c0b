"""Documents found, as hits: what is shown of them, quoted and with its reasons."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

from tantivy import Document

from search.engines.embedded.asking import stem
from search.query import Hit
from search.text.fold import fold
from search.text.highlight import QUOTED, pieces
from search.text.parse import Parsed
from search.text.tokens import is_latin


def forms_of(parsed: Parsed) -> list[str]:
    """Folded stretches of text to mark, longest first; stems of words too."""
    if parsed.is_error:
        return [word for line in parsed.lines for word in line.split() if len(word) > 2]
    found = [form.text for clause in parsed.clauses for form in clause.forms]
    found += [stem(each) for each in found if is_latin(each) and len(each) > 3 and len(stem(each)) > 2]
    return sorted(dict.fromkeys(found), key=len, reverse=True)


def shown(document: Document) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(bytes(document.get_first("shown") or b"{}"))
    return values


def body(document: Document, language: str) -> str:
    return bytes(document.get_first(f"body_{language}") or b"").decode("utf-8", "replace")


def hit(document: Document, score: float, parsed: Parsed, *, language: str, snippets: bool = True) -> Hit:
    """One document found, in the viewer's language where it has it."""
    values, forms = shown(document), forms_of(parsed)
    mine = "ja" if language.startswith("ja") else "en"
    other = "en" if mine == "ja" else "ja"
    title = values[mine] or values[other]
    text, spoken = body(document, mine), mine
    if not _has(text, forms) and _has(elsewhere := body(document, other), forms):
        text, spoken = elsewhere, other
    quoted = pieces(text or body(document, other), forms, limit=QUOTED) if snippets else ()
    return Hit(
        key=values["key"],
        kind=values["kind"],
        score=score,
        title=pieces(title, forms),
        snippet=quoted,
        why=_why(values, text, forms, parsed),
        group=values["group"],
        language=spoken,
        updated_at=dt.datetime.fromisoformat(values["updated"]) if values["updated"] else None,
    )


def _has(text: str, forms: Sequence[str]) -> bool:
    folded = fold(text) if text else ""
    return any(form in folded for form in forms)


def _why(values: dict[str, Any], text: str, forms: Sequence[str], parsed: Parsed) -> tuple[str, ...]:
    places = {
        "title": [values["ja"], values["en"]],
        "reading": values["readings"],
        "tags": values["tags"],
        "people": values["people"],
        "body": [text],
    }
    found = [name for name, texts in places.items() if any(_has(each, forms) for each in texts)]
    said = " ".join(fold(each) for texts in places.values() for each in texts)
    for clause in parsed.clauses:
        if clause.text not in said:
            found += [f"synonym:{form.text}" for form in clause.forms if form.is_synonym and form.text in said]
    return tuple(found)
