"""The tags of pages: those that a page shows, and those of everything that is published."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from wagtail.models import Page

from core.domain.queries.pages import visible_pages
from core.models.tags import PageTag
from core.rules import Viewer


def tags_shown(page: Any, *, viewer: Viewer) -> list[str]:
    """The page's own tags, in a preview those of the draft; without any, those of its translations that the viewer
    may see."""
    own = [tag.name for tag in page.tags.all()]
    return _sorted(own or _of_translations(page, viewer))


def _of_translations(page: Page, viewer: Viewer) -> Iterable[str]:
    others = Page.objects.filter(translation_key=page.translation_key, alias_of__isnull=True).exclude(pk=page.pk)
    visible = visible_pages(others, viewer=viewer)
    found: Iterable[str] = PageTag.objects.filter(content_object__in=visible).values_list("tag__name", flat=True)
    return found


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


def _sorted(names: Iterable[str]) -> list[str]:
    return sorted(set(names), key=lambda name: (name.casefold(), name))
