"""Documents found, as hits: what is shown of them, quoted and with its reasons."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tantivy import Document

from search.engines.embedded.marks import Marks
from search.engines.embedded.quoting import quoted
from search.query import Hit, Suggestion
from search.text.fold import fold
from search.text.highlight import pieces
from search.text.parse import Parsed

OTHER = {"ja": "en", "en": "ja"}


@dataclass(frozen=True)
class Body:
    """A body in one language, and its folded form."""

    text: str = ""
    folded: str = ""


class Shown:
    """What the index keeps of a document, to be shown."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.values: dict[str, Any] = json.loads(bytes(document.get_first("shown") or b"{}"))

    def title(self, language: str) -> str:
        return str(self.values[language] or self.values[OTHER[language]])

    def body(self, language: str) -> Body:
        text = self._text(f"body_{language}")
        return Body(text, (self._text(f"folded_{language}") or fold(text)) if text else "")

    @property
    def updated_at(self) -> dt.datetime | None:
        return dt.datetime.fromisoformat(self.values["updated"]) if self.values["updated"] else None

    def _text(self, field: str) -> str:
        return bytes(self._document.get_first(field) or b"").decode("utf-8", "replace")


def known(language: str) -> str:
    return "ja" if language.startswith("ja") else "en"


class Hits:
    """Makes the hits of one query. `typos` are the words meant → the words typed."""

    def __init__(
        self, parsed: Parsed, *, language: str, snippets: bool = True, typos: Mapping[str, str] | None = None
    ) -> None:
        self._parsed, self._language, self._snippets = parsed, known(language), snippets
        self._typos = typos or {}
        self._marks = Marks(parsed, self._typos)

    def hit(self, document: Document, score: float) -> Hit:
        """One document found, in the viewer's language where it has it."""
        shown = Shown(document)
        values, body, spoken = shown.values, *self._body(shown)
        title = shown.title(self._language)
        return Hit(
            key=values["key"],
            kind=values["kind"],
            score=score,
            title=pieces(title, self._marks.texts(fold(title))),
            snippet=quoted(body.text, body.folded, self._marks) if self._snippets else (),
            why=self._why(values, body),
            group=values["group"],
            language=spoken,
            updated_at=shown.updated_at,
        )

    def suggestion(self, document: Document, score: float) -> Suggestion:
        shown = Shown(document)
        title = shown.title(self._language)
        marked = pieces(title, self._marks.texts(fold(title)))
        return Suggestion(shown.values["key"], shown.values["kind"], title, marked, score)

    def _body(self, shown: Shown) -> tuple[Body, str]:
        """The body that matched, and its language; else the viewer's, else the one that there is."""
        mine, other = shown.body(self._language), shown.body(OTHER[self._language])
        if self._marks.are_in(mine.folded) or not other.text:
            return mine, self._language
        if not mine.text or self._marks.are_in(other.folded):
            return other, OTHER[self._language]
        return mine, self._language

    def _why(self, values: Mapping[str, Any], body: Body) -> tuple[str, ...]:
        if self._parsed.is_empty:
            return ()
        places: dict[str, Sequence[str]] = {
            "title": (values["ja"], values["en"]),
            "reading": values["readings"],
            "tags": values["tags"],
            "people": values["people"],
        }
        folded = {name: fold("\n".join(texts)) for name, texts in places.items()} | {"body": body.folded}
        found = [name for name, text in folded.items() if self._marks.are_in(text)]
        return (*found, *self._otherwise("\n".join(folded.values())))

    def _otherwise(self, said: str) -> list[str]:
        """What was found in place of what was typed."""
        found = [f"typo:{word}" for word in self._typos if word in said]
        for clause in self._parsed.clauses:
            if clause.text not in said:
                found += [f"synonym:{form.text}" for form in clause.forms if form.is_synonym and form.text in said]
        return list(dict.fromkeys(found))
