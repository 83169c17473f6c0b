"""How far words are apart, and what an unfinished conversion may become."""

import pytest

from search.engines.embedded.distance import allowed, distance
from search.engines.embedded.kana import begins


@pytest.mark.parametrize(
    ("typed", "word", "expected"),
    [
        ("docker", "docker", 0),
        ("dokcer", "docker", 1),
        ("doker", "docker", 1),
        ("dockker", "docker", 1),
        ("docket", "docker", 1),
        ("dacket", "docker", 2),
        ("kuberntes", "kubernetes", 1),
        ("kubrntes", "kubernetes", 2),
        ("kube", "kubernetes", 3),
        ("xxxx", "yyyy", 3),
        ("", "ab", 2),
    ],
)
def test_letters_put_in_left_out_exchanged_and_swapped(typed: str, word: str, expected: int) -> None:
    assert distance(typed, word, 2) == expected
    assert distance(word, typed, 2) == expected


@pytest.mark.parametrize(
    ("typed", "word", "expected"),
    [("kubr", "kubernetes", 1), ("kuber", "kubernetes", 0), ("dcok", "docker", 1), ("kbrn", "kubernetes", 2)],
)
def test_half_a_word_is_compared_with_beginnings(typed: str, word: str, expected: int) -> None:
    assert distance(typed, word, 1, is_half_typed=True) == expected


@pytest.mark.parametrize(
    ("word", "expected"), [("abc", 0), ("abcd", 1), ("abcdefg", 1), ("abcdefgh", 2), ("会議会議", 0), ("k8s4", 0)]
)
def test_long_latin_words_may_have_more_typos(word: str, expected: int) -> None:
    assert allowed(word) == expected


@pytest.mark.parametrize(
    ("letters", "expected"), [("f", ["ふ"]), ("ky", ["き"]), ("tt", [*map("っ".__add__, "たちつてと")]), ("x", [])]
)
def test_letters_left_of_a_conversion_begin_a_syllable(letters: str, expected: list[str]) -> None:
    assert begins(letters) == expected
