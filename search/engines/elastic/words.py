"""Folded text as the index takes it: only what is searched for, in a form that Elasticsearch cuts as we do.

Its standard tokenizer and `cjk_bigram` give the pieces of `search.text.tokens`, once a few signs are out of their way.
Each character of a Japanese run has a position of its own, so a run of n characters takes n positions, and the next
word stands behind them. A question has no single characters: there, `RUN_END` keeps the last place of a run.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from search.text.fold import fold
from search.text.tokens import CJK, LONGEST, WORD, runs

RUN_END = "ʈʈʈ"
NOTHING = "ɾɾɾ"
"""Stands in every field that is empty: how rare a word is must be measured against all documents, and Elasticsearch
measures it against those that have the field."""

# Letters that nobody writes, for the three names that hold a sign which a tokenizer drops.
SIGNS = {"c++": "cʈʈ", "c#": "cʂ", "f#": "fʂ"}
# Marks of repetition and of closing are words of their own for the tokenizer; kanji of the same meaning are not.
KATAKANA = {code - 0x60: code for code in range(0x30A1, 0x30F7)}
MARKS = str.maketrans({"々": "仝", "〆": "乄"})
# Runs where no sign and no overlong word stands: found in one go, which takes a third of the time.
PLAIN_RUN = re.compile(rf"[{CJK}]+|{WORD}+")
SPACE_WITHIN = re.compile(rf"(?<=[{CJK}]) (?=[{CJK}])")


def for_index(folded: str) -> str:
    """A folded text for a field that is cut into pieces."""
    if "#" not in folded and "++" not in folded:
        found = PLAIN_RUN.findall(SPACE_WITHIN.sub("", folded))
        if max(map(len, found), default=0) <= LONGEST:
            return _run(" ".join(found))
    return " ".join(_run(text) if is_cjk else _word(text) for text, _, is_cjk in runs(folded))


@lru_cache(maxsize=2048)
def for_query(folded: str) -> str:
    """The same words as a question, where a phrase must find every word at its place."""
    found: list[str] = []
    for text, _, is_cjk in runs(folded):
        for part in _run(text).split() if is_cjk else [_word(text)]:
            found.append(part)
            if is_cjk and len(part) > 1:
                found.append(RUN_END)
    while found and found[-1] == RUN_END:
        found.pop()
    return " ".join(found)


def clean(text: str) -> str:
    """Without lone surrogates and NUL, which JSON and Lucene cannot hold."""
    if text.isascii() and "\x00" not in text:
        return text
    return text.encode("utf-8", "ignore").decode().replace("\x00", " ")


def folded_each(texts: Iterable[str]) -> list[str]:
    """Each text folded and ready for the index, once."""
    return list(dict.fromkeys(filter(None, (for_index(fold(text)) for text in texts)))) or [NOTHING]


def _run(text: str) -> str:
    return text.translate(MARKS)


def _word(text: str) -> str:
    return SIGNS.get(text, text)
