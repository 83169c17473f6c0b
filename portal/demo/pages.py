"""The demo company's department sections and articles, in both languages."""

from __future__ import annotations

import functools
import uuid
from typing import Any

import yaml
from django.utils import timezone
from wagtail.models import Collection, Locale, Page, ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from core.api import (
    ArticlePage,
    Audience,
    CollectionAccess,
    Department,
    DepartmentSectionPage,
    HomePage,
    Language,
    PageAudience,
    PortalPage,
    ensure_site,
    link_translation,
)
from portal.demo.names import DATA

TIP_AND_WARNING = {"tip", "warning"}
# Pages of the demo are known again by keys that follow from their English slug.
NAMESPACE = uuid.UUID("6f1cf3a0-5b0e-4f0f-8a1e-0d5a7e2c9b11")


@functools.cache
def _data() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((DATA / "pages.yml").read_text(encoding="utf-8"))
    return loaded


def load_pages() -> None:
    """Make the sections and articles that are missing; those that are there are left as they are."""
    ensure_site()
    homes = {code: HomePage.objects.get(locale__language_code=code) for code in Language.values}
    for code, home in homes.items():
        if not home.introduction:
            home.introduction = _data()["home"][code]
            home.save_revision().publish()
            follow_twin(home)
    for article in _data()["articles"]:
        _load(ArticlePage, article, homes)
    for section in _data()["sections"]:
        department = Department.objects.get(code=section["department"])
        parents = _load(DepartmentSectionPage, section, homes, department=department)
        give_collection(department)
        for article in section["articles"]:
            _load(ArticlePage, article, parents)


def give_collection(department: Department) -> None:
    """Where a department's editors keep the pictures and documents of its pages; everyone reads them."""
    if not CollectionAccess.objects.filter(department=department).exists():
        name = f"{department.name_ja} / {department.name_en}"
        own = Collection.get_first_root_node().add_child(instance=Collection(name=name))
        everyone = Audience.objects.to_choose().get_or_create(everyone=True, defaults={"name": "Everyone"})[0]
        CollectionAccess.objects.create(collection=own, audience=everyone, department=department)


def _load(kind: type[PortalPage], row: dict[str, Any], parents: dict[str, Any], **fields: Any) -> dict[str, Page]:
    key = uuid.uuid5(NAMESPACE, row["slug"]["en"])
    made: dict[str, Page] = {}
    for code, parent in parents.items():
        page = kind.objects.filter(translation_key=key, locale__language_code=code).first()
        made[code] = page or _add(kind, row, code, parent, translation_key=key, **fields)
    if "only" in row:
        _restrict(key, row["only"])
    return made


def _add(kind: type[PortalPage], row: dict[str, Any], code: str, parent: Page, **fields: Any) -> Page:
    page = kind(
        title=row["title"][code], slug=row["slug"][code], locale=Locale.objects.get(language_code=code), **fields
    )
    if "tags" in row:
        page.tags.add(*row["tags"][code])
    page.body = [_block(block) for block in row["body"][code]]
    return put_live(page, parent)


def put_live(page: PortalPage, parent: Page) -> PortalPage:
    """Add a page that is live with its first revision, in a third of the time that publishing a draft takes.

    Who publishes from the editor is told of, audited and answered by signals; here nobody is.
    """
    with disable_reference_index_auto_update():
        Page.objects.get(pk=parent.pk).add_child(instance=page)
        revision = page.save_revision(log_action=False)
    now = timezone.now()
    live = {"live_revision": revision, "first_published_at": now, "last_published_at": now}
    Page.objects.filter(pk=page.pk).update(has_unpublished_changes=False, **live)
    ReferenceIndex.create_or_update_for_object(page)
    follow_twin(page)
    return page


def follow_twin(page: PortalPage) -> None:
    """The Japanese page is written first: the other one is its translation, as it is now."""
    source = type(page).objects.filter(translation_key=page.translation_key, pk__lt=page.pk).first()
    if source is not None:
        link_translation(page, source=source)


def _block(block: dict[str, Any]) -> tuple[str, Any]:
    ((kind, value),) = block.items()
    if kind in TIP_AND_WARNING:
        return "notice", {"kind": kind, "text": value}
    return kind, value


def _restrict(key: uuid.UUID, department: str) -> None:
    """Show a page to one department (with its children) alone."""
    audience, made = Audience.objects.get_or_create(name=f"Department: {department}")
    if made:
        audience.departments.set([Department.objects.get(code=department)])
    PageAudience.objects.get_or_create(translation_key=key, defaults={"audience": audience})
