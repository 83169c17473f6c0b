"""Synonyms: editors write rows, a query asks for their words too. Nothing is indexed again.

Every process keeps the worked-out table in memory together with the stamp of the rows that it was made of; each search
reads the stamp (one row by its key), so a change counts with the next search in every process.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from core.domain import audit
from core.models.person import Person
from search.domain.queries.synonyms import STAMP, rows_in_force
from search.domain.synonym_checks import check
from search.domain.synonym_table import SynonymTable, table_of
from search.enums import SynonymKind
from search.models import SearchStamp, Synonym
from search.rules import edits_synonyms
from search.text.parse import Expand

_kept: tuple[uuid.UUID | None, SynonymTable] = (None, SynonymTable())


def expander() -> Expand:
    """How to expand the words of one search: `parse(text, expand=expander())`. Reads the stamp once."""
    return current_table().expand


def expand(word: str) -> Sequence[str]:
    """The synonyms of one folded word, folded. Reads the stamp; for several words take `expander()`."""
    return current_table().expand(word)


def as_written(word: str) -> str:
    """A folded synonym as an editor wrote it: セキュリティ, not せきゅりてぃ. Asks nothing: the search that found by it
    has just read the table."""
    return _kept[1].written.get(word, word)


def current_table() -> SynonymTable:
    """The table as the rows are now. The stamp is read first: a change in between is noticed the next time."""
    global _kept  # noqa: PLW0603 - what this process keeps; a tuple, so that two threads never mix two states
    stamp = SearchStamp.objects.filter(name=STAMP).values_list("value", flat=True).first()
    known, table = _kept
    if stamp != known:
        table = table_of(rows_in_force()) if stamp else SynonymTable()
        _kept = (stamp, table)
    return table


@transaction.atomic
def add_synonym(
    *, words: Sequence[str], finds: Sequence[str] = (), note: str = "", actor: Person | None = None
) -> Synonym:
    """A new row: equal words, or with `finds` words that count one way. ValidationError names the field."""
    _lock(actor)
    words, finds = check(words, finds)
    kind = SynonymKind.ONE_WAY if finds else SynonymKind.EQUAL
    row = Synonym.objects.create(kind=kind, words=words, finds=finds, note=note.strip(), changed_by=actor)
    _changed("synonym.added", row, actor)
    return row


@transaction.atomic
def change_synonym(
    row: Synonym, *, words: Sequence[str], finds: Sequence[str] = (), note: str = "", actor: Person | None
) -> Synonym:
    """Write a row anew. ValidationError names the field."""
    _lock(actor)
    row.words, row.finds = check(words, finds, besides=row.pk)
    row.kind = SynonymKind.ONE_WAY if row.finds else SynonymKind.EQUAL
    row.note, row.changed_by = note.strip(), actor
    row.save()
    _changed("synonym.changed", row, actor)
    return row


@transaction.atomic
def remove_synonym(row: Synonym, *, actor: Person | None) -> None:
    """Take a row away; it can be brought back until the next day."""
    _lock(actor)
    row.removed_at, row.changed_by = timezone.now(), actor
    row.save()
    _changed("synonym.removed", row, actor)


@transaction.atomic
def restore_synonym(row: Synonym, *, actor: Person | None) -> None:
    """Undo a removal; ValidationError where others have its words meanwhile."""
    _lock(actor)
    check(row.words, row.finds, besides=row.pk)
    row.removed_at, row.changed_by = None, actor
    row.save()
    _changed("synonym.restored", row, actor)


def _lock(actor: Person | None) -> None:
    """One writer at a time, so that two cannot add the same words at once. No actor: the system itself."""
    if actor is not None and not edits_synonyms(actor):
        raise PermissionDenied
    SearchStamp.objects.get_or_create(name=STAMP)
    SearchStamp.objects.select_for_update().get(name=STAMP)


def _changed(action: str, row: Synonym, actor: Person | None) -> None:
    SearchStamp.objects.filter(name=STAMP).update(value=uuid.uuid4())
    audit.record(action, actor=actor, on=row, detail={"words": row.words, "finds": row.finds})
