"""Documents found, as hits: what is shown of them, quoted and with its reasons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple

import orjson
from tantivy import Document

from search.engines.embedded.marks import Marks, Places
from search.engines.embedded.quoting import quoted
from search.engines.embedded.written import marked
from search.query import Hit, Suggestion
from search.text.fold import fold
from search.text.highlight import Piece
from search.text.parsed import Parsed

OTHER = {"ja": "en", "en": "ja"}
ELSEWHERE = ("reading", "tags", "people")


class Body(NamedTuple):
    """A body in one language, its folded form, and where the query stands in that."""

    text: str
    folded: str
    places: Places


class Shown:
    """What the index keeps of a document, to be shown."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self.values: dict[str, Any] = orjson.loads(document.get_first("shown") or b"{}")

    def title(self, language: str) -> str:
        return str(self.values[language] or self.values[OTHER[language]])

    def folded_titles(self, language: str) -> tuple[str, str]:
        """Of the title that is shown, and of the other one."""
        titles = self.values["folded"]
        mine, other = titles.get(language) or "", titles.get(OTHER[language]) or ""
        return (mine, other) if mine else (other, "")

    def body(self, language: str) -> tuple[str, str]:
        """The text and its folded form."""
        text = self._text(f"body_{language}")
        return text, (self._text(f"folded_{language}") or fold(text)) if text else ""

    @property
    def updated_at(self) -> dt.datetime | None:
        return dt.datetime.fromisoformat(self.values["updated"]) if self.values["updated"] else None

    def _text(self, field: str) -> str:
        return str(self._document.get_first(field) or b"", "utf-8", "replace")


def known(language: str) -> str:
    return "ja" if language.startswith("ja") else "en"


def _marked(title: str, forms: list[str]) -> tuple[Piece, ...]:
    return marked(title, forms) if forms else (Piece(title),)


class Hits:
    """Makes the hits of one query. `typos` are the words meant → the words typed."""

    def __init__(
        self, parsed: Parsed, *, language: str, snippets: bool = True, typos: Mapping[str, str] | None = None
    ) -> None:
        self._parsed, self._language, self._snippets = parsed, known(language), snippets
        self._typos = typos or {}
        self._marks = Marks(parsed, self._typos)
        self._replaced = bool(self._typos) or any(form.is_synonym for each in parsed.clauses for form in each.forms)

    def hit(self, document: Document, score: float) -> Hit:
        """One document found, in the viewer's language where it has it."""
        shown = Shown(document)
        values, body, spoken = shown.values, *self._body(shown)
        title, other_title = shown.folded_titles(self._language)
        named = self._marks.texts(title)
        return Hit(
            key=values["key"],
            kind=values["kind"],
            score=score,
            title=_marked(shown.title(self._language), named),
            snippet=quoted(body.text, body.folded, body.places) if self._snippets else (),
            why=self._why(values["folded"], body, is_named=bool(named) or self._marks.are_in(other_title)),
            group=values["group"],
            language=spoken,
            updated_at=shown.updated_at,
        )

    def suggestion(self, document: Document, score: float) -> Suggestion:
        shown = Shown(document)
        title, named = shown.title(self._language), self._marks.texts(shown.folded_titles(self._language)[0])
        return Suggestion(shown.values["key"], shown.values["kind"], title, _marked(title, named), score)

    def _body(self, shown: Shown) -> tuple[Body, str]:
        """The body that matched, and its language; else the viewer's, else the one that there is."""
        other = OTHER[self._language]
        mine = self._read(*shown.body(self._language))
        if mine.places:
            return mine, self._language
        theirs = self._read(*shown.body(other))
        return (theirs, other) if theirs.places or not mine.text else (mine, self._language)

    def _read(self, text: str, folded: str) -> Body:
        return Body(text, folded, self._marks.places(folded) if text else [])

    def _why(self, folded: Mapping[str, str], body: Body, *, is_named: bool) -> tuple[str, ...]:
        if self._parsed.is_empty:
            return ()
        found = ["title"] if is_named else []
        found += [name for name in ELSEWHERE if name in folded and self._marks.are_in(folded[name])]
        if body.places:
            found.append("body")
        if self._replaced:
            found += self._otherwise("\n".join((*folded.values(), body.folded)))
        return tuple(found)

    def _otherwise(self, said: str) -> list[str]:
        """What was found in place of what was typed."""
        found = [f"typo:{word}" for word in self._typos if word in said]
        for clause in self._parsed.clauses:
            if clause.text not in said:
                found += [f"synonym:{form.text}" for form in clause.forms if form.is_synonym and form.text in said]
        return list(dict.fromkeys(found))
