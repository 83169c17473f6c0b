"""What matched is marked, and the best stretch quoted."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.engines.embedded.marks import Marks
from search.engines.embedded.written import marked as marked_as_written
from search.text.fold import fold
from search.text.highlight import _pattern, pieces
from search.text.parse import parse
from tests.search.shelf import marked, plain


@pytest.mark.parametrize(
    ("text", "forms", "expected"),
    [
        ("Ｐｙｔｈｏｎの勉強会", ["python", "勉強会"], ["Ｐｙｔｈｏｎ", "勉強会"]),
        ("ﾈｯﾄﾜｰｸを設定", [fold("ネットワーク")], ["ﾈｯﾄﾜｰｸ"]),
        ("together we get it", ["get"], ["get"]),
        ("Kubernetes", ["kub"], ["Kubernetes"]),
        ("佐藤 花子", ["佐藤花子"], ["佐藤 花子"]),
        ("会議題", ["会議", "議題"], ["会議"]),
        ("get-pods と getpods", ["get pods"], ["get-pods"]),
        ("C++とC", ["c++"], ["C++"]),
        ("何もない", ["勉強"], []),
        ("", ["勉強"], []),
        ("勉強", [], []),
        ("勉強", ["", " ", "!"], []),
    ],
)
def test_these_stretches_are_marked(text: str, forms: list[str], expected: list[str]) -> None:
    assert marked(pieces(text, forms)) == expected


@settings(max_examples=300, deadline=None)
@given(
    st.text(st.one_of(st.characters(), st.sampled_from("会議題 abcアー")), max_size=60),
    st.lists(st.text(max_size=8), max_size=4),
)
def test_the_pieces_are_the_text(text: str, forms: list[str]) -> None:
    assert plain(pieces(text, [fold(form) for form in forms])) == text


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("会議題と abc。"), max_size=400), st.sampled_from(["会議", "abc", "題と"]))
def test_a_quotation_is_part_of_the_text_and_short(text: str, form: str) -> None:
    quoted = plain(pieces(text, [form], limit=80))

    assert quoted.removeprefix("… ").removesuffix(" …") in text
    assert len(quoted) <= 80 + 15 + 4


def test_the_stretch_with_most_of_what_was_asked_for_is_quoted() -> None:
    text = "会議。" + "そのほか。" * 200 + "会議と議題。" + "そのほか。" * 200

    assert marked(pieces(text, ["会議", "議題"], limit=100)) == ["会議", "議題"]


def test_a_word_is_not_cut_where_a_quotation_begins() -> None:
    text = "alphabet " * 60 + "target " + "alphabet " * 60

    quoted = plain(pieces(text, ["target"], limit=80)).removeprefix("… ").removesuffix(" …")
    assert set(quoted.split()) == {"alphabet", "target"}


@pytest.mark.parametrize("text", ["会議" * 20_000, "a" * 40_000, "会 " * 20_000, "-" * 40_000])
def test_no_text_takes_long(text: str) -> None:
    began = time.process_time()
    pieces(text, ["会議", "a", "会会会会", "get pods", "a" * 500], limit=160)

    assert time.process_time() - began < 2


def test_a_part_of_a_word_with_an_accent_is_not_marked() -> None:
    assert marked(marked_as_written("caf, café", ["caf"])) == ["caf"]


def test_expressions_for_ascii_words_hold_no_table_of_kanji() -> None:
    """It takes five milliseconds to compile, in each query: most of what the slowest queries cost."""
    marks = Marks(parse("kubernetes get-pods c++ nginxの設定"))._patterns
    assert len(marks) == 6
    assert (
        "\u9fff" not in "".join(each.pattern for each in marks) + _pattern(("kubernetes", "get pods", "設定")).pattern
    )
