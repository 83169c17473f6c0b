"""Which pages a person may see."""

from __future__ import annotations

import functools
import operator

from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page, PageQuerySet, PageViewRestriction

from core.domain.queries.audience import audience_ids_of
from core.domain.queries.editing import in_own_part, own_paths
from core.kept.noting import is_noted, part_of_page
from core.models.audience import PageAudience
from core.models.person import Person
from core.rules import Viewer, edits_everything, is_employee


def shut_pages(person: Person) -> PageQuerySet:
    """Pages that are shut to a person, with all below them: whose audience they are outside of, and those that Wagtail
    itself restricts to a password or to a group of others (the address of such a page is no way in either)."""
    closed = PageAudience.objects.exclude(audience__in=audience_ids_of(person)).values("translation_key")
    restricted = PageViewRestriction.objects.exclude(restriction_type=PageViewRestriction.LOGIN).exclude(
        pk__in=PageViewRestriction.objects.filter(
            restriction_type=PageViewRestriction.GROUPS, groups__in=person.groups.values("pk")
        ).values("pk")
    )
    return Page.objects.filter(Q(translation_key__in=closed) | Q(pk__in=restricted.values("page")))


def forbidden_paths(person: Person) -> list[str]:
    """Tree paths of the pages that are shut to the person, read once for each person object.

    Editors see what they edit: those of everything all, those of a department their own part (`own_paths`).
    """
    if edits_everything(person):
        return []
    cached: list[str] | None = getattr(person, "_forbidden_paths", None)
    if cached is None:
        cached = part_of_page(f"core.forbidden.1:{facts_of(person)}", lambda: _forbidden_paths(person))
        person._forbidden_paths = cached  # type: ignore[attr-defined]
    return cached


def _forbidden_paths(person: Person) -> list[str]:
    if is_noted():
        # Read in here, not remembered from before: what is kept must hang on every table that it was decided by.
        person.__dict__.pop("_audience_ids", None)
    return list(shut_pages(person).values_list("path", flat=True))


def facts_of(person: Person) -> str:
    """What decides beside the rows of other tables."""
    own = (person.pk, person.region_id, person.hire_type, person.joined_on, person.is_employed(), person.is_superuser)
    return ":".join(map(str, (*own, timezone.localdate())))


def may_see_page(viewer: Viewer, page: Page) -> bool:
    """Whether a published page may be read: employed, and inside the audience of the page and of all above it."""
    if not is_employee(viewer) or not isinstance(viewer, Person):
        return False
    if not any(page.path.startswith(path) for path in forbidden_paths(viewer)):
        return True
    return in_own_part(viewer, page)


def visible_pages(pages: PageQuerySet, *, viewer: Viewer) -> PageQuerySet:
    """Narrow a page queryset to live pages the viewer may read."""
    if not is_employee(viewer) or not isinstance(viewer, Person):
        return pages.none()
    shut = _below(forbidden_paths(viewer))
    if not shut:
        return pages.live()
    return pages.live().filter(~shut | _below(own_paths(viewer)))


def _below(paths: list[str]) -> Q:
    """The pages at and below these places; an empty condition where there are none."""
    return functools.reduce(operator.or_, (Q(path__startswith=path) for path in paths), Q())


def audiences_of_page(page: Page) -> list[str]:
    """The names of the audiences that a reader of the page must be in, from the top down; none: everyone reads it."""
    above = page.get_ancestors(inclusive=True).values_list("translation_key", flat=True)
    narrowing = PageAudience.objects.filter(translation_key__in=above, audience__everyone=False)
    rows = narrowing.select_related("audience")
    names = {row.translation_key: str(row.audience) for row in rows}
    return list(dict.fromkeys(names[key] for key in above if key in names))
