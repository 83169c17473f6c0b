"""Imported pages: made, brought up to date, moved, taken offline. One call is one transaction."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from core.domain.audit import record
from core.models.person import Person
from learning.domain.imports.assets import NewAsset, store_assets
from learning.domain.imports.curricula import CurriculumFields, free_slug, update_curriculum
from learning.domain.imports.origins import page_sha256, specific_locked, write_origin
from learning.domain.imports.page_facts import MaterialFields, NewPlace, OriginFacts, PageFields
from learning.domain.imports.publishing import publish_changed, publish_new
from learning.enums import ProposalStatus
from learning.models import CategoryPage, CurriculumPage, MaterialOrigin, MaterialPage, MaterialSource


@transaction.atomic
def add_material(
    fields: MaterialFields,
    *,
    at: NewPlace,
    source: MaterialSource,
    facts: OriginFacts,
    assets: list[NewAsset],
    actor: Person | None,
) -> MaterialPage:
    """A new page with its origin and assets."""
    store_assets(source, assets)
    page = MaterialPage(locale=at.parent.locale, slug=free_slug(at.parent, at.slug))
    _fill(page, fields)
    page.is_overview = bool(fields.is_overview)
    if at.twin is not None:
        page.translation_key, page.translated_from = at.twin.translation_key, at.twin.latest_revision
    _credit_authors(page, fields)
    page.tags.add(*fields.tags)
    publish_new(page, parent=at.parent, actor=actor)
    write_origin(page, source=source, facts=facts, text_sha256=page_sha256(page))
    record("material.imported", actor=actor, on=page, detail={"path": facts.path, "revision": facts.revision})
    return page


@transaction.atomic
def adopt_page(
    page: Page,
    fields: PageFields,
    *,
    source: MaterialSource,
    facts: OriginFacts,
    assets: list[NewAsset],
    actor: Person | None,
) -> None:
    """Let a curriculum or category that stands already be described by a file. What someone wrote here first stays."""
    store_assets(source, assets)
    page = specific_locked(page.pk)
    changed = False
    if isinstance(page, CurriculumPage) and isinstance(fields, CurriculumFields):
        changed = page.table != fields.table or bool(fields.introduction and not page.introduction)
        page.introduction, page.table = page.introduction or fields.introduction, fields.table
    elif isinstance(page, CategoryPage) and isinstance(fields, MaterialFields):
        changed = bool(fields.description and not page.description)
        page.description = page.description or fields.description
    if changed:
        publish_changed(page, actor=actor)
    page = specific_locked(page.pk)
    write_origin(page, source=source, facts=facts, text_sha256=page_sha256(page))
    record("material.imported", actor=actor, on=page, detail={"path": facts.path, "revision": facts.revision})


@transaction.atomic
def update_page(
    origin: MaterialOrigin,
    fields: PageFields,
    *,
    facts: OriginFacts,
    assets: list[NewAsset],
    actor: Person | None,
    translated_from: Page | None = None,
) -> None:
    """Bring a page up to what the source says now; one that was taken offline comes back."""
    store_assets(origin.source, assets)
    page = specific_locked(origin.page_id)
    if isinstance(fields, CurriculumFields) and isinstance(page, CurriculumPage):
        update_curriculum(page, fields, actor=actor)
    elif isinstance(fields, MaterialFields) and isinstance(page, CategoryPage):
        page.title = page.draft_title = fields.title[:255]
        page.description = fields.description
        publish_changed(page, actor=actor)
    elif isinstance(fields, MaterialFields) and isinstance(page, MaterialPage):
        _fill(page, fields)
        if fields.is_overview is not None:
            page.is_overview = fields.is_overview
        if translated_from is not None:
            page.translated_from = translated_from.latest_revision
        _credit_authors(page, fields)
        page.tags.add(*fields.tags)  # those given here stay, as with authors
        publish_changed(page, actor=actor)
    page = specific_locked(origin.page_id)
    write_origin(page, source=origin.source, facts=facts, text_sha256=page_sha256(page))
    page.import_proposals.filter(status=ProposalStatus.WAITING).update(
        status=ProposalStatus.DROPPED, decided_at=timezone.now()
    )
    record("material.imported", actor=actor, on=page, detail={"path": facts.path, "revision": facts.revision})


def _fill(page: MaterialPage, fields: MaterialFields) -> None:
    page.title = page.draft_title = fields.title[:255]
    page.description = fields.description[:1000]
    page.minutes = fields.minutes
    page.prior_knowledge = fields.prior_knowledge[:1000]
    page.licence, page.credit = fields.licence[:120], fields.credit[:500]
    page.front_matter, page.markdown = fields.front_matter, fields.markdown


def _credit_authors(page: MaterialPage, fields: MaterialFields) -> None:
    """Add whom the source names; whoever was named here stays. Before the revision is made, so that it holds them."""
    if fields.author_ids:
        page.authors.add(*Person.objects.filter(pk__in=fields.author_ids))


@transaction.atomic
def move_page(
    origin: MaterialOrigin, *, path: str, place: str, parent: Page, slug: str, actor: Person | None, is_free: bool
) -> None:
    """Follow a file that was renamed: the page, its key and its readers' progress stay what they are.

    `is_free` is false for a page that someone works on: its place in the tree stays too.
    """
    MaterialOrigin.objects.filter(pk=origin.pk).update(path=path, place=place)
    page = specific_locked(origin.page_id)
    if is_free and isinstance(page, MaterialPage):
        fresh = Page.objects.select_for_update().get(pk=parent.pk)
        if page.get_parent().pk != fresh.pk:
            page.slug = free_slug(fresh, page.slug)
            page.save(clean=False)
            page.move(fresh, pos="last-child", user=actor)
            page = specific_locked(origin.page_id)
            fresh = Page.objects.get(pk=parent.pk)
        wanted = free_slug(fresh, slug, own=page)
        if page.slug != wanted:
            page.slug = wanted
            publish_changed(page, actor=actor)
    record("material.moved", actor=actor, on=page, detail={"from": origin.path, "to": path})
    origin.path, origin.place = path, place


@transaction.atomic
def take_offline(origin: MaterialOrigin, *, actor: Person | None) -> None:
    """The file is gone from the source: the page goes offline and comes back with the file."""
    page = specific_locked(origin.page_id)
    if page.live:
        page.unpublish(user=actor)
    MaterialOrigin.objects.filter(pk=origin.pk).update(gone_since=timezone.now())
    record("material.gone", actor=actor, on=page, detail={"path": origin.path})
