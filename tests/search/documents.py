"""Documents for tests of search: a thing in one line, and what a viewer may see of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from search.documents import EMPLOYEES, SearchDocument, Words
from search.sight import Sight

TODAY = dt.date(2026, 11, 20)
EMPLOYEE = Sight(tokens=frozenset({EMPLOYEES}), today=TODAY)


def words(text: str | Words) -> Words:
    """Text without a language is Japanese, as most is; `Words(en=…)` says otherwise."""
    return text if isinstance(text, Words) else Words(ja=text)


def document(key: str, title: str | Words = "", body: str | Words = "", **facts: Any) -> SearchDocument:
    """A document that every employee may find; its source is its own unless it is said. `key` is "kind:number"."""
    defaults: dict[str, Any] = {
        "source": key, "kind": key.partition(":")[0], "url": f"/{key.replace(':', '/')}/", "audience": (EMPLOYEES,),
    }  # fmt: skip
    return SearchDocument(key=key, title=words(title or key), body=words(body), **{**defaults, **facts})


def person(key: str, written: str, kana: str, romaji: str, **facts: Any) -> SearchDocument:
    """`person("person:1", "佐藤 花子", "さとう はなこ", "Sato Hanako")`: the English title turns the romaji round."""
    family, _, given = romaji.partition(" ")
    title = Words(ja=written, en=f"{given} {family}".strip())
    return document(key, title, readings=(kana, romaji), **facts)


def sight(*tokens: str, **facts: Any) -> Sight:
    """What an employee with these tokens sees; `outside`, `own` and `hidden` as sets."""
    sets = {name: frozenset(value) if name != "today" else value for name, value in facts.items()}
    return Sight(**{"tokens": frozenset({EMPLOYEES, *tokens}), "today": TODAY, **sets})
