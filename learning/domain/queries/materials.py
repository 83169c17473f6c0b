"""Which material is meant, in which language, and whether the viewer may see it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.utils import translation
from wagtail.models import Page

from core.domain.queries.pages import visible_pages
from core.models.pages import HomePage
from core.models.person import Person
from learning.models import MaterialPage


def in_this_language(pages: Iterable[MaterialPage]) -> dict[uuid.UUID, MaterialPage]:
    """Of each page the one in the language of the request; the other where there is no such."""
    wanted = translation.get_language() or settings.LANGUAGE_CODE
    found: dict[uuid.UUID, MaterialPage] = {}
    for page in pages:
        known = found.get(page.translation_key)
        if known is None or known.locale.language_code != wanted:
            found[page.translation_key] = page
    return found


def materials_by_key(keys: Iterable[uuid.UUID], *, viewer: Person) -> dict[uuid.UUID, MaterialPage]:
    """Live pages that the viewer may see, by translation_key; without their text."""
    wanted = set(keys)
    if not wanted:
        return {}
    pages = MaterialPage.objects.filter(translation_key__in=wanted).select_related("locale").defer(*HEAVY)
    return in_this_language(visible_pages(pages, viewer=viewer))


def material_at(key: uuid.UUID, *, viewer: Person) -> MaterialPage | None:
    """The page of a key, whole; None where there is none that the viewer may see."""
    pages = MaterialPage.objects.filter(translation_key=key).select_related("locale", "owner")
    return in_this_language(visible_pages(pages, viewer=viewer)).get(key)


def material_of_address(address: str, *, viewer: Person) -> MaterialPage | None:
    """The first page of the material at an address of the portal, with or without its host, whatever its language."""
    parts = [unquote(part) for part in urlsplit(address.strip()).path.split("/") if part]
    if len(parts) == len(("ja", "materials", "key")) and parts[1] == "materials":
        try:
            return material_at(uuid.UUID(parts[2]), viewer=viewer)
        except ValueError:
            pass
    home = HomePage.objects.live().filter(locale__language_code=parts[0]).first() if parts else None
    if home is None:
        return None
    there = MaterialPage.objects.filter(url_path=f"{home.url_path}{'/'.join(parts[1:])}/")
    page = visible_pages(there, viewer=viewer).first()
    return page.head() if page is not None else None


def chapters(head: Page, *, viewer: Person | None = None) -> list[MaterialPage]:
    """The pages of a material in order, the first page first; live ones that the viewer may see."""
    below = MaterialPage.objects.descendant_of(head, inclusive=True).select_related("locale").defer(*HEAVY)
    pages = visible_pages(below, viewer=viewer) if viewer is not None else below.live()
    return list(pages.order_by("path"))


# What a list of pages never shows.
HEAVY = ("markdown", "front_matter", "search_description")
