"""Misspelt words, and words that only look so."""

import pytest

from search.engines.elastic.reading import doubtful
from search.engines.elastic.spelling import distance, meant
from search.text.parse import parse

WORDS = ["kubernetes", "container", "containers", "python", "policies", "sato", "deploying"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("kuberntes", "kubernetes"),
        ("kubernets", "kubernetes"),
        ("contaner", "container"),
        ("pyhton", "python"),
        ("satou", "sato"),
        ("kubernetes", ""),
        ("policy", ""),
        ("deployed", ""),
        ("ruby", ""),
        ("sat", ""),
        ("", ""),
    ],
)
def test_the_nearest_word_is_meant(typed: str, expected: str) -> None:
    assert meant(typed, WORDS) == expected


def test_of_two_as_near_the_more_frequent() -> None:
    assert meant("tests1", ["testsa", "testsb", "testsb"]) == "testsb"


@pytest.mark.parametrize(("one", "other", "steps"), [("", "", 0), ("ab", "ba", 1), ("abc", "abd", 1), ("a", "abc", 2)])
def test_a_swap_of_neighbours_is_one_step(one: str, other: str, steps: int) -> None:
    assert distance(one, other) == steps


def test_a_few_words_are_tried_with_other_letters_and_none_without_end() -> None:
    made_up = parse(" ".join(f"kubernetesu{letter}" for letter in "abcdefghijklmnopqrst"))

    assert doubtful(made_up, []) == frozenset(range(8))
    assert not doubtful(parse("ネットワーク" * 20), [])
