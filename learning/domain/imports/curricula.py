"""The frame that imported pages stand in: source, collection, curriculum, categories."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from wagtail.models import Collection, Page

from core.domain.audit import record
from core.models.audience import Audience, CollectionAccess, PageAudience
from core.models.pages import HomePage
from core.models.person import Person
from core.reserved import is_reserved
from learning.domain.imports.publishing import publish_changed, publish_new
from learning.models import CategoryPage, CurriculumPage, ImportRun, MaterialOrigin, MaterialSource


@dataclass(frozen=True)
class CurriculumFields:
    """What the source's home page says of the whole."""

    title: str
    introduction: str = ""
    table: list[dict[str, Any]] = field(default_factory=list)


def curriculum_parent(language: str) -> HomePage:
    """Raises HomePage.DoesNotExist where the portal has no such language."""
    home: HomePage = HomePage.objects.get(locale__language_code=language)
    return home


@transaction.atomic
def add_curriculum(
    fields: CurriculumFields, *, parent: Page, slug: str, actor: Person | None, key: uuid.UUID | None = None
) -> CurriculumPage:
    """A new curriculum; `key` is that of the page it translates."""
    page = CurriculumPage(
        title=fields.title[:255],
        slug=free_slug(parent, slug),
        introduction=fields.introduction,
        locale=parent.locale,
        translation_key=key or uuid.uuid4(),
    )
    publish_new(page, parent=parent, actor=actor)
    record("materials.curriculum_added", actor=actor, on=page)
    return page


def ensure_category(
    curriculum: CurriculumPage, *, code: str, title: str, actor: Person | None
) -> tuple[CategoryPage, bool]:
    """The category of a folder, and whether it is new. Call it inside the transaction of the page that needs it."""
    found: CategoryPage | None = CategoryPage.objects.child_of(curriculum).filter(code=code[:120]).first()
    if found is not None:
        return found, False
    slug = free_slug(curriculum, slugify(code, allow_unicode=True) or "category")
    page = CategoryPage(title=title[:255], slug=slug, code=code[:120], locale=curriculum.locale)
    twin = _category_of_other_language(curriculum, code[:120])
    if twin is not None:
        page.translation_key = twin.translation_key
    publish_new(page, parent=curriculum, actor=actor)
    return page, True


def _category_of_other_language(curriculum: CurriculumPage, code: str) -> CategoryPage | None:
    for other in curriculum.get_translations():
        found: CategoryPage | None = CategoryPage.objects.child_of(other).filter(code=code).first()
        if found is not None:
            return found
    return None


def update_curriculum(page: CurriculumPage, fields: CurriculumFields, *, actor: Person | None) -> None:
    """Write what the source's home page says now. Call it inside the transaction of its origin."""
    page.title, page.draft_title = fields.title[:255], fields.title[:255]
    page.introduction, page.table = fields.introduction, fields.table
    publish_changed(page, actor=actor)


def may_adopt(page: Page) -> bool:
    """Whether no source feeds this page yet. Two sources may share a curriculum; the first one describes it."""
    return not MaterialOrigin.objects.filter(page_id=page.pk).exists()


@transaction.atomic
def ensure_source(run: ImportRun, *, curriculum: CurriculumPage, base_path: str) -> MaterialSource:
    """The source of a run, with a collection of its own that those who see the curriculum may read."""
    known = {"kind": run.kind, "address": run.address, "branch": run.branch, "subfolder": run.subfolder}
    source = MaterialSource.objects.filter(curriculum=curriculum, **known).first()
    if source is None:
        collection = _add_collection(curriculum, run.address)
        source = MaterialSource.objects.create(
            curriculum=curriculum, collection=collection, base_path=base_path, **known
        )
    elif source.base_path != base_path:
        source.base_path = base_path
        source.save(update_fields=["base_path"])
    if run.source_id != source.pk:
        run.source = source
        run.save(update_fields=["source"])
    return source


def credit_source(source: MaterialSource, *, licence: str, credit: str) -> None:
    """What the source as a whole says about its licence and authors."""
    licence, credit = licence[:120], credit[:500]
    if (source.licence, source.credit) != (licence, credit):
        source.licence, source.credit = licence, credit
        source.save(update_fields=["licence", "credit"])


def _add_collection(curriculum: CurriculumPage, address: str) -> Collection:
    root = Collection.get_first_root_node()
    parent = Collection.objects.select_for_update().get(pk=root.pk)
    name = f"{curriculum.title} ({address.rstrip('/').rpartition('/')[2]})"
    collection = parent.add_child(instance=Collection(name=name[:255]))
    CollectionAccess.objects.create(collection=collection, audience=audience_of(curriculum))
    return collection


def audience_of(page: Page) -> Audience:
    """The nearest audience at or above a page: those who see the page see its pictures."""
    keys = [page.translation_key, *(above.translation_key for above in page.get_ancestors().reverse())]
    rows = {row.translation_key: row.audience for row in PageAudience.objects.filter(translation_key__in=keys)}
    for key in keys:
        if key in rows:
            return rows[key]
    return Audience.objects.to_choose().get_or_create(everyone=True, defaults={"name": "Everyone"})[0]


def free_slug(parent: Page, slug: str, *, own: Page | None = None) -> str:
    """The slug, or the slug with the first number, that no other child of `parent` and no view of the portal has."""
    siblings = parent.get_children().exclude(pk=own.pk) if own is not None else parent.get_children()
    taken = set(siblings.filter(slug__startswith=slug).values_list("slug", flat=True))
    at_home = parent.specific_class is HomePage
    candidate, number = slug, 2
    while candidate in taken or (at_home and is_reserved(candidate)):
        candidate, number = f"{slug}-{number}", number + 1
    return candidate
