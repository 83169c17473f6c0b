"""Which materials are given to search, and what each is called there."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from learning.domain.queries.materials import HEAVY
from learning.models import CategoryPage, MaterialPage

PREFIX = "material"


def name_of(page: MaterialPage) -> str:
    return f"{PREFIX}:{page.translation_key}"


def published() -> QuerySet[MaterialPage]:
    """Live pages with words of their own: a copy that waits for its translation has none."""
    found: QuerySet[MaterialPage] = MaterialPage.objects.live().filter(alias_of__isnull=True)
    return found


def queryset() -> QuerySet[MaterialPage]:
    """One page of each, so that no source is walked twice."""
    earlier = published().filter(translation_key=OuterRef("translation_key"), pk__lt=OuterRef("pk"))
    return published().filter(~Exists(earlier)).defer(*HEAVY, "steps")


def category_keys() -> set[str]:
    """Which of the pages above a material are categories, published ones."""
    return {str(key) for key in CategoryPage.objects.live().values_list("translation_key", flat=True)}
