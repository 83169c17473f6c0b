"""What stands in the feed of a saved search: what its owner may see at the moment, newest first."""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.utils import translation

from search.domain.queries.finding import find
from search.domain.queries.found import Found, State
from search.domain.queries.presenting import Row
from search.domain.queries.saved import asked_of, lost_kinds
from search.models import SavedSearch


@dataclass(frozen=True)
class Entry:
    """One hit. `id` stays the same whatever it is called and wherever it lies."""

    id: str
    title: str
    url: str
    updated: dt.datetime
    summary: str
    kind: str


def entries_of(saved: SavedSearch) -> list[Entry] | None:
    """Under the owner's sight as it is now, in the language that it was saved in; None while no engine answers."""
    if lost_kinds(saved):
        return []
    with translation.override(saved.language):
        found: Found = find(dataclasses.replace(asked_of(saved), order="new"), viewer=saved.owner, or_some_words=False)
        if found.state is State.AWAY:
            return None
        entries = [_entry(row, saved) for row in found.rows]
    return sorted(entries, key=lambda entry: (entry.updated, entry.id), reverse=True)


def _entry(row: Row, saved: SavedSearch) -> Entry:
    snippet = "".join(piece.text for piece in row.snippet)
    parts = (row.shown.line, snippet)
    return Entry(
        id=uuid.uuid5(uuid.NAMESPACE_URL, f"{settings.BASE_URL}#{row.hit.key}").urn,
        # A reader shows the title alone: twenty steps are called 確認.
        title=" – ".join(filter(None, (row.shown.title, row.shown.part_of))),
        url=f"{settings.BASE_URL}{row.shown.url}",
        # What has no time of its own (a colleague) is as old as the search: it never comes up as news.
        updated=row.hit.updated_at or saved.created_at,
        summary=" · ".join(part for part in parts if part),
        kind=str(row.kind.one),
    )
