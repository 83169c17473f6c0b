"""Which pages, images and documents an editor may see and touch in the admin."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import Page, PageQuerySet
from wagtail.permissions import policy_registry

from core.models.pages import DepartmentSectionPage
from core.rules import Viewer, edits_everything, own_departments


def own_paths(viewer: Viewer) -> list[str]:
    """Tree paths of the sections that are a department editor's own part; [""] (everything) for other editors."""
    if edits_everything(viewer):
        return [""]
    cached: list[str] | None = getattr(viewer, "_own_paths", None)
    if cached is None:
        below = Q(pk__in=[])
        for department in own_departments(viewer):
            below |= Q(department__path__startswith=department.path)
        cached = list(DepartmentSectionPage.objects.filter(below).values_list("path", flat=True))
        viewer._own_paths = cached  # type: ignore[union-attr]
    return cached


def in_own_part(viewer: Viewer, page: Page) -> bool:
    """Whether the viewer may work on a page in the admin."""
    return any(page.path.startswith(path) for path in own_paths(viewer))


def may_explore(viewer: Viewer, page: Page) -> bool:
    """Own part, and what lies above it on the way down."""
    return in_own_part(viewer, page) or any(path.startswith(page.path) for path in own_paths(viewer))


def choosable_pages(pages: PageQuerySet, *, viewer: Viewer) -> PageQuerySet:
    """What a page chooser offers: own part, and what lies above it."""
    if edits_everything(viewer):
        return pages
    offered = Q(pk__in=[])
    for path in own_paths(viewer):
        offered |= Q(path__startswith=path) | Q(path__in=_above(path))
    return pages.filter(offered)


def may_choose_file(viewer: Viewer, file: Any) -> bool:
    """Whether an image or document may be put into a page, opened or changed in the admin."""
    policy = policy_registry.get_by_type(type(file))
    return bool(policy.user_has_any_permission_for_instance(viewer, ["choose", "change"], file))


def choosable_files(model: Any, *, viewer: Viewer) -> QuerySet[Any]:
    """The images or documents that a viewer may choose or change."""
    files: QuerySet[Any] = policy_registry.get_by_type(model).instances_user_has_any_permission_for(
        viewer, ["choose", "change"]
    )
    return files


def _above(path: str) -> list[str]:
    return [path[:end] for end in range(Page.steplen, len(path), Page.steplen)]
