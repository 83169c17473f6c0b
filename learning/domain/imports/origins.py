"""Where an imported page is from and how it was written: whether someone changed it here since is told by that."""

from __future__ import annotations

import hashlib
from typing import Any

from wagtail.models import Page

from learning.domain.imports.page_facts import OriginFacts
from learning.enums import ProposalReason
from learning.models import CategoryPage, CurriculumPage, MaterialOrigin, MaterialPage, MaterialSource


def specific_locked(page_id: int) -> Any:
    """The page as it is live, its row locked until the transaction ends."""
    return Page.objects.select_for_update().get(pk=page_id).specific


def page_sha256(page: Any) -> str:
    """Of what an import writes into a page, and nothing else: it tells whether someone changed it here."""
    if isinstance(page, MaterialPage):
        text = (page.front_matter + page.markdown).replace("\r\n", "\n").rstrip("\n")
        parts = [page.title, page.description, page.minutes, page.prior_knowledge, page.licence, page.credit, text]
    elif isinstance(page, CurriculumPage):
        parts = [page.title, page.introduction, page.table]
    elif isinstance(page, CategoryPage):
        parts = [page.title, page.description]
    else:
        parts = [page.title]
    return hashlib.sha256(repr([str(part).strip() for part in parts]).encode()).hexdigest()


def write_origin(page: Page, *, source: MaterialSource, facts: OriginFacts, text_sha256: str) -> MaterialOrigin:
    """Remember where a page is from and how it was written."""
    origin, _ = MaterialOrigin.objects.update_or_create(
        page_id=page.pk,
        defaults={
            "source": source,
            "path": facts.path,
            "place": facts.place,
            "revision": facts.revision,
            "content": facts.content,
            "sha256": facts.sha256,
            "imported_text_sha256": text_sha256,
            "gone_since": None,
            "findings": facts.findings,
            "findings_key": facts.findings_key,
        },
    )
    return origin


def why_not_overwritten(origin: MaterialOrigin, page: Any) -> ProposalReason | None:
    """What keeps an import from writing into a page: someone works on it here, or has."""
    if page.locked:
        return ProposalReason.LOCKED
    if page.current_workflow_state is not None:
        return ProposalReason.REVIEW
    if page_sha256(page) != origin.imported_text_sha256:
        return ProposalReason.EDITED
    if not page.live and origin.gone_since is None:
        return ProposalReason.HIDDEN
    if page.has_unpublished_changes and origin.gone_since is None:
        return ProposalReason.DRAFT
    return None


def note_findings(found: list[MaterialOrigin]) -> None:
    """Keep what a new check of unchanged pages found."""
    MaterialOrigin.objects.bulk_update(found, ["findings", "findings_key"], batch_size=100)
