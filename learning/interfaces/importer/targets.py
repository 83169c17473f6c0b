"""The page to import into, as a person names it: id, path or slug."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from core.models.pages import DepartmentSectionPage, HomePage
from core.words import filled
from learning.interfaces.importer.refusals import ImportRefused
from learning.models import CurriculumPage

POSSIBLE = (CurriculumPage, HomePage, DepartmentSectionPage)


def possible_targets() -> list[Page]:
    """Curricula, homes and sections, in the order of the tree."""
    pages = Page.objects.type(*POSSIBLE).select_related("locale").order_by("path")
    return list(pages)


def find_page(name: str) -> Page:
    """Raises ImportRefused where no page, several, or a page of another kind is meant."""
    wanted = name.strip().strip("/")
    found = [page for page in possible_targets() if wanted in (str(page.pk), page.slug, page.url_path.strip("/"))]
    exact = [page for page in found if page.url_path.strip("/") == wanted or str(page.pk) == wanted]
    found = exact or found
    if not found:
        raise ImportRefused(filled(_("There is no curriculum, home page or section “%(page)s”."), page=name))
    if len(found) > 1:
        choices = ", ".join(f"{page.pk} ({page.url_path})" for page in found)
        raise ImportRefused(filled(_("Several pages are called “%(page)s”: %(choices)s."), page=name, choices=choices))
    return found[0]
