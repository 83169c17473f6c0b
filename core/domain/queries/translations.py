"""What a translation was made from, and which translations wait for an editor."""

from __future__ import annotations

from collections.abc import Iterator

from wagtail.models import Page, Revision, get_page_models

from core.kept.noting import unchanging
from core.models.pages import PortalPage


def source_of(page: PortalPage) -> Page | None:
    """The page this one was translated from; None for an original, or where the source is gone."""
    with unchanging(Revision):  # what it is a revision of; one that is deleted leaves the page's own row
        revision = page.translated_from
    if revision is None:
        return None
    return Page.objects.filter(pk=revision.object_id).first()


def is_behind(page: PortalPage) -> bool:
    """Whether the source has been published again since this translation was made or last confirmed."""
    source = source_of(page)
    return bool(
        source and source.live and source.live_revision_id and source.live_revision_id != page.translated_from_id
    )


def behind_page_ids() -> list[int]:
    """Ids of the translations whose source has been published again since; one query for each page type."""
    return [pk for model in _portal_page_models() for pk in _behind(model)]


def _portal_page_models() -> Iterator[type[PortalPage]]:
    return (model for model in get_page_models() if issubclass(model, PortalPage))


def _behind(model: type[PortalPage]) -> list[int]:
    rows = model.objects.filter(translated_from__isnull=False).values_list(  # type: ignore[attr-defined]
        "pk", "translated_from_id", "translated_from__object_id"
    )
    rows = list(rows)
    live = dict(
        Page.objects.filter(pk__in=[int(source) for _, _, source in rows], live=True).values_list(
            "pk", "live_revision_id"
        )
    )
    return [pk for pk, made_from, source in rows if live.get(int(source)) not in {None, made_from}]
