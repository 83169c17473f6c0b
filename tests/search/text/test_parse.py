"""What was typed, understood."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.text.fold import fold
from search.text.japanese import words
from search.text.parse import LONGEST, MOST_CLAUSES, WISHED, parse
from search.text.parsed import Parsed
from search.text.romaji import completions, to_kana


def asked(text: str) -> list[str]:
    return [clause.text for clause in parse(text).clauses]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pythonの勉強会", ["python", "勉強会"]),
        ("勉強会の開き方", ["勉強会", "開き方"]),
        ("サーバーの構築", ["さーば", "構築"]),
        ("会議題", ["会議題"]),
        ("会議と議題", ["会議", "議題"]),
        ("休暇の取り方", ["休暇", "取り方"]),
        ("佐藤さん", ["佐藤"]),
        ("さとうはなこ", ["さとうはなこ"]),
        ("女の子", ["女の子"]),
        ("環境変数を設定する方法", ["環境変数", "設定", "方法"]),
        ("Dockerが起動しないときはどうすればいいですか", ["docker", "起動"]),
        ("やさしい日本語", ["やさしい", "日本語"]),
        ("kubectl get pods -A", ["kubectl", "get", "pods"]),
        ("docker-compose up -d", ["docker compose", "up"]),
        ("how to take leave", ["take", "leave"]),
        ("the", ["the"]),
        ("から", ["から"]),
        ("第3回", ["3"]),
        ("C++とC#", ["c++", "c#"]),
        ("title:foo AND (bar*", ["title", "foo", "bar"]),
        ("*:*", []),
        ('"get pods" kubectl', ["get pods", "kubectl"]),
        ("勉強会 勉強会", ["勉強会"]),
        ("awkで列を取り出す", ["awk", "列", "取り出す"]),
        ("ログから行だけ抜き出す", ["ろぐ", "行", "抜き出す"]),
        ("記録が起きたら最初に知らせる", ["記録", "起きたら", "最初", "知らせる"]),
        ("書類を書く理由", ["書類", "書く", "理由"]),
        ("部署ごとに予算を決める", ["部署", "予算", "決める"]),
        ("大人が子どもに教える", ["大人", "子ども", "教える"]),
    ],
)
def test_these_words_are_asked_for(text: str, expected: list[str]) -> None:
    assert asked(text) == expected


@pytest.mark.parametrize(
    ("text", "required", "asides"),
    [
        ("環境変数を設定する方法", 2, ["方法"]),
        ("教材の書き方", 1, ["書き方"]),
        ("文字化けを直したいです", 1, ["直したいです"]),
        ("会議の進め方を教えてください", 1, ["進め方", "教えてください"]),
        ("git reset --hard", 2, ["hard"]),
        ("kill -TERM 4711", 1, ["term", "4711"]),
        ("kill -9 4711", 1, ["9", "4711"]),
        ("head -n 20 access.log", 2, ["20"]),
        ("-9", 1, []),
        ("404 503", 2, []),
        ("chmod --recursive 755", 1, ["recursive", "755"]),
        ("ansible-playbook -i hosts", 2, []),
        ("ansible-playbook --check", 2, []),
        ("やり方", 1, []),
        ("使い方", 1, []),
        ("--hard", 1, []),
        ("遅い検索", 2, []),
        ("awkで列を取り出す", 2, ["取り出す"]),
        ("倉庫に一人で入るには何が必要ですか", 1, ["一人", "入る", "何", "必要"]),
        ("取り出す", 1, []),
        ("列 取り出す", 2, []),
        ("what is the difference between git and svn", 2, ["difference", "between"]),
    ],
)
def test_how_one_asks_is_asked_of_nothing(text: str, required: int, asides: list[str]) -> None:
    parsed = parse(text)

    assert parsed.minimum == required
    assert [clause.text for clause in parsed.clauses if clause.is_aside] == asides


@pytest.mark.parametrize(
    ("text", "minimum", "fewest"),
    [
        ("nginxの設定ファイル", 3, 2),
        ("分散バージョン管理", 2, 1),
        ("Pythonの勉強会", 2, 1),
        ("SQL入門", 2, 1),
        ("Python 勉強会", 2, 0),
        ("python、勉強会", 2, 0),
        ("kubectl get pods", 2, 0),
        ("docker-compose", 1, 0),
        ("Dockerのイメージを作るには", 2, 1),
        ("how do I stop a process", 2, 1),
    ],
)
def test_halves_of_a_word_are_all_meant_and_some_of_what_is_said_together_is_better_than_nothing(
    text: str, minimum: int, fewest: int
) -> None:
    parsed = parse(text)

    assert (parsed.minimum, parsed.fewest if parsed.fewest < parsed.minimum else 0) == (minimum, fewest)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("小野寺部長", "小野寺"),
        ("おおくぼさん", "おおくぼ"),
        ("黒田様", "黒田"),
        ("たくさん", ""),
        ("仕様", ""),
        ("部長", ""),
    ],
)
def test_what_follows_a_name_need_not_be_there(text: str, expected: str) -> None:
    assert [form.text for form in parse(text).clauses[0].forms[1:]] == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("docker run -it --rm", ("docker run", "run it", "it rm")),
        ("docker run", ()),
        ("how to write tests first", ()),
        ("Docker を run する -it", ()),
    ],
)
def test_words_of_a_command_are_asked_for_beside_each_other(text: str, expected: tuple[str, ...]) -> None:
    assert parse(text).neighbours == expected


def test_a_mark_over_a_vowel_makes_it_long() -> None:
    assert {"おおの", "おうの"} <= {form.text for form in parse("Ōno").clauses[0].forms}
    assert "おおの" not in {form.text for form in parse("Ono").clauses[0].forms}


def test_only_what_is_in_quotes_is_required() -> None:
    assert [clause.required for clause in parse('"get pods" kubectl').clauses] == [True, False]


@pytest.mark.parametrize(
    ("text", "last_is_open"),
    [
        ("kub", True),
        ("kub ", False),
        ("勉強", True),
        ("勉強　", False),
        ("C++", False),
        ('"kub"', False),
        ("ls -l", False),
    ],
)
def test_the_last_word_may_be_half_typed(text: str, last_is_open: bool) -> None:
    assert parse(text).clauses[-1].is_prefix is last_is_open


@pytest.mark.parametrize(
    ("text", "form"),
    [("いんf", "いんふ"), ("さt", "さと"), ("はなk", "はなこ"), ("資料のさk", "さく"), ("きょうsh", "きょうしゃ")],
)
def test_an_unfinished_conversion_is_what_it_may_become(text: str, form: str) -> None:
    last = parse(text).clauses[-1]

    assert form in {each.text for each in last.forms}
    assert last.is_prefix


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("動かない", "動く"),
        ("学びたい", "学ぶ"),
        ("読み込めない", "読み込む"),
        ("書いた", "書く"),
        ("satou", "さとう"),
        ("node.js", "nodejs"),
        ("スクレーピング", "すくれいぴんぐ"),
        ("サーバーサイド", "さーばさいど"),
        ("再デプロイ", "でぷろい"),
    ],
)
def test_looser_ways_of_saying_it_count_less(text: str, form: str) -> None:
    forms = {each.text: each.weight for clause in parse(text).clauses for each in clause.forms}

    assert 0 < forms[form] < 1
    assert forms[parse(text).clauses[0].text] == 1


def synonyms(word: str) -> Sequence[str]:
    return {"vm": ["virtual machine"], "virtual machine": ["vm"], fold("休み"): [fold("休暇")]}.get(word, ())


def test_synonyms_of_one_word_and_of_several() -> None:
    def forms(text: str) -> list[list[str]]:
        return [[form.text for form in clause.forms] for clause in parse(text, expand=synonyms).clauses]

    assert forms("vm setup") == [["vm", "virtual machine"], ["setup"]]
    assert forms("virtual machine setup") == [["virtual machine", "vm"], ["setup"]]
    assert forms('"virtual machine"') == [["virtual machine"]]
    assert forms("休み")[0][:2] == ["休み", "休暇"]


@pytest.mark.parametrize(("count", "minimum"), [(1, 1), (2, 2), (3, 2), (4, 3), (6, 4), (8, 4), (12, 6)])
def test_all_of_two_words_and_fewer_of_many_must_match(count: int, minimum: int) -> None:
    assert parse(" ".join(f"word{number}" for number in range(count))).minimum == minimum


def test_symbols_say_nothing_and_no_text_asks_for_nothing() -> None:
    assert (parse("!?").says_nothing, parse("").says_nothing, parse(" \u3000").says_nothing) == (True, False, False)


@settings(max_examples=500, deadline=None)
@given(st.text(st.one_of(st.characters(), st.sampled_from('"会議のをするabc-._\n ーアst')), max_size=120))
def test_any_text_is_understood(text: str) -> None:
    _is_sound(parse(text))


def _is_sound(parsed: Parsed) -> None:
    assert len(parsed.clauses) <= MOST_CLAUSES
    assert 0 <= parsed.minimum <= len(parsed.clauses)
    assert all(
        clause.forms and all(form.text and 0 < form.weight <= 2 for form in clause.forms) for clause in parsed.clauses
    )
    assert all(fold(form.text) == form.text for clause in parsed.clauses for form in clause.forms)


HOSTILE = {
    "particles": "のを" * 5_000,
    "okurigana": "漢てい" * 3_000,
    "quotes": '"' * LONGEST,
    "slashes": "/" * LONGEST,
    "dots": "a." * 5_000,
    "colons": "a:" * 5_000,
    "at signs": "a@" * 5_000,
    "hex": "0f" * 5_000,
    "braces": "({[" * 3_000,
    "error lines": "error: /a/b/c 0x12\n" * 1_000,
    "one error line": "error " + "a/" * 5_000,
    "dashes": "a-" * 5_000,
    "prompts": "a@b:~$ " * 1_500,
    "numbers": "1.2.3.4:" * 1_200,
    "blanks": "a" + " " * 9_000 + "b",
    "long vowels": "アー" * 5_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_takes_long_to_understand(name: str) -> None:
    began = time.process_time()
    _is_sound(parse(HOSTILE[name]))

    assert time.process_time() - began < 1.5


@pytest.mark.parametrize("text", ["勉" * 40_000, "勉あ" * 20_000, "たい" * 20_000])
def test_looking_for_a_wish_takes_no_longer_than_reading(text: str) -> None:
    """Ten thousand kanji took a second: each was tried as the beginning of a sentence."""
    began = time.process_time()
    assert WISHED.search(text + "。") is None

    assert time.process_time() - began < 1


def test_a_sign_that_is_many_letters_makes_no_longer_query() -> None:
    """A phrase of ﷺ was eighteen times as long as what may be typed, and took a minute to mark."""
    assert max(len(clause.text) for clause in parse(f'"{chr(0xFDFA) * 9_000}"').clauses) <= LONGEST


@pytest.mark.parametrize("text", ["ネットワーク" * 1_500, "アー" * 5_000, "勉" * 9_000, "ん" * 9_000])
def test_a_word_without_end_is_asked_for_by_its_beginning(text: str) -> None:
    forms = [form.text for clause in parse(text).clauses for form in clause.forms]

    assert {fold(text)[:80]} == {form[:80] for form in forms[:1]}
    assert max(map(len, forms)) <= 110


def test_what_lies_beyond_the_longest_query_is_not_read() -> None:
    assert parse("a " * 10**6).raw == ("a " * 10**6)[:LONGEST]


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("会議開読みくのをするたいサーバアい"), min_size=1, max_size=30))
def test_a_run_of_japanese_has_at_least_one_word_and_all_come_from_it(run: str) -> None:
    found = words(run)

    assert found
    assert all(word.text in run for word in found)


@pytest.mark.parametrize(
    ("romaji", "kana"),
    [
        ("satou", "さとう"),
        ("shinnichi", "しんにち"),
        ("tottori", "とっとり"),
        ("matcha", "まっちゃ"),
        ("kubernetes", ""),
        ("go", ""),
    ],
)
def test_romaji_become_kana_where_the_whole_word_does(romaji: str, kana: str) -> None:
    assert to_kana(romaji) == kana


@pytest.mark.parametrize(
    ("letters", "kana"),
    [
        ("f", ("ふぁ", "ふぃ", "ふ", "ふぇ", "ふぉ")),
        ("tt", ("った", "っち", "っつ", "って", "っと")),
        ("x", ()),
        ("a", ()),
        ("", ()),
    ],
)
def test_letters_are_completed_to_syllables(letters: str, kana: tuple[str, ...]) -> None:
    assert completions(letters) == kana
