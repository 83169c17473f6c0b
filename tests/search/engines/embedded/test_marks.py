"""Where words stand in texts: form by form, as one expression for all forms would find them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.engines.embedded.marks import FEW, Marks
from search.engines.embedded.written import marked as marked_as_written
from search.text.fold import fold
from search.text.parse import parse
from tests.search.shelf import marked, plain

ASKED = ("会議 会議室 議題", "docker dock 会議", '"get pods" get 会議題', "サーバー server")
TEXTS = st.lists(
    st.sampled_from([*"会議室題 、と\n", "docker", "docks", "get", "pods", "サーバ", "ー", "さーば", "Server"])
)


@settings(max_examples=200, deadline=None)
@given(TEXTS.map("".join), st.sampled_from(ASKED))
def test_forms_apart_are_found_as_all_forms_together(text: str, asked: str) -> None:
    marks, folded = Marks(parse(asked)), fold(text)
    together = re.compile("|".join(each.pattern for each in marks._patterns))
    expected = [(*match.span(), match.group()) for match in together.finditer(folded)]

    assert marks.places(folded) == [each for each in expected if marks._asked[each[2]]]


@settings(max_examples=200, deadline=None)
@given(TEXTS.map("".join), st.sampled_from(ASKED))
def test_what_is_marked_in_a_text_is_what_was_found_in_its_folded_form(text: str, asked: str) -> None:
    found = Marks(parse(asked)).texts(fold(text))

    pieces = marked_as_written(text, found)

    assert plain(pieces) == text
    assert bool(marked(pieces)) == bool(found)


@pytest.mark.parametrize("words", [FEW, FEW + 1])
def test_many_words_are_found_as_few_are(words: int) -> None:
    names = [f"{letter}pple" for letter in "bcdfghjklm"][:words]

    assert Marks(parse(" ".join(names))).texts(" ".join((*names, "xpple"))) == names


def test_signs_alone_are_nowhere() -> None:
    assert Marks(parse("!!"), ["!", "?", *"#$%&*+~"]).places("! ? #") == []
