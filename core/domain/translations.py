"""Which revision of its source a translated page was made from, and whether the source has moved on."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from wagtail.models import Revision

from core.domain import audit
from core.domain.queries.translations import source_of
from core.models.pages import PortalPage
from core.models.person import Person


def remember_source(source_obj: Any, target_obj: Any, **_signal: Any) -> None:
    """When Wagtail copies a page for translation: keep the revision that was copied."""
    if not isinstance(target_obj, PortalPage):
        return
    source = source_obj.specific
    revision = source.live_revision or source.latest_revision or source.save_revision()
    _point(target_obj, revision)


@transaction.atomic
def confirm_translation(page: PortalPage, *, actor: Person) -> None:
    """Say that the translation follows its source as it is now."""
    source = source_of(page)
    if source is None or source.live_revision is None:
        return
    _point(page, source.live_revision)
    audit.record("page.translation_confirmed", actor=actor, on=page, detail={"revision": source.live_revision_id})


def link_translation(page: PortalPage, *, source: PortalPage) -> None:
    """For those who make both languages themselves: `page` follows the live revision of `source`."""
    if source.live_revision is not None:
        _point(page, source.live_revision)


def _point(page: PortalPage, revision: Revision) -> None:
    """A fact of the page, not of a revision: written beside the drafts (see PortalPage.with_content_json)."""
    page.translated_from = revision
    type(page).objects.filter(pk=page.pk).update(translated_from=revision)  # type: ignore[attr-defined]
