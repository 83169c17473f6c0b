"""What finds what: Japanese and English words, widths, phrases, stems, synonyms."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from search.documents import Words
from search.text.fold import fold
from tests.search.documents import document
from tests.search.shelf import Shelf

TITLES = {
    "page:study": "勉強会の開き方",
    "page:unstudied": "不勉強を恥じる前に",
    "page:reading": "読書の記録",
    "page:agenda": "会議題の決め方",
    "page:meeting": "会議と議題について",
    "page:python": "はじめてのＰｙｔｈｏｎ勉強会",
    "page:python-alone": "Pythonの文法",
    "page:server": "サーバーの構築",
    "page:server-short": "サーバの監視",
    "page:half-width": "ﾈｯﾄﾜｰｸ入門",
    "page:cat": "黒猫と暮らす",
    "page:cat-alone": "猫",
    "page:kyoto": "東京都の支店",
    "page:database": "データベース設計",
    "page:kubernetes": "Kubernetesを始める",
    "page:infra": "インフラの基礎",
    "page:cpp": "C++とC#とGo",
}
ENGLISH = {
    "page:deploy": "Deploying containers to production",
    "page:container": "A container",
    "page:policies": "Security policies",
    "page:studies": "Studies of running systems",
}
BODIES = {
    "step:pods": "次を実行します。\nkubectl get pods -A\nすべての名前空間の Pod が並びます。",
    "step:pod": "kubectl get nodes を実行してから pods を見ます。get は取得です。",
    "step:compose": "docker-compose up -d で起動し、docker compose logs --follow で追います。",
    "step:chmod": "権限は chmod 755 script.sh で変えます。",
}


@pytest.fixture(scope="module")
def shelf(module_shelf: Shelf) -> Shelf:
    module_shelf.put(
        *(document(key, title) for key, title in TITLES.items()),
        *(document(key, Words(en=title)) for key, title in ENGLISH.items()),
        *(document(key, "手順", body) for key, body in BODIES.items()),
        document("page:body", "年間の予定", "四半期ごとに研修を開きます。"),
        document("page:people", "手引き", people=("鈴木 一郎", "すずき いちろう", "Suzuki Ichiro")),
        document("page:tags", "覚え書き", tags=("経費精算", "CI/CD")),
        document("page:both", Words(ja="休暇の取り方", en="How to take leave")),
    )
    return module_shelf


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("勉強", {"page:study", "page:unstudied", "page:python"}),
        ("勉強会", {"page:study", "page:python"}),
        ("会議題", {"page:agenda"}),
        ("会議", {"page:agenda", "page:meeting"}),
        ("京都", {"page:kyoto"}),
        ("東京", {"page:kyoto"}),
        ("東京都", {"page:kyoto"}),
        ("データベース設計", {"page:database"}),
        ("設計", {"page:database"}),
        ("研修", {"page:body"}),
        ("四半期", {"page:body"}),
        ("経費", {"page:tags"}),
        ("鈴木", {"page:people"}),
        ("すずき", {"page:people"}),
        ("suzuki", {"page:people"}),
    ],
)
def test_a_japanese_word_finds_exactly_what_contains_it(shelf: Shelf, text: str, expected: set[str]) -> None:
    assert set(shelf.found(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("猫", {"page:cat", "page:cat-alone"}),
        ("都", {"page:kyoto"}),
        ("秘", set()),
        ("書", {"page:reading", "page:tags"}),
    ],
)
def test_one_character_is_found_wherever_it_stands(shelf: Shelf, text: str, expected: set[str]) -> None:
    assert set(shelf.found(text)) == expected


def test_a_word_of_one_character_comes_before_words_that_contain_it(shelf: Shelf) -> None:
    assert shelf.found("猫") == ["page:cat-alone", "page:cat"]


@pytest.mark.parametrize("text", ["Python", "python", "PYTHON", "Ｐｙｔｈｏｎ", "ｐｙｔｈｏｎ"])
def test_width_and_case_do_not_matter(shelf: Shelf, text: str) -> None:
    assert set(shelf.found(text)) == {"page:python", "page:python-alone"}


@pytest.mark.parametrize("text", ["サーバー", "サーバ", "ｻｰﾊﾞｰ", "ｻｰﾊﾞ", "さーば"])
def test_a_final_long_vowel_does_not_matter(shelf: Shelf, text: str) -> None:
    assert set(shelf.found(text)) == {"page:server", "page:server-short"}


@pytest.mark.parametrize("text", ["ネットワーク", "ﾈｯﾄﾜｰｸ", "ねっとわーく"])
def test_half_and_full_width_kana_are_alike(shelf: Shelf, text: str) -> None:
    assert shelf.found(text) == ["page:half-width"]


@pytest.mark.parametrize("text", ["勉強会 python", "　Python　勉強会　", "python、勉強会"])
def test_words_of_both_scripts_are_both_asked_for(shelf: Shelf, text: str) -> None:
    assert shelf.found(text) == ["page:python"]


def test_what_has_one_of_the_words_that_are_said_together_follows_what_has_both(shelf: Shelf) -> None:
    followers = {"page:python-alone", "page:study"}

    found = shelf.search("Pythonの勉強会", facets=("topic",))

    assert [hit.key for hit in found.hits][:1] == ["page:python"]
    assert {hit.key for hit in found.hits} == {"page:python", *followers}
    assert found.total == sum(found.kinds.values()) == 3
    assert shelf.found("Pythonの勉強会", offset=1) == [hit.key for hit in found.hits][1:]
    assert shelf.found("Pythonの勉強会", order="new") == ["page:python"]
    assert shelf.found("Pythonの量子力学") == []
    assert shelf.found("Pythonの読書会を開くにはどうすればいいですか") != []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("containers", {"page:deploy", "page:container"}),
        ("container", {"page:deploy", "page:container"}),
        ("deployed", {"page:deploy"}),
        ("deploys", {"page:deploy"}),
        ("policy", {"page:policies"}),
        ("study", {"page:studies"}),
        ("run systems", {"page:studies"}),
    ],
)
def test_english_words_are_found_by_their_stem(shelf: Shelf, text: str, expected: set[str]) -> None:
    assert set(shelf.found(text)) == expected


def test_what_stands_as_typed_comes_before_what_has_its_stem(shelf: Shelf) -> None:
    assert shelf.found("container")[0] == "page:container"


@pytest.mark.parametrize(("text", "first"), [("c++", "page:cpp"), ("C#", "page:cpp"), ("CI/CD", "page:tags")])
def test_names_with_signs_are_words(shelf: Shelf, text: str, first: str) -> None:
    assert shelf.found(text)[0] == first


def test_a_thing_in_two_languages_is_found_once_by_each(shelf: Shelf) -> None:
    assert shelf.found("休暇") == ["page:both"]
    assert shelf.found("take leave") == ["page:both"]
    assert shelf.search("休暇").total == 1


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("kubectl get pods -A", "step:pods"),
        ("$ kubectl get pods -A", "step:pods"),
        ("docker compose logs --follow", "step:compose"),
        ("docker-compose up -d", "step:compose"),
        ("chmod 755", "step:chmod"),
        ("script.sh", "step:chmod"),
        ("chmod --recursive 755", "step:chmod"),
    ],
)
def test_commands_with_flags_are_found(shelf: Shelf, text: str, first: str) -> None:
    assert shelf.found(text)[0] == first


def test_a_phrase_in_quotes_stands_together_and_in_this_order(shelf: Shelf) -> None:
    assert shelf.found('"get pods"') == ["step:pods"]
    assert shelf.found('"pods get"') == []
    assert set(shelf.found("get pods")) == {"step:pods", "step:pod"}


def test_japanese_in_quotes_is_not_taken_apart(shelf: Shelf) -> None:
    assert shelf.found('"会議と議題"') == ["page:meeting"]
    assert shelf.found('"議題と会議"') == []


def test_a_phrase_is_required_beside_other_words(shelf: Shelf) -> None:
    assert shelf.found('"get pods" kubectl') == ["step:pods"]
    assert shelf.found('"読書の記録" 勉強会') == []


def test_all_of_two_words_must_be_there(shelf: Shelf) -> None:
    assert shelf.found("勉強会 データベース") == []
    assert set(shelf.found("会議 議題")) == {"page:meeting", "page:agenda"}


@pytest.mark.parametrize("text", ["サーバーを監視する方法を教えてください", "監視を速くしたいです", "監視のやり方"])
def test_how_one_asks_need_not_stand_anywhere(shelf: Shelf, text: str) -> None:
    assert shelf.found(text)[0] == "page:server-short"


def test_a_phrase_does_not_reach_from_one_field_into_the_next(shelf: Shelf) -> None:
    assert shelf.found('"年間の予定 四半期"') == []


def synonyms(word: str) -> Sequence[str]:
    pairs = {
        "k8s": ["kubernetes"],
        fold("休み"): [fold("休暇")],
        fold("データベース"): ["db"],
        "db": [fold("データベース")],
    }
    return pairs.get(word, ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("k8s", ["page:kubernetes"]),
        ("休み", ["page:both"]),
        ("DB", ["page:database"]),
        ("k8s 始める", ["page:kubernetes"]),
    ],
)
def test_synonyms_are_asked_for_too(shelf: Shelf, text: str, expected: list[str]) -> None:
    assert shelf.found(text, expand=synonyms) == expected
    assert shelf.found(text) != expected


def test_a_hit_by_a_synonym_says_so(shelf: Shelf) -> None:
    (hit,) = shelf.search("k8s", expand=synonyms).hits

    assert "synonym:kubernetes" in hit.why


def test_what_was_typed_comes_before_its_synonym(shelf: Shelf) -> None:
    def expand(word: str) -> Sequence[str]:
        return [fold("サーバー")] if word == "python" else ()

    found = shelf.found("python", expand=expand)

    assert set(found[:2]) == {"page:python", "page:python-alone"}
    assert set(found[2:]) == {"page:server", "page:server-short"}


@pytest.mark.parametrize(
    ("text", "corrected", "first"),
    [
        ("kuberntes", "kubernetes", "page:kubernetes"),
        ("kubernets", "kubernetes", "page:kubernetes"),
        ("kuebrnetes", "kubernetes", "page:kubernetes"),
        ("pyhton", "python", "page:python-alone"),
        ("pythn", "python", "page:python-alone"),
        ("contaner", "container", "page:container"),
        ("productoin", "production", "page:deploy"),
    ],
)
def test_one_or_two_typos_in_a_latin_word_are_forgiven(shelf: Shelf, text: str, corrected: str, first: str) -> None:
    results = shelf.search(text)

    assert results.hits[0].key in {first, "page:python"}
    assert results.corrected == corrected
    assert any(why.startswith("typo:") for why in results.hits[0].why)


@pytest.mark.parametrize("text", ["ネトワーク", "ネットワクー", "ネットワワーク", "ネツトワーク"])
def test_one_kana_left_out_too_much_or_too_large_is_forgiven(shelf: Shelf, text: str) -> None:
    assert shelf.found(text) == ["page:half-width"]


def test_a_typo_in_one_of_two_words_is_forgiven_and_the_other_kept(shelf: Shelf) -> None:
    results = shelf.search("kuberntes 始める")

    assert [hit.key for hit in results.hits] == ["page:kubernetes"]
    assert results.corrected == "kubernetes 始める"


@pytest.mark.parametrize("text", ["cat", "gx", "pods", "勉競会", "会儀題"])
def test_short_words_correct_words_and_japanese_are_not_corrected(shelf: Shelf, text: str) -> None:
    assert shelf.search(text).corrected == ""


def test_what_is_far_from_every_word_finds_nothing(shelf: Shelf) -> None:
    results = shelf.search("zzyzxqqv")

    assert (results.hits, results.total, results.corrected) == ((), 0, "")


def test_the_title_comes_before_the_text(shelf: Shelf) -> None:
    assert shelf.found("記録")[0] == "page:reading"


def test_why_names_the_fields_that_matched(shelf: Shelf) -> None:
    def why(text: str) -> tuple[str, ...]:
        return shelf.search(text).hits[0].why

    assert why("読書")[0] == "title"
    assert why("四半期") == ("body",)
    assert why("鈴木") == ("people",)
    assert why("経費") == ("tags",)
