"""What is searched: the demo company, the real bootcamp as imported, and plain talks, clubs and courses."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils import timezone

from portal.demo.load import load_demo
from search import registry
from search.documents import EMPLOYEES, SearchDocument, Words
from search.sight import Sight
from tests.learning.interfaces.importer.sources import import_from


def corpus(shared_data: Path) -> list[SearchDocument]:
    """Every document, from a database that is as it was before when this returns."""
    with transaction.atomic():
        load_demo(tell=lambda text: None)
        import_from(shared_data / "iij-bootcamp")
        found = list(registered())
        transaction.set_rollback(True)
    return [*found, *talks(shared_data), *dojos(shared_data), *courses()]


def registered() -> Iterator[SearchDocument]:
    """What the apps give of the database as it is."""
    for source in registry.sources():
        for names in registry.names_of(source):
            for _, documents in source.read(names):
                yield from documents


def everything(documents: list[SearchDocument]) -> Sight:
    """The sight of somebody who may see all of it."""
    return Sight(tokens=frozenset(token for each in documents for token in each.audience), today=timezone.localdate())


def talks(shared_data: Path) -> Iterator[SearchDocument]:
    """Talks at PyCon JP."""
    lines = (shared_data / "pycon-jp-talks.jsonl").read_text(encoding="utf-8").splitlines()
    for row in map(json.loads, lines):
        language = "en" if row["language"] == "eng" else "ja"
        yield _plain(
            "talk",
            row["id"],
            title=Words(**{language: row["title"]}),
            body=Words(**{language: row["description"] or ""}),
            people=tuple(row["speakers"] or ()),
            tags=tuple(row["tags"] or ()),
            updated_at=dt.datetime.fromisoformat(row["recorded"]).replace(tzinfo=dt.UTC) if row["recorded"] else None,
        )


def dojos(shared_data: Path) -> Iterator[SearchDocument]:
    """Programming clubs for children."""
    for row in yaml.safe_load((shared_data / "coderdojo" / "dojos.yml").read_text(encoding="utf-8")):
        yield _plain(
            "dojo",
            str(row["id"]),
            title=Words(ja=row["name"]),
            body=Words(ja=row["description"] or ""),
            tags=tuple(map(str, row["tags"] or ())),
        )


def courses() -> Iterator[SearchDocument]:
    """Courses of a catalogue, beside those of the demo company."""
    rows = yaml.safe_load((Path(__file__).parent / "courses.yml").read_text(encoding="utf-8"))
    for number, row in enumerate(rows, start=1):
        yield _plain(
            "course",
            f"relevance-{number}",
            title=Words(ja=row["ja"], en=row["en"]),
            body=Words(ja=row["goal"]),
            tags=tuple(row["tags"]),
        )


def _plain(kind: str, number: str, **facts: Any) -> SearchDocument:
    key = f"{kind}:{number}"
    return SearchDocument(key=key, source=key, kind=kind, url=f"/{kind}s/{number}/", audience=(EMPLOYEES,), **facts)
