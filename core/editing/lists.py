"""Lists of Wagtail's admin over rows that no search backend knows."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from core.domain.queries.spelt import with_words


class AnySpelling:
    """Finds what has every word in one of `search_fields`, of any width and in either kana. Stands before the view."""

    is_searching: bool
    search_query: str
    search_fields: list[str]

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return with_words(queryset, self.search_query, self.search_fields) if self.is_searching else queryset
