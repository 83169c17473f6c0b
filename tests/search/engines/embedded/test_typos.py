"""How far words are apart, and in what other ways a Japanese word may be written."""

import pytest

from search.engines.embedded.distance import allowed, distance
from search.engines.embedded.looser import parts, variants


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
    ("word", "expected"), [("abc", 0), ("abcd", 1), ("abcdef", 1), ("abcdefg", 2), ("会議会議", 0), ("k8s4", 0)]
)
def test_long_latin_words_may_have_more_typos(word: str, expected: int) -> None:
    assert allowed(word) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("負荷試験", ["負荷", "試験"]),
        ("東京都知事", ["東京", "都知", "知事"]),
        ("会議題", []),
        ("会議のだ", []),
        ("会議", []),
    ],
)
def test_a_long_compound_is_taken_apart_and_a_short_one_is_not(word: str, expected: list[str]) -> None:
    assert parts(word) == expected


def test_a_long_vowel_may_be_written_otherwise() -> None:
    assert "すくれいぴんぐ" in variants("すくれーぴんぐ")
    assert "すくれーぴんぐ" in variants("すくれいぴんぐ")
    assert "いんたーふぇいす" in variants("いんたーふぇーす")
    assert variants("かさ") == variants("勉強会") == variants("docker") == []
