"""The fingerprint of a document: what `check` compares, so the same for the same document wherever it is reckoned."""

from __future__ import annotations

import dataclasses
import datetime as dt
from types import MappingProxyType
from typing import Any

import pytest
from django.utils.safestring import SafeString

from search.documents import EMPLOYEES, SearchDocument, Words

GIVEN = SearchDocument(
    key="person:1",
    source="person:1",
    kind="person",
    title=Words("佐藤 花子", "Hanako Sato"),
    url="/people/1/",
    body=Words(ja="勉強会を開いています。"),
    readings=("さとう はなこ",),
    facets={"department": ("network",), "language": ("ja", "en")},
    audience=(EMPLOYEES,),
    updated_at=dt.datetime(2026, 11, 22, 9, 30, tzinfo=dt.UTC),
    shown_from=dt.date(2026, 4, 1),
    popularity=2.5,
)
CHANGES: list[dict[str, Any]] = [
    {"title": Words("佐藤 花子", "Hanako Satō")},
    {"body": Words(en="勉強会を開いています。")},
    {"readings": (), "people": GIVEN.readings},
    {"facets": {"department": ("network",), "language": ("en", "ja")}},
    {"updated_at": None},
    {"shown_from": None, "shown_until": GIVEN.shown_from},
    {"popularity": 2.4},
    {"body": Words(ja="勉強会を開いています。\ud800")},
]


def test_a_fingerprint_is_the_same_in_every_process_and_version() -> None:
    """Another number here is another way of reckoning: raise SCHEMA with it."""
    lone = dataclasses.replace(GIVEN, title=Words("佐藤\ud800"))

    assert [GIVEN.fingerprint(), lone.fingerprint()] == [
        "192545a4cf04886d98449341",
        "3818363bceface989526bbca",
    ]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: next(iter(change)))
def test_what_differs_has_another_fingerprint(change: dict[str, Any]) -> None:
    assert dataclasses.replace(GIVEN, **change).fingerprint() != GIVEN.fingerprint()


def test_the_kind_of_a_mapping_and_of_a_text_and_the_order_of_facets_are_no_difference() -> None:
    facets = MappingProxyType(dict(reversed(GIVEN.facets.items())))
    same = dataclasses.replace(GIVEN, facets=facets, url=SafeString(GIVEN.url))

    assert same.fingerprint() == GIVEN.fingerprint()
