"""What the API answers with: the schemas that its OpenAPI document describes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from django.conf import settings
from ninja import Field, Schema

from search import registry
from search.domain.queries.finding import LAST_PAGE, language
from search.domain.queries.found import Found, State
from search.domain.queries.presenting import Row
from search.query import PAGE_SIZE


class TextPart(Schema):
    """A stretch of text, and whether it is what matched."""

    text: str
    is_match: bool


class HitOut(Schema):
    """One thing that was found. `why` says in words where it matched, beyond its title."""

    key: str = Field(examples=["material:5b0e4f0f-8a1e-4d5a-9e2c-9b11f2a3c4d5"])
    kind: str
    title: str
    url: str
    part_of: str
    line: str
    snippet: list[TextPart]
    why: list[str]
    updated_at: dt.datetime | None


class CountedValue(Schema):
    """A value that a facet or the kind can be narrowed to, and how much is found under it."""

    value: str
    label: str
    count: int


class FacetOut(Schema):
    """A facet with its counted values."""

    name: str
    label: str
    values: list[CountedValue]


class SearchOut(Schema):
    """A page of hits. `is_reduced`: the second engine answered, what changed last may be missing."""

    total: int
    page: int
    pages: int
    is_counted: bool = Field(
        description="Else many changes are being taken in: the numbers are at least these, and no filters are told."
    )
    is_reduced: bool
    corrected: str = Field(description="The spelling that was probably meant; empty where there is none.")
    is_partial: bool = Field(description="Nothing has all of the words that were asked for; the hits have some.")
    hits: list[HitOut]
    kinds: list[CountedValue]
    facets: list[FacetOut]


class HitsOut(Schema):
    """Hits without pages."""

    hits: list[HitOut]
    is_reduced: bool


class Named(Schema):
    """A name for requests, and what people call it."""

    name: str
    label: str


class KindOut(Named):
    """A kind of thing, with the facets that it can be narrowed by."""

    facets: list[str]


class KindsOut(Schema):
    """Everything that `kind` and `filter` may name."""

    kinds: list[KindOut]
    facets: list[Named]


def search_out(found: Found) -> SearchOut:
    known = registry.kinds()
    return SearchOut(
        total=found.total,
        page=found.asked.page,
        pages=min(-(-found.up_to // PAGE_SIZE), LAST_PAGE),
        is_counted=found.is_counted,
        is_reduced=found.state is State.REDUCED,
        corrected=found.corrected,
        is_partial=found.is_partial,
        hits=[hit_out(row) for row in found.rows],
        kinds=_counted(found.kinds, {name: str(kind.label) for name, kind in known.items()}),
        facets=[
            FacetOut(name=name, label=str(facet.label), values=_values(facet, found.facets[name]))
            for name, facet in registry.facets().items()
            if found.facets.get(name)
        ],
    )


def hits_out(rows: Iterable[Row], state: State) -> HitsOut:
    return HitsOut(hits=[hit_out(row) for row in rows], is_reduced=state is State.REDUCED)


def hit_out(row: Row) -> HitOut:
    return HitOut(
        key=row.hit.key,
        kind=row.hit.kind,
        title=row.shown.title,
        url=f"{settings.BASE_URL}{row.shown.url}",
        part_of=row.shown.part_of,
        line=row.shown.line,
        snippet=[TextPart(text=piece.text, is_match=piece.is_match) for piece in row.hit.snippet],
        why=[str(each) for each in row.why],
        updated_at=row.hit.updated_at,
    )


def kinds_out() -> KindsOut:
    return KindsOut(
        kinds=[
            KindOut(name=name, label=str(kind.label), facets=list(kind.facets))
            for name, kind in registry.kinds().items()
        ],
        facets=[Named(name=name, label=str(facet.label)) for name, facet in registry.facets().items()],
    )


def _values(facet: registry.Facet, counts: Mapping[str, int]) -> list[CountedValue]:
    return _counted(counts, facet.labels(tuple(counts), language()))


def _counted(counts: Mapping[str, int], labels: Mapping[str, str]) -> list[CountedValue]:
    order = sorted(counts, key=lambda value: (-counts[value], value))
    return [CountedValue(value=each, label=str(labels.get(each, each)), count=counts[each]) for each in order]
