"""Which pages a person may see."""

from __future__ import annotations

from django.db.models import Q
from wagtail.models import Page, PageQuerySet

from core.domain.queries.audience import audience_ids_of
from core.models.audience import PageAudience
from core.models.person import Person
from core.rules import Viewer, is_employee


def forbidden_paths(person: Person) -> list[str]:
    """Tree paths of the pages whose audience the person is outside of, read once for each person object."""
    cached: list[str] | None = getattr(person, "_forbidden_paths", None)
    if cached is None:
        shut = PageAudience.objects.exclude(audience__in=audience_ids_of(person)).values("translation_key")
        cached = list(Page.objects.filter(translation_key__in=shut).values_list("path", flat=True))
        person._forbidden_paths = cached  # type: ignore[attr-defined]
    return cached


def may_see_page(viewer: Viewer, page: Page) -> bool:
    """Whether a published page may be read: employed, and inside the audience of the page and of all above it."""
    if not is_employee(viewer) or not isinstance(viewer, Person):
        return False
    return not any(page.path.startswith(path) for path in forbidden_paths(viewer))


def visible_pages(pages: PageQuerySet, *, viewer: Viewer) -> PageQuerySet:
    """Narrow a page queryset to live pages the viewer may read."""
    if not is_employee(viewer) or not isinstance(viewer, Person):
        return pages.none()
    shut = Q()
    for path in forbidden_paths(viewer):
        shut |= Q(path__startswith=path)
    return pages.live().exclude(shut) if shut else pages.live()
