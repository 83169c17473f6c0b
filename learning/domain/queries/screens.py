"""What the pages of learning show, beside what Wagtail gives every page."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from core.domain.queries.addresses import address_of
from core.domain.queries.tags import tags_shown
from core.domain.queries.translations import is_behind
from core.interfaces.numbers import number_in
from core.models.person import Person
from learning.domain.queries.catalogue import categories_of, grid_of, listed, materials_in
from learning.domain.queries.curricula import curricula_with_keys
from learning.domain.queries.curriculum_items import item_rows
from learning.domain.queries.links import edit_address, origin_of
from learning.domain.queries.reading import reading_of
from learning.enums import SourceKind
from learning.models import CategoryPage, CurriculumPage, MaterialPage
from learning.rules import authors_of, edits_material, sees_who_is_stuck


def material_screen(page: MaterialPage, *, request: HttpRequest) -> dict[str, Any]:
    """The page of a material for its reader; a preview shows the draft and keeps nothing."""
    viewer = viewer_of(request)
    is_draft = bool(getattr(request, "is_preview", False))
    reading = reading_of(page, viewer=viewer, is_draft=is_draft)
    authors = authors_of(page)
    return {
        "reading": reading,
        "crumbs": [*((above.title, address_of(above)) for above in reading.ancestors if above.live), (page.title, "")],
        "authors": authors,
        "tags": tags_shown(page, reading.head, viewer=viewer),  # a chapter shows those of its material
        "credit": _credit_besides(authors, page.credit),
        "origin": _origin(page),
        "is_draft": is_draft,
        "may_edit": not is_draft and edits_material(viewer, page),
        "may_see_readers": not is_draft and sees_who_is_stuck(viewer, page),
        **language_of(page),
    }


def _credit_besides(authors: list[Person], credit: str) -> str:
    """Those whom the source names and who are not shown as authors with a profile already."""
    known = {name for author in authors for name in _ways_to_write(author)}
    named = [name.strip() for name in re.split("[,、]", credit)]
    return credit if known.isdisjoint(named) else ", ".join(name for name in named if name not in known)


def _ways_to_write(person: Person) -> set[str]:
    """A source may name a person in either script, and in Latin letters in either order."""
    families, givens = (person.family_name, person.family_romaji), (person.given_name, person.given_romaji)
    pairs = [(family, given) for family in families for given in givens if family and given]
    return {f"{family} {given}" for family, given in pairs} | {f"{given} {family}" for family, given in pairs}


def category_screen(page: CategoryPage, *, request: HttpRequest) -> dict[str, Any]:
    """A category with its materials, thirty at a time."""
    viewer = viewer_of(request)
    listing = listed(materials_in(page), viewer=viewer, number=page_number(request))
    return {"listing": listing, "crumbs": _crumbs(page), **language_of(page)}


def curriculum_screen(page: CurriculumPage, *, request: HttpRequest) -> dict[str, Any]:
    """A curriculum: its table, its categories, materials that stand in none."""
    viewer = viewer_of(request)
    grid = grid_of(page, viewer=viewer)
    mine = next(iter(curricula_with_keys(viewer, [page.translation_key]).values()), None)
    return {
        "mine": mine,
        "items": item_rows(mine.curriculum, mine.credit, viewer=viewer) if mine else [],
        "outcomes": [line.strip(" -・*") for line in page.outcomes.splitlines() if line.strip()],
        "grid": grid,
        "widest": max((len(row["slots"]) for row in grid), default=1),
        "categories": [(category, address_of(category)) for category in categories_of(page, viewer=viewer)],
        "listing": listed(materials_in(page), viewer=viewer, number=page_number(request)),
        "crumbs": _crumbs(page),
        **language_of(page),
    }


def page_number(request: HttpRequest) -> int:
    """`?page=3`; anything else is the first."""
    return min(number_in(str(request.GET.get("page", ""))) or 1, 10_000)


def viewer_of(request: HttpRequest) -> Person:
    if not isinstance(request.user, Person):
        raise TypeError("Pages of learning are shown to people who signed in.")
    return request.user


def _crumbs(page: Any) -> list[tuple[str, str]]:
    above = page.get_ancestors().live().filter(depth__gt=2).order_by("depth")
    return [*((each.title, address_of(each)) for each in above), (page.title, "")]


def language_of(page: Any) -> dict[str, Any]:
    """The notices about the page's language, and its address in each."""
    shown = translation.get_language() or settings.LANGUAGE_CODE
    live = type(page).objects.live().filter(translation_key=page.translation_key)
    twins = {code: (pk, path) for pk, code, path in live.values_list("pk", "locale__language_code", "url_path")}
    own = next((code for code, (pk, _path) in twins.items() if pk == page.pk), None) or page.locale.language_code
    paths = {code: twins[code][1] if code in twins else page.url_path for code, _name in settings.LANGUAGES}
    return {
        "own_language": own,
        "foreign_language": own if own != shown else "",
        "is_behind": bool(page.translated_from_id) and is_behind(page),
        "language_urls": {code: f"/{code}/{str(path).split('/', 2)[-1]}" for code, path in paths.items()},
    }


def _origin(page: MaterialPage) -> dict[str, str] | None:
    """Where an imported page came from; its bytes stay in the database."""
    origin = origin_of(page)
    if origin is None:
        return None
    return {
        "where": _public_name(origin.source),
        "path": origin.path,
        "revision": origin.revision,
        "url": edit_address(page),
    }


def _public_name(source: Any) -> str:
    """A repository's address without who signs in to it; of a folder its own name, not where it lies."""
    parts = urlsplit(source.address)
    if source.kind == SourceKind.FOLDER or not parts.hostname:
        return str(source.address).rstrip("/").rsplit("/", 1)[-1]
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{parts.hostname}{port}{parts.path}"
