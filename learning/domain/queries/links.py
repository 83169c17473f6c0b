"""Where links of a material lead now: the pages and files that its source's files have become.

A page without an origin of its own (a translation made here) uses that of the page it translates.
"""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import Any

from wagtail.models import Page

from learning.enums import SourceKind
from learning.markdown import LinkResolver, NoLinks, Site, SourceError, parse
from learning.markdown.links import Asset
from learning.models import ImportedAsset, MaterialOrigin, MaterialPage, MaterialSource


def origin_of(page: MaterialPage) -> MaterialOrigin | None:
    """One query, once for each page object."""
    if not hasattr(page, "_link_origin"):
        page._link_origin = _find_origin(page)
    found: MaterialOrigin | None = page._link_origin
    return found


def _find_origin(page: MaterialPage) -> MaterialOrigin | None:
    origins = MaterialOrigin.objects.filter(page__translation_key=page.translation_key).select_related("source")
    found = {origin.page_id: origin for origin in origins.defer("content").order_by("-page_id")}
    return found.get(page.pk) or next(reversed(found.values()), None)


def site_of(origin: MaterialOrigin) -> Site:
    """The site that the file was written for."""
    root = origin.path[: len(origin.path) - len(origin.place)].rstrip("/")
    return Site(base=origin.source.base_path or "/", root=root)


def source_of(page: MaterialPage) -> tuple[str, Site]:
    """The file's path in its source, and the site it was written for; ("", Site()) for a page written here."""
    origin = origin_of(page)
    return (origin.path, site_of(origin)) if origin is not None else ("", Site())


def resolver_for(page: MaterialPage) -> LinkResolver:
    """What the renderer asks. Two queries a page at most, and one for each anchor on another page."""
    origin = origin_of(page)
    return SourceLinks(page, origin) if origin is not None else NoLinks()


def link_state(page: MaterialPage) -> str:
    """Changes whenever a link of the page may lead elsewhere than before: after an import, and when a page that it
    links to goes online or offline, is renamed or moved."""
    origin = origin_of(page)
    if origin is None:
        return ""
    linked = origin.findings.get("linked", [])
    parts = [f"{origin.path} {origin.source.last_revision} {origin.source.base_path}"]
    if linked:
        keys = MaterialOrigin.objects.filter(source=origin.source, path__in=linked).values("page__translation_key")
        pages = Page.objects.filter(translation_key__in=keys).order_by("pk").values_list("url_path", "live", "locale")
        parts += [repr(row) for row in pages]
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=12).hexdigest()


class SourceLinks:
    """Pages and files of one source, seen from one of its pages."""

    def __init__(self, page: MaterialPage, origin: MaterialOrigin) -> None:
        self._page, self._origin = page, origin
        self._source: MaterialSource = origin.source

    def page(self, target_path: str, anchor: str) -> str | None:
        """The page of a file, in this page's language where there is one."""
        found = self._by_path.get(target_path)
        if found is None:
            # A page that this language does not have, but another does.
            place = self._place(target_path)
            found = self._by_place.get(place) if place is not None else None
        if found is None:
            return None
        url: str | None = found.get_url()
        if url is None or not anchor:
            return url
        identity = _anchor_on(found, anchor)
        return f"{url}#{identity}" if identity else url

    def asset(self, path: str) -> Asset | None:
        row = self._assets.get(path)
        if row is None:
            return None
        if row.image is not None:
            image: Any = row.image
            # One by one stands for a size that nobody could tell.
            width, height = (image.width, image.height) if image.width * image.height > 1 else (None, None)
            return Asset(image.url, width, height, name=image.alt_text)
        if row.document is not None:
            document: Any = row.document
            return Asset(document.url, name=document.title)
        return Asset("", missing=True)

    def external(self, url: str) -> str | None:
        return url

    @cached_property
    def _pages(self) -> list[tuple[MaterialOrigin, Any]]:
        """Live pages of the source by origin, each in this page's language where it exists there."""
        origins = list(
            MaterialOrigin.objects.filter(source=self._source, gone_since__isnull=True)
            .select_related("page__locale")
            .only("path", "place", "source", *(f"page__{name}" for name in PAGE_FIELDS))
        )
        here = self._page.locale_id
        foreign = [origin.page.translation_key for origin in origins if origin.page.locale_id != here]
        translated = {}
        if foreign:
            pages = Page.objects.live().filter(translation_key__in=foreign, locale=here).select_related("locale")
            translated = {page.translation_key: page for page in pages}
        return [
            (origin, translated.get(origin.page.translation_key, origin.page))
            for origin in origins
            if origin.page.live or origin.page.translation_key in translated
        ]

    @cached_property
    def _by_path(self) -> dict[str, Any]:
        return {origin.path: page for origin, page in self._pages}

    @cached_property
    def _by_place(self) -> dict[str, Any]:
        return {origin.place: page for origin, page in self._pages}

    def _place(self, path: str) -> str | None:
        root = site_of(self._origin).root
        if not root:
            return path
        return path[len(root) + 1 :] if path.startswith(f"{root}/") else None

    @cached_property
    def _assets(self) -> dict[str, ImportedAsset]:
        rows = ImportedAsset.objects.filter(source=self._source).select_related("image", "document")
        return {row.path: row for row in rows}


PAGE_FIELDS = ("url_path", "live", "locale", "translation_key", "content_type", "path", "depth", "slug", "title")


def _anchor_on(page: Any, anchor: str) -> str | None:
    """The id that an anchor means on another page of the source, as its text is now."""
    target = MaterialPage.objects.filter(pk=page.pk).only("front_matter", "markdown").first()
    if target is None:
        return None
    try:
        return parse(target.source_text).resolve_anchor(anchor)
    except SourceError:
        return None


def edit_address(page: MaterialPage) -> str:
    """Where the file can be changed at its origin, for those hosts whose addresses are known; "" elsewhere."""
    origin = origin_of(page)
    if origin is None or origin.source.kind != SourceKind.GIT:
        return ""
    address = origin.source.address.removesuffix(".git")
    if address.startswith(("https://github.com/", "https://gitlab.com/")):
        return f"{address}/blob/{origin.revision}/{origin.path}"
    return ""
