"""Materials and their steps. A source is one page of a material in all its languages, with the steps on it."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.db.models import Count
from taggit.models import Tag

from core.domain.queries.tags import published_tags
from core.models.person import Person
from core.models.tags import PageTag
from learning.models import MaterialPage, ReadingPlace
from learning.search_index.material_documents import MATERIAL, STEP, MaterialDocuments
from learning.search_index.material_pages import PREFIX, category_keys, name_of, published, queryset
from learning.search_index.material_results import present, seen
from search.documents import SearchDocument
from search.kinds.keys import keys_in
from search.kinds.page_source import pages_with
from search.places import places_of
from search.registry import Dependency, Source


def read(names: Sequence[str]) -> Iterator[tuple[str, list[SearchDocument]]]:
    """Seven queries for any number of pages."""
    wanted = keys_in(names)
    pages = list(
        published()
        .filter(translation_key__in=wanted)
        .select_related("locale")
        .prefetch_related("authors")
        .order_by("pk")
    )
    places = places_of(pages)
    categories, heads, readers = category_keys(), _heads(pages), _readers(wanted)
    tags = published_tags([*wanted, *keys_in(heads.values())])
    by_key: dict[uuid.UUID, list[MaterialPage]] = defaultdict(list)
    for page in pages:
        by_key[page.translation_key].append(page)
    for name in names:
        each = by_key.get(_key_of(name), [])
        if not each:
            yield name, []
            continue
        key, group = each[0].translation_key, heads.get(each[0].pk, "")
        words = tags.get(key) or next((tags[head] for head in keys_in([group]) if head in tags), ())
        documents = MaterialDocuments(name, each, [places[page.pk] for page in each], categories)
        yield name, documents.all(group=group, readers=readers[key], tags=words)


def _key_of(name: str) -> uuid.UUID | None:
    return next(iter(keys_in([name])), None)


def _heads(pages: Iterable[MaterialPage]) -> dict[int, str]:
    """Of each chapter the name of the material that it belongs to."""
    above = {page.path[: -page.steplen] for page in pages if page.is_chapter}
    parents = dict(MaterialPage.objects.filter(path__in=above).values_list("path", "translation_key"))
    return {
        page.pk: f"{PREFIX}:{parents[page.path[: -page.steplen]]}"
        for page in pages
        if page.is_chapter and page.path[: -page.steplen] in parents
    }


def _readers(keys: Iterable[uuid.UUID]) -> dict[uuid.UUID, int]:
    rows = ReadingPlace.objects.filter(head_key__in=list(keys)).values_list("head_key").annotate(Count("pk"))
    return defaultdict(int, rows)


def _owners(keys: Sequence[str]) -> Mapping[str, str]:
    """A step's key names its material behind its kind."""
    return {key: f"{PREFIX}:{key.split(':')[1]}" for key in keys if ":" in key}


def _of_page(page: MaterialPage) -> list[str]:
    return [name_of(page)]


def _of_author(person: Person) -> Iterator[str]:
    for key in MaterialPage.objects.filter(authors=person).values_list("translation_key", flat=True).distinct():
        yield f"{PREFIX}:{key}"


def _of_tagged(ids: Iterable[int]) -> Iterator[str]:
    """The pages and their chapters, which show the tags of their material."""
    pages = MaterialPage.objects.filter(pk__in=list(ids)).only("path", "translation_key", "numchild")
    for page in pages:
        yield name_of(page)
        if page.numchild:
            for key in page.get_children().values_list("translation_key", flat=True):
                yield f"{PREFIX}:{key}"


SOURCE = Source(
    prefix=PREFIX,
    kinds=(MATERIAL, STEP),
    queryset=queryset,
    name=name_of,
    read=read,
    present=present,
    depends_on=(
        Dependency(MaterialPage, _of_page, m2m=("authors",)),
        Dependency(Person, _of_author),
        Dependency(PageTag, lambda row: _of_tagged([row.content_object_id])),
        Dependency(Tag, lambda tag: _of_tagged(pages_with(tag))),
    ),
    owners=_owners,
    seen=seen,
)
