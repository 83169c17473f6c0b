"""Materials and their steps. A source is one page of a material in all its languages, with the steps on it."""

from __future__ import annotations

import math
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag

from core.domain.queries.addresses import address_of
from core.domain.queries.tags import published_tags
from core.models.person import Person
from core.models.tags import PageTag
from learning.domain.queries.materials import HEAVY, in_this_language
from learning.markdown import Step, duration_text, parse
from learning.markdown.plain import Plain, plain
from learning.models import CategoryPage, MaterialPage, ReadingPlace
from learning.search_index.facets import minutes_code
from search.documents import EMPLOYEES, SearchDocument, Words
from search.kinds.addresses import without_language
from search.kinds.keys import keys_in
from search.kinds.page_source import pages_with
from search.kinds.readings import readings_of
from search.places import Place, places_of, within_all
from search.registry import Dependency, Kind, Shown, Source

PREFIX = "material"
MATERIAL = Kind(
    name="material",
    label=_("Materials"),
    one=_("Material"),
    order=20,
    icon="book",
    facets=("department", "category", "minutes", "language", "tag"),
    boost=1.1,
)
STEP = Kind(
    name="step",
    label=_("Steps of materials"),
    one=_("Step"),
    order=30,
    icon="list",
    facets=("department", "category", "language"),
)


def name_of(page: MaterialPage) -> str:
    return f"{PREFIX}:{page.translation_key}"


def published() -> QuerySet[MaterialPage]:
    """Live pages with words of their own: a copy that waits for its translation has none."""
    found: QuerySet[MaterialPage] = MaterialPage.objects.live().filter(alias_of__isnull=True)
    return found


def queryset() -> QuerySet[MaterialPage]:
    """One page of each, so that no source is walked twice."""
    earlier = published().filter(translation_key=OuterRef("translation_key"), pk__lt=OuterRef("pk"))
    return published().filter(~Exists(earlier)).defer(*HEAVY, "steps")


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
        maker = _Maker(name, each, [places[page.pk] for page in each], categories)
        yield name, maker.documents(group=group, readers=readers[key], tags=words)


def _key_of(name: str) -> uuid.UUID | None:
    return next(iter(keys_in([name])), None)


def category_keys() -> set[str]:
    """Which of the pages above a material are categories, published ones."""
    return {str(key) for key in CategoryPage.objects.live().values_list("translation_key", flat=True)}


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


class _Maker:
    """Makes the documents of one source from its pages, one for each language."""

    def __init__(self, name: str, pages: Sequence[MaterialPage], places: Sequence[Place], categories: set[str]) -> None:
        self.name, self.pages, self.places = name, pages, places
        self.first = pages[0]
        self.by_language = {str(page.locale.language_code): page for page in pages}
        self.plain = {language: _plain(page) for language, page in self.by_language.items()}
        self.shared: dict[str, Any] = {
            "source": name,
            "audience": (EMPLOYEES,),
            "within": within_all(places),
            "updated_at": max((page.last_published_at for page in pages if page.last_published_at), default=None),
        }
        self.facets = {
            "department": tuple(dict.fromkeys(place.department for place in places if place.department)),
            "category": tuple(dict.fromkeys(key for place in places for key, _ in place.above if key in categories)),
            "language": tuple(self.by_language),
        }

    def documents(self, *, group: str, readers: int, tags: tuple[str, ...]) -> list[SearchDocument]:
        """Tags say what a material is about as a whole: its steps have none, or they would crowd out all else."""
        head = group or self.name
        return [self._material(group, readers, tags), *(self._step(step_id, head) for step_id in self._step_ids())]

    def _material(self, group: str, readers: int, tags: tuple[str, ...]) -> SearchDocument:
        return SearchDocument(
            key=self.name,
            kind=MATERIAL.name,
            title=self._words(lambda page, text: page.title),
            body=self._words(_material_text),
            people=tuple(dict.fromkeys(name for page in self.pages for name in _author_names(page))),
            tags=tags,
            facets=self.facets | {"minutes": minutes_code(self.first.minutes)} | ({"tag": tags} if tags else {}),
            group=group,
            url=without_language(address_of(self.first)),
            popularity=_rounded(readers),
            **self.shared,
        )

    def _step_ids(self) -> list[str]:
        return list(dict.fromkeys(str(step["id"]) for page in self.pages for step in page.steps))

    def _step(self, step_id: str, head: str) -> SearchDocument:
        return SearchDocument(
            key=f"{STEP.name}:{self.first.translation_key}:{step_id}",
            kind=STEP.name,
            title=self._words(lambda page, text: _step_title(page, step_id)),
            body=self._words(lambda page, text: text.steps.get(step_id, "")),
            facets=self.facets,
            group=head,
            url=without_language(address_of(self.first, step_id=step_id)),
            **self.shared,
        )

    def _words(self, text_of: Any) -> Words:
        each = {language: text_of(page, self.plain[language]) for language, page in self.by_language.items()}
        return Words(ja=each.get("ja", ""), en=each.get("en", ""))


def _plain(page: MaterialPage) -> Plain:
    return plain(parse(page.source_text), [Step.from_json(row) for row in page.steps])


def _material_text(page: MaterialPage, text: Plain) -> str:
    titles = [str(step["title"]) for step in page.steps]
    return "\n".join(filter(None, [page.description, page.prior_knowledge, page.credit, *titles, text.whole]))


def _step_title(page: MaterialPage, step_id: str) -> str:
    return next((str(step["title"]) for step in page.steps if step["id"] == step_id), "")


def _author_names(page: MaterialPage) -> Iterator[str]:
    for person in page.authors.all():
        yield f"{person.family_name} {person.given_name}"
        yield from readings_of(person)
    if page.credit:
        yield page.credit


def _rounded(readers: int) -> float:
    """In doublings, so that one more reader is not a change of the document."""
    return float(2 ** int(math.log2(readers))) if readers else 0.0


def present(keys: Sequence[str], *, viewer: Person, language: str) -> Mapping[str, Shown]:
    """Live pages that the viewer may see: two queries. A step shows the material that it is a step of."""
    from core.domain.queries.pages import visible_pages

    wanted = {key: key.split(":") for key in keys if key.count(":") in {1, 2}}
    ids = keys_in(f"{PREFIX}:{parts[1]}" for parts in wanted.values())
    pages = published().filter(translation_key__in=ids).select_related("locale").defer(*HEAVY)
    with translation.override(language):
        found = in_this_language(visible_pages(pages, viewer=viewer))
        parents = _parent_titles(found.values())
        by_key = {str(key): page for key, page in found.items()}
        shown = {key: _shown(by_key.get(parts[1]), parts[2:], parents) for key, parts in wanted.items()}
    return {key: each for key, each in shown.items() if each is not None}


def _owners(keys: Sequence[str]) -> Mapping[str, str]:
    """A step's key names its material behind its kind."""
    return {key: f"{PREFIX}:{key.split(':')[1]}" for key in keys if ":" in key}


def _parent_titles(pages: Iterable[MaterialPage]) -> dict[str, str]:
    paths = [page.path[: -page.steplen] for page in pages if page.is_chapter]
    return dict(MaterialPage.objects.live().filter(path__in=paths).values_list("path", "title")) if paths else {}


def _shown(page: MaterialPage | None, step: Sequence[str], parents: Mapping[str, str]) -> Shown | None:
    if page is None:
        return None
    if step:
        title = _step_title(page, step[0])
        return Shown(title=title, url=address_of(page, step_id=step[0]), part_of=page.title) if title else None
    line = duration_text(page.minutes) if page.minutes else ""
    return Shown(page.title, address_of(page), line=line, part_of=parents.get(page.path[: -page.steplen], ""))


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
)
