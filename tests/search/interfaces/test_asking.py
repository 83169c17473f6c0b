"""A search as an address says it, and back."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from search import registry
from search.domain.queries.finding import LAST_PAGE
from search.domain.queries.found import Asked
from search.interfaces.asking import IN_AN_ADDRESS, address, asked_from, clean

TEXTS = st.text(st.one_of(st.characters(), st.sampled_from("&=+%#? \n\r\t\0\"'会ｶﾞ🍣\ud800")), max_size=60)
SEARCHES = st.builds(
    Asked,
    text=TEXTS.map(clean),
    kinds=st.lists(st.sampled_from(sorted(registry.kinds())), unique=True, max_size=3).map(tuple),
    filters=st.dictionaries(
        st.sampled_from(sorted(registry.facets())),
        st.lists(TEXTS.map(clean).filter(bool), unique=True, min_size=1, max_size=3).map(tuple),
        max_size=2,
    ),
    order=st.sampled_from(["best", "new"]),
    page=st.integers(1, LAST_PAGE),
)


@settings(max_examples=200, deadline=None)
@given(SEARCHES)
def test_an_address_says_the_search_that_it_was_made_of(asked: Asked) -> None:
    assert asked_from(QueryDict(address(asked)[1:])) == asked


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=80))
def test_whatever_stands_in_an_address_is_understood_or_left_out(query: bytes) -> None:
    asked = asked_from(QueryDict(query))

    assert asked_from(QueryDict(address(asked)[1:])) == asked


@pytest.mark.parametrize(
    "text", ["a" * 10_000, "🍣" * 10_000, "会議 " * 3_300, '"' * 10_000, "error: no such file\n" * 500, "％" * 10_000]
)
def test_no_address_is_longer_than_servers_take(text: str) -> None:
    """A page of results has dozens of them: nine megabytes for ten thousand emoji."""
    assert 0 < len(address(Asked(text, page=2))) < IN_AN_ADDRESS + 20
