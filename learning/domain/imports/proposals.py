"""Changes of a source that wait beside a page which someone works on here."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from core.domain.audit import record
from core.models.person import Person
from learning.domain.imports.assets import NewAsset, store_assets
from learning.domain.imports.origins import page_sha256, specific_locked, write_origin
from learning.domain.imports.page_facts import MaterialFields, OriginFacts, PageFields
from learning.domain.imports.pages import update_page
from learning.enums import ProposalReason, ProposalStatus
from learning.models import ImportProposal, ImportRun, MaterialOrigin, MaterialPage


class PageBusyError(Exception):
    """The page is locked or in review: nobody may write into it now."""


@transaction.atomic
def propose(
    origin: MaterialOrigin, *, run: ImportRun, facts: OriginFacts, assets: list[NewAsset], reason: ProposalReason
) -> ImportProposal:
    """Let a change wait; an older one that waits for the same page is replaced."""
    store_assets(origin.source, assets)
    proposal, _ = ImportProposal.objects.update_or_create(
        page_id=origin.page_id,
        status=ProposalStatus.WAITING,
        defaults={
            "run": run,
            "path": facts.path,
            "revision": facts.revision,
            "content": facts.content,
            "authors": list(facts.authors),
            "reason": reason,
            "created_at": timezone.now(),
        },
    )
    record("material.proposed", actor=run.actor, on=origin.page, detail={"path": facts.path, "reason": str(reason)})
    return proposal


def withdraw(proposal: ImportProposal) -> None:
    """The source no longer says what was proposed."""
    ImportProposal.objects.filter(pk=proposal.pk, status=ProposalStatus.WAITING).update(
        status=ProposalStatus.DROPPED, decided_at=timezone.now()
    )


@transaction.atomic
def take_over(proposal: ImportProposal, fields: PageFields, *, facts: OriginFacts, actor: Person) -> None:
    """Replace the page by what the source says, as a revision of the editor who decided so.

    Raises PageBusyError while the page is locked by another or in review: a draft is what the editor decides about, a
    review and a lock belong to others.
    """
    locked = _waiting(proposal)
    page = specific_locked(locked.page_id)
    if (page.locked and page.locked_by_id != actor.pk) or page.current_workflow_state is not None:
        raise PageBusyError
    update_page(page.material_origin, fields, facts=facts, assets=[], actor=actor)
    _decide(locked, ProposalStatus.TAKEN, actor)


@transaction.atomic
def drop(proposal: ImportProposal, *, facts: OriginFacts, actor: Person) -> None:
    """Keep the page as it is here. The next import asks again only when the file changes once more."""
    locked = _waiting(proposal)
    page = specific_locked(locked.page_id)
    origin = page.material_origin
    # The page stays "changed here": its fingerprint is that of the last import, not of the page as it is.
    write_origin(page, source=origin.source, facts=facts, text_sha256=origin.imported_text_sha256)
    _decide(locked, ProposalStatus.DROPPED, actor)


def _waiting(proposal: ImportProposal) -> ImportProposal:
    """Raises ImportProposal.DoesNotExist where someone decided before."""
    return ImportProposal.objects.select_for_update().get(pk=proposal.pk, status=ProposalStatus.WAITING)


def _decide(proposal: ImportProposal, status: ProposalStatus, actor: Person) -> None:
    ImportProposal.objects.filter(pk=proposal.pk).update(status=status, decided_at=timezone.now(), decided_by=actor)
    record("material.proposal_decided", actor=actor, on=proposal.page, detail={"decision": str(status)})


@transaction.atomic
def note_same(origin: MaterialOrigin, *, facts: OriginFacts) -> None:
    """The source has become what the page says here (the editor's change went back to git): they agree again."""
    page = specific_locked(origin.page_id)
    write_origin(page, source=origin.source, facts=facts, text_sha256=page_sha256(page))
    page.import_proposals.filter(status=ProposalStatus.WAITING).update(
        status=ProposalStatus.DROPPED, decided_at=timezone.now()
    )


def says_the_same(page: Any, fields: PageFields) -> bool:
    """Whether a material says exactly what the source would write into it."""
    if not isinstance(page, MaterialPage) or not isinstance(fields, MaterialFields):
        return False
    written = MaterialPage(
        title=fields.title[:255],
        description=fields.description[:1000],
        minutes=fields.minutes,
        prior_knowledge=fields.prior_knowledge[:1000],
        licence=fields.licence[:120],
        credit=fields.credit[:500],
        front_matter=fields.front_matter,
        markdown=fields.markdown,
    )
    return page_sha256(written) == page_sha256(page)
