"""What search is given of one material: a document of it and one of each of its steps, in all its languages."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.domain.queries.addresses import address_of
from learning.markdown import Step, parse
from learning.markdown.plain import Plain, plain
from learning.models import MaterialPage
from learning.search_index.facets import minutes_code
from search.documents import EMPLOYEES, SearchDocument, Words
from search.kinds.addresses import without_language
from search.kinds.readings import readings_of
from search.places import Place, within_all
from search.registry import Kind

MATERIAL = Kind(
    name="material",
    label=_("Materials"),
    one=_("Material"),
    order=20,
    icon="book",
    facets=("department", "category", "minutes", "language", "tag"),
    boost=1.1,
    is_like_its_own=True,
)
STEP = Kind(
    name="step",
    label=_("Steps of materials"),
    one=_("Step"),
    order=30,
    icon="list",
    facets=("department", "category", "language"),
)


class MaterialDocuments:
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

    def all(self, *, group: str, readers: int, tags: tuple[str, ...]) -> list[SearchDocument]:
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
            title=self._words(lambda page, text: step_title(page, step_id)),
            body=self._words(lambda page, text: _step_text(page, text, step_id)),
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


def _step_text(page: MaterialPage, text: Plain, step_id: str) -> str:
    """With what it is a step of, last: 「nginx 確認」 means the one of many steps called 確認 that is of nginx."""
    said = text.steps.get(step_id, "")
    return f"{said}\n{page.title}" if said else page.title


def step_title(page: MaterialPage, step_id: str) -> str:
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
