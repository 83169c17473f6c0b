"""What the parts of the set say of documents. It compares letters by few lines of its own, with nothing of what is
tested."""

from __future__ import annotations

import unicodedata
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from portal.demo.names import DATA
from search.documents import SearchDocument
from search.domain.synonym_table import Row, SynonymTable, table_of

HERE = Path(__file__).parent
FIRST, SECOND, THIRD, FOURTH = "judged.yml", "unseen.yml", "fresh.yml", "blind.yml"
"""The parts of the set, in the order in which they were written."""
HELD_OUT = 3
"""One query of so many is kept apart: nobody looks at it while weights are chosen."""


@dataclass(frozen=True)
class Condition:
    field: str
    text: str

    def holds(self, document: SearchDocument) -> bool:
        return self.text in _field(document, self.field)


@dataclass(frozen=True)
class Judgement:
    """`3 talk title~野球 & any~python`."""

    grade: int
    kind: str
    conditions: tuple[Condition, ...]

    def holds(self, document: SearchDocument) -> bool:
        return self.kind in {"*", document.kind} and all(each.holds(document) for each in self.conditions)


@dataclass(frozen=True)
class Judged:
    text: str
    group: str
    judgements: tuple[Judgement, ...]
    part: str = FIRST

    @property
    def is_held_out(self) -> bool:
        return self.part != FIRST or zlib.crc32(self.text.encode()) % HELD_OUT == 0

    def grades(self, documents: Sequence[SearchDocument]) -> dict[str, int]:
        """Key → grade of every relevant document."""
        found: dict[str, int] = {}
        for document in documents:
            grade = max((each.grade for each in self.judgements if each.holds(document)), default=0)
            if grade:
                found[document.key] = grade
        return found


def queries() -> list[Judged]:
    return [judged for part in (FIRST, SECOND, THIRD, FOURTH) for judged in _queries(part)]


def synonyms(part: str) -> SynonymTable:
    """Those that an editor would have added; the later parts are asked with those of the demo company."""
    rows = _read(DATA / "search.yml" if part in {THIRD, FOURTH} else HERE / FIRST)["synonyms"]
    return table_of(_row(row) for row in rows)


def _row(row: Any) -> Row:
    return Row(tuple(row["words"]), tuple(row.get("finds", ()))) if isinstance(row, dict) else Row(tuple(row))


def _queries(part: str) -> list[Judged]:
    rows = _read(HERE / part)["queries"]
    return [Judged(row["q"], row["class"], tuple(map(_judgement, row["judged"])), part) for row in rows]


def _read(file: Path) -> Any:
    return yaml.safe_load(file.read_text(encoding="utf-8"))


def _judgement(text: str) -> Judgement:
    grade, kind, rest = text.split(" ", 2)
    parts = [part.partition("~") for part in rest.split(" & ")]
    return Judgement(int(grade), kind, tuple(Condition(field.strip(), plain(wanted)) for field, _, wanted in parts))


@lru_cache(maxsize=200_000)
def plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


def _field(document: SearchDocument, field: str) -> str:
    fields = {
        "url": (document.url,),
        "title": (document.title.ja, document.title.en),
        "body": (document.body.ja, document.body.en),
        "people": document.people,
        "tags": document.tags,
    }
    asked = (
        fields[field]
        if field in fields
        else [text for name, texts in fields.items() if name != "url" for text in texts]
    )
    return "\n".join(map(plain, asked))
