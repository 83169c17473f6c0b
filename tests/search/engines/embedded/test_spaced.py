"""What the index takes has the tokens of `search.text.tokens`, at their positions."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from search.engines.embedded.spaced import GAP, characters, runs, spaced, together
from search.text.fold import fold
from search.text.tokens import tokens

TEXTS = st.text(alphabet=st.sampled_from("会議題とさ ーa1b|c++#c.。_\n\té漢"), max_size=40)


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_the_same_tokens_at_the_same_positions(text: str) -> None:
    folded = fold(text)

    pieces = enumerate(spaced(folded).text.split())

    expected = [(token.position, token.text) for token in tokens(folded)]
    assert [(position, piece) for position, piece in pieces if piece != GAP] == expected


@given(TEXTS)
@settings(max_examples=300, deadline=None)
def test_words_and_characters_are_those_of_the_tokens(text: str) -> None:
    folded = fold(text)

    found = spaced(folded)

    cut = tokens(folded)
    assert found.words.split() == [token.text for token in cut if not token.is_cjk]
    assert sorted(characters([found]).split()) == sorted(set("".join(token.text for token in cut if token.is_cjk)))


def test_a_long_word_is_cut_as_it_is_in_a_query() -> None:
    assert spaced(f"会議{'a' * 300}会議").words == "a" * 100


def test_words_and_characters_are_kept_apart() -> None:
    found = spaced("勉強会 docker compose")

    assert found.text == "勉強 強会 | docker compose"
    assert found.words == "docker compose"
    assert sorted(characters([found, spaced("会議")]).split()) == sorted("勉強会議")
    assert runs("勉強会 docker compose") == ["勉強会", "docker", "compose"]


def test_a_gap_lies_between_texts() -> None:
    assert together([spaced("docker"), spaced(""), spaced("compose")]) == "docker | compose"
