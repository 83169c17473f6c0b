"""However much is typed, no more is asked than an engine answers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.text.parse import parse
from search.text.parsed import Clause, Form
from search.text.reach import MOST_PIECES, beginning, within_reach
from search.text.tokens import is_latin

WORDS = st.lists(st.text(st.sampled_from("ab会議アい"), min_size=1, max_size=150), max_size=120).map(" ".join)
LONG = {
    "a word of many parts": "a-b" * 3_000,
    "a phrase": f'"{"kubectl get pods " * 500}"',
    "phrases": '"会議の資料を配る" ' * 900,
    "words": " ".join(f"w{number}" for number in range(2_000)),
    "a page": "インフラ勉強会の資料を公開しました" * 500,
    "an error": "失敗しました " + "ファイルが見つからないため処理を続行できません、" * 400,
}


def pieces(text: str) -> int:
    return sum(1 if is_latin(word) else len(word) for word in text.split())


@pytest.mark.parametrize("name", LONG)
def test_no_more_is_asked_than_an_engine_answers(name: str) -> None:
    """Elasticsearch refused "a-ba-ba-b…" for its many terms, and was taken to be away: for everybody."""
    parsed = parse(LONG[name], expand=lambda word: ["a synonym"] * 16)

    assert 0 < sum(pieces(form.text) for clause in parsed.clauses for form in clause.forms) <= MOST_PIECES
    assert pieces(parsed.together) <= 100


def test_what_was_typed_comes_before_looser_ways_of_saying_it() -> None:
    words = [Clause((Form("会" * 50), Form("議" * 60, 0.5), Form("資", 0.5))) for _ in range(4)]

    kept = within_reach(words)

    assert [clause.text for clause in kept] == ["会" * 50] * 4
    assert [len(clause.forms) for clause in kept] == [2] * 4


@settings(max_examples=200, deadline=None)
@given(WORDS)
def test_a_beginning_is_where_a_phrase_begins(said: str) -> None:
    assert said.startswith(beginning(said))
    assert pieces(beginning(said)) <= 100
    assert beginning(said) == said or pieces(said) > 100
