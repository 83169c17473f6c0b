"""One folded form, and the way back to what was written."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.text.fold import CLUSTER, FINAL, KATAKANA, SIMPLE, _seen, compose, fold, fold_with_origin, hiragana
from search.text.kanji import TODAY

# Characters that meet one another badly, among all others.
ODD = st.sampled_from(
    "ーアあサばﾊﾞｶﾞか\u3099\u309a\u0301\u200d\u200b\x00\ud800\udfffAＡßİ髙 \n\t\u3000゛ｰヽヾ゠・㍿①ﬁ々𠮷"
)
TEXTS = st.text(st.one_of(st.characters(), ODD), max_size=40)
MANY = settings(max_examples=400, deadline=None)


@pytest.mark.parametrize(
    "written",
    [
        ("Ｐｙｔｈｏｎ", "python", "PYTHON"),
        ("ｻｰﾊﾞｰ", "サーバー", "サーバ", "さーば", "さーばー"),
        ("ﾊﾞｰｼﾞｮﾝ", "バージョン", "ハ\u3099ーシ\u3099ョン"),
        ("Satō", "sato", "SATO", "Sato\u0304"),
        ("髙橋", "高橋"),
        ("渡邊", "渡邉", "渡辺"),
        ("会議", "会\x00議", "会\u200b議", "\u202e会議\u202c", "会議\ud800", "会議\ufe0f"),
        ("a b", "a\u3000b", "a\tb", "a\u00a0b"),
        ("don't", "don’t"),
    ],
)
def test_what_is_the_same_folds_to_the_same(written: tuple[str, ...]) -> None:
    assert len({fold(text) for text in written}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("キー", "キ"),
        ("バー", "バ"),
        ("ビール", "ビル"),
        ("コーヒー", "コヒ"),
        ("はは", "ばば"),
        ("ひよう", "びよう"),
        ("c#", "c"),
    ],
)
def test_what_is_different_stays_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_a_long_vowel_goes_where_katakana_end_and_stays_inside() -> None:
    assert fold("サーバーの構築") == "さーばの構築"
    assert fold("コーヒーカップ") == "こーひーかっぷ"


def test_the_end_of_a_line_stays_one() -> None:
    assert fold("一\n二") == "一\n二"


@MANY
@given(TEXTS)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@MANY
@given(TEXTS)
def test_folding_is_composing_and_then_kana(text: str) -> None:
    assert hiragana(compose(text)) == fold(text) == fold_with_origin(text).text


def plainly(text: str) -> str:
    """What `fold` gives, one cluster after the other and with nothing that is only there for speed."""
    composed = "".join(_seen(_seen(cluster)) for cluster in CLUSTER.findall(text))
    return FINAL.sub("", composed).translate(KATAKANA)


@MANY
@given(st.one_of(TEXTS, st.text(st.sampled_from("サーバーノさーば勉強髙邊。、！（AbＣ \n\t𠮷ヽ・"), max_size=200)))
def test_folding_quickly_is_folding_plainly(text: str) -> None:
    assert fold(text) == plainly(text)


def test_each_character_folds_quickly_as_plainly() -> None:
    """Alone and in a long text, with a kana on either side."""
    every = [chr(code) for code in (*range(0xD800), *range(0xE000, 0x10000), *TODAY) if SIMPLE.fullmatch(chr(code))]
    texts = [*every, "".join(f"{each}か" for each in every)]

    assert [fold(text) for text in texts] == [plainly(text) for text in texts]


@MANY
@given(TEXTS)
def test_every_folded_character_comes_from_a_place_in_the_text_in_order(text: str) -> None:
    folded = fold_with_origin(text)
    spans = [folded.span(at, at + 1) for at in range(len(folded.text))]

    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans)


@MANY
@given(st.text(st.sampled_from("abcあいう会議漢字アイウ 。、ＡＢﾊﾞ"), max_size=30))
def test_the_place_of_a_character_folds_to_it(text: str) -> None:
    folded = fold_with_origin(text)

    for at, character in enumerate(folded.text):
        start, end = folded.span(at, at + 1)
        assert character in fold(text[start:end])


@pytest.mark.parametrize(
    "text",
    ["ー" * 40_000, "a\u0301" * 20_000, "\u200d" * 40_000, "か\u3099" * 20_000, "サーバー" * 10_000, "\ufdfa" * 2_000],
)
def test_no_text_takes_long(text: str) -> None:
    began = time.process_time()
    fold_with_origin(text)

    assert time.process_time() - began < 2
