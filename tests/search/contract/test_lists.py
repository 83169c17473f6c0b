"""Kinds, facets, filters, pages and orders."""

from __future__ import annotations

import datetime as dt

import pytest

from search.query import DEEPEST, Counted
from tests.search.documents import document
from tests.search.shelf import Shelf

UTC = dt.UTC


def written(year: int) -> dt.datetime:
    return dt.datetime(year, 4, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def shelf(module_shelf: Shelf) -> Shelf:
    module_shelf.put(
        document(
            "page:1", "会議の記録", facets={"department": ("network",), "tag": ("a", "b")}, updated_at=written(2020)
        ),
        document(
            "page:2", "会議の準備", facets={"department": ("network", "sales"), "tag": ("a",)}, updated_at=written(2024)
        ),
        document("page:3", "会議の進行", facets={"department": ("sales",), "tag": ("b",)}, updated_at=written(2022)),
        document("step:4", "会議の手順", facets={"department": ("network",), "tag": ("c",)}, updated_at=written(2025)),
        document("person:5", "会議 太郎"),
    )
    return module_shelf


FACETS = ("department", "tag")


def test_everything_is_counted_by_kind_and_facet(shelf: Shelf) -> None:
    results = shelf.search("会議", facets=FACETS)

    assert results.total == 5
    assert results.kinds == {"page": 3, "step": 1, "person": 1}
    assert results.facets == {"department": {"network": 3, "sales": 2}, "tag": {"a": 2, "b": 2, "c": 1}}


def test_a_kind_narrows_hits_and_facets_but_not_the_counts_of_the_other_kinds(shelf: Shelf) -> None:
    results = shelf.search("会議", kinds=("page",), facets=FACETS)

    assert {hit.key for hit in results.hits} == {"page:1", "page:2", "page:3"}
    assert results.total == 3
    assert results.kinds == {"page": 3, "step": 1, "person": 1}
    assert results.facets == {"department": {"network": 2, "sales": 2}, "tag": {"a": 2, "b": 2}}


def test_what_is_found_is_the_same_however_it_is_counted(shelf: Shelf) -> None:
    for text, asked in (
        ("会議", {}),
        ("会議", {"kinds": ("page",)}),
        ("会議", {"filters": {"department": ("sales",)}, "order": "new"}),
        ("", {"kinds": ("page", "step"), "limit": 2, "offset": 1}),
        ("", {"filters": {"tag": ("a", "b")}}),
        ("会議", {"limit": 0}),
        ("会議の順備", {}),
    ):
        apart = shelf.search(text, facets=FACETS, **asked)
        bare = shelf.search(text, counted=Counted.NOT, **asked)
        assert [hit.key for hit in bare.hits] == [hit.key for hit in apart.hits]
        assert (bare.total, bare.corrected) == (apart.total, apart.corrected)
        assert (bare.kinds, bare.facets) == ({}, {})


def test_counts_within_all_filters_are_those_of_what_is_found(shelf: Shelf) -> None:
    asked = {"kinds": ("page",), "filters": {"tag": ("a",)}, "facets": FACETS}
    results = shelf.search("会議", counted=Counted.WITHIN, **asked)

    assert (results.total, results.kinds) == (2, {"page": 2})
    assert results.facets == {"department": {"network": 2, "sales": 1}, "tag": {"a": 2, "b": 1}}


def test_a_facet_narrows_everything_but_its_own_counts(shelf: Shelf) -> None:
    results = shelf.search("会議", filters={"department": ("sales",)}, facets=FACETS)

    assert {hit.key for hit in results.hits} == {"page:2", "page:3"}
    assert results.kinds == {"page": 2}
    assert results.facets == {"department": {"network": 3, "sales": 2}, "tag": {"a": 1, "b": 1}}


def test_values_of_a_facet_are_joined_by_or_and_facets_by_and(shelf: Shelf) -> None:
    assert set(shelf.found("会議", filters={"tag": ("a", "c")})) == {"page:1", "page:2", "step:4"}
    assert shelf.found("会議", filters={"tag": ("b",), "department": ("sales",)}) == ["page:3"]


def test_two_facets_each_counted_without_their_own_filter(shelf: Shelf) -> None:
    results = shelf.search("会議", kinds=("page",), filters={"tag": ("b",), "department": ("sales",)}, facets=FACETS)

    assert results.facets == {"department": {"network": 1, "sales": 1}, "tag": {"a": 1, "b": 1}}
    assert results.kinds == {"page": 1}


def test_a_facet_that_is_not_asked_for_is_not_counted(shelf: Shelf) -> None:
    assert shelf.search("会議").facets == {}


def test_counts_do_not_depend_on_the_page(shelf: Shelf) -> None:
    whole, second = shelf.search("会議", facets=FACETS), shelf.search("会議", facets=FACETS, offset=3, limit=2)

    assert len(second.hits) == 2
    assert (second.total, second.kinds, second.facets) == (whole.total, whole.kinds, whole.facets)


def test_kinds_alone_list(shelf: Shelf) -> None:
    results = shelf.search(kinds=("page",), facets=FACETS)

    assert {hit.key for hit in results.hits} == {"page:1", "page:2", "page:3"}
    assert results.kinds == {"page": 3, "step": 1, "person": 1}


def test_filters_alone_list(shelf: Shelf) -> None:
    assert set(shelf.found(filters={"tag": ("c",)})) == {"step:4"}


def test_pages_follow_one_another_without_gap_or_repetition(shelf: Shelf) -> None:
    whole = shelf.found("会議")

    assert [key for offset in range(5) for key in shelf.found("会議", offset=offset, limit=1)] == whole
    assert shelf.found("会議", offset=5) == []


@pytest.mark.parametrize(("offset", "limit"), [(-1, 20), (0, -5), (0, 0), (DEEPEST, 20), (10**9, 20), (-(10**9), -1)])
def test_no_hits_before_the_first_or_beyond_the_deepest_page(shelf: Shelf, offset: int, limit: int) -> None:
    results = shelf.search("会議", offset=offset, limit=limit)

    assert (results.hits, results.total) == ((), 5)


def test_a_page_of_any_size_ends_at_the_deepest(shelf: Shelf) -> None:
    assert len(shelf.found("会議", limit=10**9)) == 5
    assert shelf.found("会議", offset=DEEPEST - 1, limit=10**9) == []


def test_the_newest_first(shelf: Shelf) -> None:
    assert shelf.found("会議", order="new") == ["step:4", "page:2", "page:3", "page:1", "person:5"]
    assert shelf.found(kinds=("page",), order="new") == ["page:2", "page:3", "page:1"]


def test_the_order_of_equals_is_always_the_same(shelf: Shelf) -> None:
    assert shelf.found("会議") == shelf.found("会議")


@pytest.mark.parametrize(
    "facts",
    [
        {"facets": ("unknown",)},
        {"filters": {"unknown": ("x",)}},
        {"filters": {"tag": ("no such value",)}},
        {"filters": {"tag\x00": ("\ud800",), "*": ("*",)}, "facets": ("tag\x00", "*", "")},
        {"kinds": ("unknown",)},
        {"kinds": ("\ud800", "*")},
    ],
)
def test_unknown_kinds_facets_and_values_find_nothing_and_do_no_harm(shelf: Shelf, facts: dict[str, object]) -> None:
    results = shelf.search("会議", **facts)

    assert results.total == (5 if facts == {"facets": ("unknown",)} else 0)


def test_an_unknown_order_is_the_best(shelf: Shelf) -> None:
    assert shelf.found("会議", order="; drop") == shelf.found("会議")


def test_filters_without_values_narrow_nothing(shelf: Shelf) -> None:
    assert shelf.search("会議", filters={"tag": ()}).total == 5
