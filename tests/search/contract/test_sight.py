"""A viewer's sight holds in hits, counts, facets, suggestions, similar documents and corrected spellings."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from search.sight import NOTHING, Sight
from tests.search.documents import EMPLOYEE, TODAY, document, sight
from tests.search.shelf import Shelf


@pytest.fixture(scope="module")
def shelf(module_shelf: Shelf) -> Shelf:
    """Things for everyone, for a department, within closed places, of other days, and for nobody."""
    facets = {"tag": ("shared", "open")}
    module_shelf.put(
        document("page:all", "予算の説明", facets=facets),
        document("page:board", "予算の秘密", audience=("audience:7",), facets={"tag": ("shared", "secret")}),
        document("note:one", "予算の手紙", audience=("person:5",), facets={"tag": ("letter",)}),
        document("page:closed", "予算の会議", within=("root", "closed"), facets={"tag": ("shared", "closed")}),
        document("page:below", "予算の議事録", within=("root", "closed", "below"), facets={"tag": ("closed",)}),
        document("page:nobody", "予算の下書き", audience=(), facets={"tag": ("draft",)}),
        document("page:past", "予算の募集", shown_until=TODAY, facets={"tag": ("past",)}),
        document("page:last", "予算の締切", shown_until=TODAY + dt.timedelta(days=1)),
        document("page:future", "予算の予告", shown_from=TODAY + dt.timedelta(days=1), facets={"tag": ("future",)}),
        document("page:today", "予算の公開", shown_from=TODAY),
        document("page:word", "Zanzibar project", audience=("audience:7",)),
    )
    return module_shelf


OPEN = {"page:all", "page:last", "page:today"}
CASES: dict[str, tuple[Sight, set[str]]] = {
    "an employee": (EMPLOYEE, OPEN | {"page:closed", "page:below"}),
    "somebody without a token": (NOTHING, set()),
    "a member of the audience": (sight("audience:7"), OPEN | {"page:closed", "page:below", "page:board"}),
    "the addressed": (sight("person:5"), OPEN | {"page:closed", "page:below", "note:one"}),
    "somebody outside a place": (sight(outside={"closed"}), OPEN),
    "somebody outside the root": (sight(outside={"root", "closed"}), OPEN),
    "somebody outside of what lies below": (sight(outside={"below"}), OPEN | {"page:closed"}),
    "an editor of the closed part": (sight(outside={"closed"}, own={"closed"}), OPEN | {"page:closed", "page:below"}),
    "an editor of a part below": (sight(outside={"closed"}, own={"below"}), OPEN | {"page:below"}),
    "before a change was indexed": (sight(hidden={"page:all", "page:closed"}), OPEN - {"page:all"} | {"page:below"}),
    "of some sources alone": (sight(only={"page:all", "page:closed", "page:board"}), {"page:all", "page:closed"}),
    "an editor, of what waits": (sight(hidden={"page:closed"}, own={"closed"}), OPEN | {"page:below"}),
    "tomorrow": (
        sight(today=TODAY + dt.timedelta(days=1)),
        {"page:all", "page:today", "page:closed", "page:below", "page:future"},
    ),
    "yesterday": (
        sight(today=TODAY - dt.timedelta(days=1)),
        {"page:all", "page:last", "page:closed", "page:below", "page:past"},
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_hits_and_counts_are_those_of_the_viewer(shelf: Shelf, case: str) -> None:
    viewer, expected = CASES[case]

    results = shelf.search("予算", sight=viewer, facets=("tag",))

    assert {hit.key for hit in results.hits} == expected
    assert results.total == len(expected)
    assert sum(results.kinds.values()) == len(expected)


def test_lists_without_words_are_those_of_the_viewer(shelf: Shelf) -> None:
    assert set(shelf.found(kinds=("page",))) == OPEN | {"page:closed", "page:below"}
    assert shelf.found(kinds=("page", "note"), sight=NOTHING) == []


def test_facets_name_nothing_that_the_viewer_may_not_see(shelf: Shelf) -> None:
    viewer = sight(outside={"closed"})

    assert shelf.search("予算", sight=viewer, facets=("tag",)).facets == {"tag": {"shared": 1, "open": 1}}
    assert shelf.search("予算", sight=NOTHING, facets=("tag",)).facets == {"tag": {}}


def test_kinds_that_the_viewer_has_nothing_of_are_not_counted(shelf: Shelf) -> None:
    assert "note" not in shelf.search("予算").kinds
    assert shelf.search("予算", sight=sight("person:5")).kinds["note"] == 1


def test_a_filter_by_a_foreign_value_finds_nothing(shelf: Shelf) -> None:
    results = shelf.search("予算", filters={"tag": ("secret",)}, facets=("tag",))

    assert (results.hits, results.total) == ((), 0)
    assert "secret" not in results.facets["tag"]


def test_pages_are_full_although_much_is_hidden(shelf: Shelf) -> None:
    viewer = sight(outside={"closed"})
    pages = [shelf.found("予算", sight=viewer, offset=offset, limit=1) for offset in range(4)]

    assert [len(page) for page in pages] == [1, 1, 1, 0]
    assert {key for page in pages for key in page} == OPEN


@pytest.mark.parametrize("case", CASES)
def test_suggestions_are_those_of_the_viewer(shelf: Shelf, case: str) -> None:
    viewer, expected = CASES[case]

    assert set(shelf.suggested("予算", sight=viewer, limit=50)) == expected


@pytest.mark.parametrize("case", CASES)
def test_similar_documents_are_those_of_the_viewer(shelf: Shelf, case: str) -> None:
    viewer, expected = CASES[case]

    assert set(shelf.similar("page:all", sight=viewer, limit=50)) <= expected - {"page:all"}


def test_what_the_viewer_may_not_see_is_similar_to_nothing(shelf: Shelf) -> None:
    """The words of a hidden document would tell of it through what is like it."""
    assert shelf.similar("page:board") == []
    assert shelf.similar("page:all", sight=NOTHING) == []


def test_a_corrected_spelling_tells_no_word_of_a_hidden_document(shelf: Shelf) -> None:
    assert shelf.search("Zanzibra").corrected == ""
    assert shelf.search("Zanzibra", sight=NOTHING).corrected == ""
    assert shelf.search("Zanzibra", sight=sight("audience:7")).corrected == "zanzibar"


def test_a_typo_finds_nothing_hidden(shelf: Shelf) -> None:
    assert shelf.found("Zanzibra") == []
    assert shelf.suggested("Zanzibr") == []


def test_a_thousand_closed_places_are_no_limit(shelf: Shelf) -> None:
    many = frozenset(f"place-{number}" for number in range(3000))

    assert set(shelf.found("予算", sight=dataclasses.replace(EMPLOYEE, outside=many | {"closed"}))) == OPEN
    assert set(shelf.found("予算", sight=dataclasses.replace(EMPLOYEE, hidden=many))) == OPEN | {
        "page:closed",
        "page:below",
    }
