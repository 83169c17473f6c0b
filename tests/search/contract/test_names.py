"""People are found by kanji, kana, romaji, half-typed and unfinished names."""

from __future__ import annotations

import pytest

from search.documents import Words
from tests.search.documents import document, person
from tests.search.shelf import Shelf

SATO = {"person:hanako", "person:ken"}


@pytest.fixture(scope="module")
def shelf(module_shelf: Shelf) -> Shelf:
    module_shelf.put(
        person("person:hanako", "佐藤 花子", "さとう はなこ", "Sato Hanako"),
        person("person:ken", "佐藤 健", "さとう けん", "Sato Ken"),
        person("person:satomi", "里見 浩", "さとみ ひろし", "Satomi Hiroshi"),
        person("person:ono", "小野 淳一", "おの じゅんいち", "Ono Junichi"),
        person("person:ohno", "大野 淳", "おおの じゅん", "Ono Jun"),
        person("person:ito", "伊藤 さくら", "いとう さくら", "Ito Sakura"),
        person("person:watanabe", "渡邉 真一", "わたなべ しんいち", "Watanabe Shinichi"),
        person("person:smith", "Smith Anna", "", "Smith Anna"),
        person("person:muller", "Müller Jörg", "", "Müller Jörg"),
        document("page:sugar", "砂糖の話", "佐藤という名字の由来"),
        document("page:infra", "インフラの基礎"),
        document("page:kubernetes", "Kubernetesを始める"),
        document("page:english", Words(en="Infrastructure basics")),
    )
    return module_shelf


@pytest.mark.parametrize(
    "text",
    ["佐藤", "さとう", "サトウ", "ｻﾄｳ", "sato", "Sato", "SATO", "Satō", "ｓａｔｏ", "サト", "さと", "satou", "satoh"],
)
def test_one_person_by_every_spelling_of_the_name(shelf: Shelf, text: str) -> None:
    assert set(shelf.found(text)[:3]) >= SATO


@pytest.mark.parametrize("text", ["佐藤", "さとう", "sato", "Satō"])
def test_a_whole_name_comes_before_one_that_only_begins_so(shelf: Shelf, text: str) -> None:
    assert set(shelf.found(text)[:2]) == SATO


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("佐藤花子", "person:hanako"),
        ("佐藤 花子", "person:hanako"),
        ("佐藤　花子", "person:hanako"),
        ("さとうはなこ", "person:hanako"),
        ("さとう はなこ", "person:hanako"),
        ("サトウハナコ", "person:hanako"),
        ("hanako sato", "person:hanako"),
        ("sato hanako", "person:hanako"),
        ("Hanako Satō", "person:hanako"),
        ("花子", "person:hanako"),
        ("hanako", "person:hanako"),
        ("はなこ", "person:hanako"),
        ("佐藤さん", "person:ken"),
        ("渡邉部長", "person:watanabe"),
        ("おおのさん", "person:ohno"),
        ("Ōno", "person:ohno"),
        ("ōno", "person:ohno"),
        ("大野", "person:ohno"),
        ("おおの", "person:ohno"),
        ("小野", "person:ono"),
        ("渡邉", "person:watanabe"),
        ("わたなべ", "person:watanabe"),
        ("watanabe", "person:watanabe"),
        ("wantanabe", "person:watanabe"),
        ("muller", "person:muller"),
        ("Müller", "person:muller"),
        ("jorg", "person:muller"),
        ("anna smith", "person:smith"),
        ("smith", "person:smith"),
    ],
)
def test_names_find_their_person_first(shelf: Shelf, text: str, first: str) -> None:
    found = shelf.found(text)

    assert found[0] == first or (text == "佐藤さん" and set(found[:2]) == SATO)


def test_people_come_before_pages_that_mention_the_name(shelf: Shelf) -> None:
    assert shelf.found("佐藤")[-1] == "page:sugar"


def test_a_hit_by_reading_says_so(shelf: Shelf) -> None:
    assert "reading" in shelf.search("さとう").hits[0].why


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("佐", SATO),
        ("佐藤", SATO),
        ("サト", SATO),
        ("さと", SATO),
        ("さt", SATO),
        ("さとう", SATO),
        ("sa", SATO),
        ("sat", SATO),
        ("sato", SATO),
        ("さとうは", {"person:hanako"}),
        ("佐藤 花", {"person:hanako"}),
        ("sato h", {"person:hanako"}),
        ("はなk", {"person:hanako"}),
        ("じゅn", {"person:ono", "person:ohno"}),
        ("インフ", {"page:infra"}),
        ("いんf", {"page:infra"}),
        ("インふ", {"page:infra"}),
        ("ｲﾝﾌ", {"page:infra"}),
        ("いんふr", {"page:infra"}),
        ("kub", {"page:kubernetes"}),
        ("Kubernetesを", {"page:kubernetes"}),
        ("kubernets", {"page:kubernetes"}),
        ("infrast", {"page:english"}),
        ("bas", {"page:english"}),
    ],
)
def test_half_typed_words_suggest(shelf: Shelf, text: str, expected: set[str]) -> None:
    assert expected <= set(shelf.suggested(text))


@pytest.mark.parametrize("text", ["サト", "sat", "いんf", "インふ", "インフ", "kub"])
def test_half_typed_words_find_as_well(shelf: Shelf, text: str) -> None:
    assert shelf.found(text) != []
    assert set(shelf.found(text)[:2]) <= SATO | {"page:infra", "page:kubernetes"}


def test_suggestions_are_marked_where_they_match(shelf: Shelf) -> None:
    (suggestion,) = (each for each in shelf.suggestions("佐藤 花") if each.key == "person:hanako")

    assert suggestion.title == "佐藤 花子"
    assert "".join(piece.text for piece in suggestion.matched) == "佐藤 花子"
    assert [piece.text for piece in suggestion.matched if piece.is_match] != []


def test_suggestions_can_be_of_one_kind(shelf: Shelf) -> None:
    assert set(shelf.suggested("sa", kinds=("page",))) == set()
    assert {key.partition(":")[0] for key in shelf.suggested("さと", kinds=("person",))} == {"person"}


@pytest.mark.parametrize(("limit", "expected"), [(1, 1), (0, 0), (-3, 0)])
def test_as_many_suggestions_as_asked_for(shelf: Shelf, limit: int, expected: int) -> None:
    assert len(shelf.suggestions("sa", limit=limit)) == expected


def test_nothing_typed_suggests_nothing(shelf: Shelf) -> None:
    assert shelf.suggested("") == []
    assert shelf.suggested("   ") == []
    assert shelf.suggested("!?") == []
