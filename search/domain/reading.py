"""Sources as they are now: their documents, read from the database in batches. One that fails spoils no other."""

from __future__ import annotations

import traceback
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from django.db import InterfaceError, OperationalError

from search.documents import BODY_LIMIT, SearchDocument, Words
from search.registry import Source, source_named

DATABASE_AWAY = (OperationalError, InterfaceError)


@dataclass
class Reading:
    """Source names with their documents, those that could not be read with what went wrong, and what was cut."""

    documents: dict[str, list[SearchDocument]] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)
    cut: list[str] = field(default_factory=list)


def read_sources(names: Iterable[str]) -> Reading:
    """Every name comes back once: with its documents (none where it is gone or unknown) or with its failure.

    Raises only when the database itself is away.
    """
    found = Reading()
    for prefix, group in _by_prefix(names).items():
        source = source_named(prefix)
        if source is None:
            found.documents.update({name: [] for name in group})
        else:
            _read_group(source, group, found)
    return found


def _by_prefix(names: Iterable[str]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for name in dict.fromkeys(names):
        groups[name.partition(":")[0]].append(name)
    return groups


def _read_group(source: Source, names: Sequence[str], found: Reading) -> None:
    try:
        read = {name: [_checked(document, name, found) for document in each] for name, each in source.read(names)}
    except DATABASE_AWAY:
        raise
    except Exception as error:
        if len(names) == 1:
            found.failures[names[0]] = told(error)
            return
        for name in names:
            _read_group(source, [name], found)
        return
    found.documents.update({name: read.get(name, []) for name in names})


def _checked(document: SearchDocument, name: str, found: Reading) -> SearchDocument:
    if document.source != name:
        raise ValueError(f"{document.key} says that it comes from {document.source}")
    if max(len(document.body.ja), len(document.body.en)) <= BODY_LIMIT:
        return document
    found.cut.append(document.key)
    return replace(document, body=Words(ja=document.body.ja[:BODY_LIMIT], en=document.body.en[:BODY_LIMIT]))


def told(error: BaseException) -> str:
    """The kind of an error and where it was raised; not its message, which may quote what somebody wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno} ({frames[-1].name})" if frames else ""
    return f"{type(error).__name__}{where}"
