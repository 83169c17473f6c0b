"""Folded text cut into what is indexed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.text.fold import fold
from search.text.tokens import LONGEST, is_latin, runs, tokens


def cut(text: str) -> list[tuple[str, int]]:
    return [(token.text, token.position) for token in tokens(fold(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("会議題", [("会議", 0), ("議題", 1)]),
        ("猫", [("猫", 0)]),
        ("佐藤 花子", [("佐藤", 0), ("藤花", 1), ("花子", 2)]),
        ("佐藤　花子", [("佐藤", 0), ("藤花", 1), ("花子", 2)]),
        ("東京\n都", [("東京", 0), ("都", 2)]),
        ("クラウド・基盤", [("くら", 0), ("らう", 1), ("うど", 2), ("基盤", 4)]),
        ("Pythonの会", [("python", 0), ("の会", 1)]),
        ("get pods -A", [("get", 0), ("pods", 1), ("a", 2)]),
        ("C++とC#", [("c++", 0), ("と", 1), ("c#", 3)]),
        ("max_connections", [("max", 0), ("connections", 1)]),
        ("!?", []),
        ("", []),
    ],
)
def test_a_text_is_cut_so(text: str, expected: list[tuple[str, int]]) -> None:
    assert cut(text) == expected


def test_a_word_without_end_is_cut_short() -> None:
    assert [len(token.text) for token in tokens("a" * 50_000)] == [LONGEST]


@settings(max_examples=300, deadline=None)
@given(st.text(st.one_of(st.characters(), st.sampled_from("会議題と猫あア c+#_-")), max_size=40))
def test_tokens_stand_where_they_say_and_in_order(text: str) -> None:
    folded = fold(text)
    found = tokens(folded)

    assert all(token.text == folded[token.start : token.end].replace(" ", "")[:LONGEST] for token in found)
    assert [token.position for token in found] == sorted({token.position for token in found})
    assert all(text for text, _, _ in runs(folded))


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("会議題と記録猫"), min_size=1, max_size=12), st.data())
def test_every_stretch_of_japanese_is_a_phrase_of_the_whole(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    part = text[start : data.draw(st.integers(start + 1, len(text)))]
    whole = [token.text for token in tokens(text)]

    if len(part) > 1:
        pieces = [token.text for token in tokens(part)]
        assert any(whole[at : at + len(pieces)] == pieces for at in range(len(whole)))


def test_latin_is_what_holds_no_japanese() -> None:
    assert (is_latin("docker"), is_latin("c++"), is_latin("docker入門"), is_latin("猫")) == (True, True, False, False)
