"""Makes a source of ordinary pages: what they are called, what they say, where they lie."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import translation
from taggit.models import Tag
from wagtail.models import Page

from core.domain.queries.addresses import address_of
from core.domain.queries.pages import visible_pages
from core.domain.queries.tags import published_tags
from core.models.person import Person
from core.models.tags import PageTag
from search.documents import EMPLOYEES, SearchDocument, Words
from search.kinds.addresses import without_language
from search.kinds.keys import keys_in
from search.places import Place, places_of, within_all
from search.registry import Dependency, Kind, Shown, Source

TextOf = Callable[[Any], str]


def streamed_text(body: Any) -> str:
    """The text of a StreamField, without mark-up; listings are in it."""
    return "\n".join(str(text) for text in body.stream_block.get_searchable_content(body))


@dataclass(frozen=True)
class PageKind:
    """Pages of some models as one kind. `texts` says of each model what is searched besides the title."""

    prefix: str
    kind: Kind
    texts: Mapping[type[Page], TextOf]

    def name_of(self, page: Page) -> str:
        return f"{self.prefix}:{page.translation_key}"

    @property
    def has_tags(self) -> bool:
        return "tag" in self.kind.facets

    def published(self) -> QuerySet[Page]:
        """Live pages with words of their own: a copy that waits for its translation has none."""
        found: QuerySet[Page] = Page.objects.live().type(*self.texts).filter(alias_of__isnull=True)
        return found

    def queryset(self) -> QuerySet[Page]:
        """One page of each, so that no source is walked twice."""
        earlier = self.published().filter(translation_key=OuterRef("translation_key"), pk__lt=OuterRef("pk"))
        return self.published().filter(~Exists(earlier))

    def read(self, names: Sequence[str]) -> Iterator[tuple[str, list[SearchDocument]]]:
        """A query for each model, two for where the pages lie, one for tags; for any number of pages."""
        pages = [page for model in self.texts for page in self._pages(model, keys_in(names))]
        places, tags = places_of(pages), published_tags(keys_in(names)) if self.has_tags else {}
        by_key: dict[uuid.UUID, list[Page]] = defaultdict(list)
        for page in sorted(pages, key=lambda page: page.pk):
            by_key[page.translation_key].append(page)
        for name in names:
            found = [page for key in keys_in([name]) for page in by_key.get(key, [])]
            yield name, [self._document(name, found, places, tags)] if found else []

    def _pages(self, model: type[Page], keys: Sequence[uuid.UUID]) -> QuerySet[Page]:
        live = model._default_manager.filter(translation_key__in=keys, live=True, alias_of__isnull=True)
        found: QuerySet[Page] = live.select_related("locale")
        return found

    def _document(
        self, name: str, pages: Sequence[Page], places: Mapping[int, Place], tags: Mapping[uuid.UUID, tuple[str, ...]]
    ) -> SearchDocument:
        here = [places[page.pk] for page in pages]
        languages = {str(page.locale.language_code): page for page in pages}
        titles = {language: page.title for language, page in languages.items()}
        texts = {language: self.texts[type(page)](page) for language, page in languages.items()}
        words = tags.get(pages[0].translation_key, ())
        return SearchDocument(
            key=name,
            source=name,
            kind=self.kind.name,
            title=Words(ja=titles.get("ja", ""), en=titles.get("en", "")),
            body=Words(ja=texts.get("ja", ""), en=texts.get("en", "")),
            tags=words,
            facets={
                "department": tuple(dict.fromkeys(place.department for place in here if place.department)),
                "language": tuple(languages),
                **({"tag": words} if words else {}),
            },
            audience=(EMPLOYEES,),
            within=within_all(here),
            url=without_language(address_of(pages[0])),
            updated_at=max((page.last_published_at for page in pages if page.last_published_at), default=None),
        )

    def present(self, keys: Sequence[str], *, viewer: Person, language: str) -> Mapping[str, Shown]:
        """Live pages that the viewer may see, in their language where there is one: two queries."""
        pages = self.published().filter(translation_key__in=keys_in(keys)).select_related("locale")
        found: dict[str, Page] = {}
        for page in visible_pages(pages, viewer=viewer):
            name = self.name_of(page)
            if name not in found or page.locale.language_code == language:
                found[name] = page
        parents = _titles_above(list(found.values()))
        with translation.override(language):
            return {
                name: Shown(page.title, address_of(page), part_of=parents.get(page.path[: -Page.steplen], ""))
                for name, page in found.items()
            }

    def seen(self, names: Sequence[str], *, viewer: Person) -> set[str]:
        """Live pages that the viewer may see, in whatever language: one query besides what is forbidden to them."""
        pages = visible_pages(self.published().filter(translation_key__in=keys_in(names)), viewer=viewer)
        return {f"{self.prefix}:{key}" for key in pages.values_list("translation_key", flat=True)}

    def source(self) -> Source:
        return Source(
            prefix=self.prefix,
            kinds=(self.kind,),
            queryset=self.queryset,
            name=self.name_of,
            read=self.read,
            present=self.present,
            seen=self.seen,
            depends_on=(
                *(Dependency(model, lambda page: [self.name_of(page)]) for model in self.texts),
                *(self._dependencies_of_tags() if self.has_tags else ()),
            ),
        )

    def _dependencies_of_tags(self) -> tuple[Dependency, ...]:
        return (
            Dependency(PageTag, lambda row: self._names_of([row.content_object_id])),
            Dependency(Tag, lambda tag: self._names_of(pages_with(tag))),
        )

    def _names_of(self, ids: Collection[int]) -> list[str]:
        found = Page.objects.type(*self.texts).filter(pk__in=ids).values_list("translation_key", flat=True)
        return [f"{self.prefix}:{key}" for key in found.distinct()]


def pages_with(tag: Tag) -> list[int]:
    """Ids of the pages that have a tag: all of them change with its name."""
    return list(PageTag.objects.filter(tag=tag).values_list("content_object_id", flat=True))


def _titles_above(pages: Sequence[Page]) -> dict[str, str]:
    """Titles of the published parents by path, but for homes: everything lies below one."""
    paths = {page.path[: -Page.steplen] for page in pages if page.depth > 3}
    return dict(Page.objects.live().filter(path__in=paths).values_list("path", "title")) if paths else {}
