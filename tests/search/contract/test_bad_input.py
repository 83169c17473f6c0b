"""Whatever is typed: a result, never an error, never taken for an engine's own syntax."""

from __future__ import annotations

import pytest

from tests.search.documents import document
from tests.search.shelf import Shelf


@pytest.fixture(scope="module")
def shelf(module_shelf: Shelf) -> Shelf:
    module_shelf.put(
        document("page:foo", "foo and bar"),
        document("page:bar", "barrel"),
        document("page:a", "from a to b"),
        document("page:regex", "regular expressions: a regex"),
        document("page:meeting", "会議と議題", facets={"tag": ("x",)}),
    )
    return module_shelf


HOSTILE = {
    "nothing": "",
    "blanks": " \t\n\r\u3000\u00a0\u2028",
    "only symbols": "!?@#$%^&*()_+-=[]{}|;':\",./<>~`",
    "japanese symbols": "「」、。・〜！？…―♪★",
    "emoji": "🍣🍺👨‍👩‍👧‍👦🏳️‍🌈",
    "an unbalanced quote": '"kubectl get',
    "only quotes": '""""""',
    "quotes around nothing": '"" "   " "!"',
    "field syntax": "title:foo AND (bar*",
    "everything": "*:*",
    "a star": "*",
    "a range": "[a TO b]",
    "an open range": "{* TO",
    "a regular expression": "/.*/",
    "a broken regular expression": "/regex(/",
    "boost and fuzziness": "foo^99999999999 bar~99 ~",
    "escapes": "\\ \\\\ \\u0041 \\x00 %00 %s {} ${jndi:ldap://x}",
    "json": '{"query": {"match_all": {}}}',
    "sql": "'; DROP TABLE core_person; --",
    "required and forbidden": "+foo -bar &&|| !",
    "nul": "foo\x00bar\x00",
    "controls": "".join(map(chr, range(32))),
    "lone surrogates": "\ud800 foo \udfff",
    "right to left": "\u202efoo\u202c \u200fbar\u2066",
    "joiners": "\u200d\u200c\ufeff\u2060",
    "combining marks": "a" + "\u0301" * 5000,
    "a voiced mark alone": "゛゜ﾞﾟ\u3099\u309a",
    "long vowels": "ー" * 3000,
    "ten thousand letters": "a" * 10_000,
    "ten thousand kanji": "会議" * 5_000,
    "ten thousand words": " ".join(f"w{number}" for number in range(2_000)),
    "a word of three thousand parts": "a-b" * 3_333,
    "a phrase without end": '"' + "foo bar " * 1_200 + '"',
    "two dozen made-up words": " ".join(f"kubernetesu{one}{two}" for one in "abcde" for two in "aeiou"),
    "ten thousand lines": "error: x\n" * 10_000,
    "ten thousand quotes": '"' * 10_000,
    "ten thousand brackets": "(" * 10_000,
    "a megabyte": "foo " * 250_000,
    "unassigned": "\u0378\U000e0041\U0010ffff",
    "ligatures that grow": "\ufdfa" * 500,
    "arabic": "اجتماع",
    "thai": "การประชุม",
    "korean": "회의록",
    "rare kanji": "𠮷野家 𩸽",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_search_answers(shelf: Shelf, name: str) -> None:
    results = shelf.search(HOSTILE[name], facets=("tag",))

    assert len(results.hits) <= results.total


@pytest.mark.parametrize("name", HOSTILE)
def test_a_suggestion_answers(shelf: Shelf, name: str) -> None:
    assert len(shelf.suggestions(HOSTILE[name])) <= 8


@pytest.mark.parametrize("text", ["*:*", "*", "/.*/", "[a TO z]", "_exists_:title", "(", '"', "b?rrel", "barr*z"])
def test_syntax_finds_no_more_than_its_letters(shelf: Shelf, text: str) -> None:
    found = shelf.found(text)

    assert set(found) <= {"page:a"}


def test_words_within_syntax_are_words(shelf: Shelf) -> None:
    assert shelf.found("foo^5")[:1] == ["page:foo"]
    assert shelf.found("(regex")[:1] == ["page:regex"]
    assert "page:foo" in shelf.found("+foo +bar")
    assert "page:foo" in shelf.found("foo -bar")


def test_and_is_a_word(shelf: Shelf) -> None:
    assert shelf.found("foo AND bar") == ["page:foo"]
    assert shelf.found("NOT foo") in ([], ["page:foo"])


@pytest.mark.parametrize(
    "text", ["会\x00議", "会\u200b議", "\u202e会議\u202c", "会\u00ad議", "\ufeff会議", "会議\ud800"]
)
def test_what_cannot_be_seen_does_not_matter(shelf: Shelf, text: str) -> None:
    assert shelf.found(text) == ["page:meeting"]


@pytest.mark.parametrize(
    "key", ["", "*", "page:*", "page:none", "\x00", "\ud800", "a" * 10_000, '"', "page:foo OR page:a"]
)
def test_an_unknown_key_is_similar_to_nothing(shelf: Shelf, key: str) -> None:
    assert shelf.similar(key) == []
