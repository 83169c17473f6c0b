"""The one schema of search: both engines derive their mapping from this dataclass, and apps give nothing else.

A *source* is what an app can reread from the database (`material:<translation_key>`); it has any number of documents
(the material and each of its steps). A *document* is what somebody can find.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

import orjson

SCHEMA = 3
"""Raise it when a field is added, text is analysed or a fingerprint reckoned in another way: indexes are then built
anew."""

EMPLOYEES = "employees"
"""The audience token of everyone who is employed today."""

LANGUAGES = ("ja", "en")


@dataclass(frozen=True)
class Words:
    """A text in the languages that it exists in; what belongs to none (a log) stands under one of them.

    `Words(ja="勉強会", en="Study meeting")`; `Words(en=text)` where there is one alone. Only published text.
    """

    ja: str = ""
    en: str = ""

    def in_language(self, language: str) -> str:
        """The text in this language, else in the other."""
        return (self.ja or self.en) if language.startswith("ja") else (self.en or self.ja)

    def each(self) -> list[tuple[str, str]]:
        """(language, text) of each that is there; a text that is the same in both comes once."""
        found = [("ja", self.ja), ("en", self.en)] if self.ja != self.en else [("ja", self.ja)]
        return [(language, text) for language, text in found if text]


@dataclass(frozen=True)
class SearchDocument:
    """What can be found. Everything is plain values; text is as people read it (no markup), never folded.

    key         stable and unique: `person:<public_id>`, `step:<translation_key>:<step id>`
    source      what it was read from; a source is replaced as a whole
    kind        the name of a registered `Kind`
    title       up to about 200 characters
    body        what else is searched and quoted in snippets; at most BODY_LIMIT characters a language
    readings    other spellings of the title: kana, romaji, codes. Found as well as the title, never shown
    people      names shown with it (authors, lecturers), each with its readings; never who asked a question
    tags        as people write them
    facets      facet name → values, as codes (`{"department": ["network"], "language": ["ja", "en"]}`)
    audience    tokens of which the viewer must hold one (`EMPLOYEES`, `person:<id>`, …); empty: nobody
    within      the places it lies in: translation keys of its page and of all pages above. A place that is shut to a
                viewer (`Sight.outside`) shuts what lies within, at once, without indexing anything again.
                `search.places` makes them: one in which not all of its languages lie is marked, and opens nothing
    group       key of the document that it is a part of (a step's material), else ""
    url         address without its language prefix (`/people/…/`); presentation may know better
    starts_at   when it takes place, for what does
    updated_at  when its words last changed: recency counts
    shown_from, shown_until   days (from inclusive, until exclusive) between which it may be found
    popularity  how much it is used: 0 and more, counted (readers, answers that helped); damped by the engine
    boost       1.0; a kind's or an editor's weight, 0.1 to 10
    """

    key: str
    source: str
    kind: str
    title: Words
    url: str
    body: Words = Words()
    readings: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    audience: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    group: str = ""
    starts_at: dt.datetime | None = None
    updated_at: dt.datetime | None = None
    shown_from: dt.date | None = None
    shown_until: dt.date | None = None
    popularity: float = 0.0
    boost: float = 1.0

    def fingerprint(self) -> str:
        """Same document, same schema, same fingerprint: `check` compares these."""
        given = {"schema": SCHEMA, **vars(self)}
        return hashlib.blake2b(_encoded(given), digest_size=12).hexdigest()


def _encoded(given: dict[str, object]) -> bytes:
    """orjson refuses lone surrogates, everywhere and always: what has them goes another way, the same one each time."""
    try:
        return orjson.dumps(given, _plain, orjson.OPT_SORT_KEYS)
    except orjson.JSONEncodeError:
        said = json.dumps(given, sort_keys=True, default=_plain, ensure_ascii=False)
        return said.encode("utf-8", "surrogatepass")


def _plain(value: object) -> object:
    """Words and mappings as their values, all else as text; `asdict` copies everything, ten times as slowly."""
    if isinstance(value, Words):
        return vars(value)
    return dict(value) if isinstance(value, Mapping) else str(value)


BODY_LIMIT = 40_000
"""Characters of a body and language that are indexed; what is longer is cut by the registry, and said in `check`."""
