"""The rows of synonyms: those in force, and as the screen lists them."""

from __future__ import annotations

from django.db.models import QuerySet

from search.domain.synonym_table import Row, said
from search.models import Synonym

STAMP = "synonyms"


def rows_in_force() -> list[Row]:
    """All rows, as the table is made of them."""
    rows = in_force().order_by("pk").values_list("words", "finds")
    return [Row(tuple(words), tuple(finds)) for words, finds in rows]


def in_force() -> QuerySet[Synonym]:
    return Synonym.objects.filter(removed_at__isnull=True)


def knows_synonyms() -> bool:
    """Whether there is any row, or was a day ago."""
    return Synonym.objects.exists()


def listed(looked_for: str = "") -> list[Synonym]:
    """Rows for the list, latest first; those with a word that contains what is looked for, however it is written."""
    wanted = said(looked_for)
    rows = in_force().select_related("changed_by")
    return [row for row in rows if wanted in " / ".join(said(word) for word in (*row.words, *row.finds))]
