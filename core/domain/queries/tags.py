"""The tags of pages: those that a page shows, and those of everything that is published."""

from __future__ import annotations

import functools
import operator
import uuid
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from core.domain.queries.editing import choosable_files, own_paths
from core.domain.queries.pages import visible_pages
from core.models.person import Person
from core.models.tags import PageTag
from core.rules import Viewer


def tags_shown(*pages: Any, viewer: Viewer) -> list[str]:
    """The tags of the first of these pages that has any: its own, in a preview those of the draft, else those of its
    translations that the viewer may see. One query."""
    rows = _rows(pages, viewer)
    for page in pages:
        own = _of_draft(page) or [name for pk, _, name in rows if pk == page.pk]
        found = own or [name for _, key, name in rows if key == page.translation_key]
        if found:
            return _sorted(found)
    return []


def _rows(pages: Iterable[Any], viewer: Viewer) -> list[tuple[int, uuid.UUID, str]]:
    """(page, translation key, word) of the pages themselves and of their translations."""
    others = Page.objects.filter(translation_key__in={page.translation_key for page in pages}, alias_of__isnull=True)
    seen = Q(content_object__in=[page.pk for page in pages]) | Q(
        content_object__in=visible_pages(others, viewer=viewer)
    )
    found = PageTag.objects.filter(seen).order_by("pk")
    return list(found.values_list("content_object_id", "content_object__translation_key", "tag__name"))


def _of_draft(page: Any) -> list[str]:
    """What a revision says, or nobody has saved yet."""
    return [row.tag.name for row in page.page_tags.all()] if page.page_tags.is_deferring else []


def published_tags(keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, tuple[str, ...]]:
    """By translation key the tags of the live pages in all languages. One query."""
    live = PageTag.objects.filter(
        content_object__translation_key__in=set(keys), content_object__live=True, content_object__alias_of__isnull=True
    )
    words: dict[uuid.UUID, list[str]] = defaultdict(list)
    for key, name in live.values_list("content_object__translation_key", "tag__name"):
        words[key].append(name)
    return {key: tuple(_sorted(names)) for key, names in words.items()}


def tags_in_use() -> list[str]:
    """Every word that stands on a live page. Nobody is shown it as it is: who may see which follows from the pages."""
    used = PageTag.objects.filter(content_object__live=True, content_object__alias_of__isnull=True)
    return list(used.order_by("tag__name").values_list("tag__name", flat=True).distinct())


def tags_to_offer(term: str, *, viewer: Person) -> list[str]:
    """At most ten that begin so, of files that the viewer may choose, and of pages that they may read or work on."""
    own = functools.reduce(operator.or_, (Q(path__startswith=path) for path in own_paths(viewer)), Q(pk__in=[]))
    seen = Q(content_object__in=visible_pages(Page.objects.all(), viewer=viewer)) | Q(
        content_object__in=Page.objects.filter(own)
    )
    words = PageTag.objects.filter(seen, tag__name__istartswith=term).order_by("tag__name")
    names = set(words.values_list("tag__name", flat=True).distinct()[:100])
    for model in (get_image_model(), get_document_model()):
        found = choosable_files(model, viewer=viewer).filter(tags__name__istartswith=term)
        names.update(found.values_list("tags__name", flat=True)[:100])
    return _sorted(name for name in names if name and name.lower().startswith(term.lower()))[:10]


def _sorted(names: Iterable[str]) -> list[str]:
    return sorted(set(names), key=lambda name: (name.casefold(), name))
