"""The ways to write a word that a plain `LIKE` must be asked for, where no index has folded the text beforehand."""

from __future__ import annotations

import re
import unicodedata

import jaconv

from search.text.fold import fold
from search.text.stop_words import PARTICLES
from search.text.tokens import runs

MOST_WORDS = 12
SCRIPTS = re.compile(r"[\u3041-\u3096]+|[^\u3041-\u3096]+")


def words_of(text: str) -> list[str]:
    """Words as they were written (full width and half width made one): ｸﾗｳﾄﾞの使い方 is クラウド and 使い方."""
    plain = unicodedata.normalize("NFKC", text)
    found = [
        word
        for part in plain.split()
        for run, _start, is_cjk in runs(part)
        for word in (_parts(run) if is_cjk else [run])
    ]
    return list(dict.fromkeys(found))[:MOST_WORDS]


def _parts(run: str) -> list[str]:
    """Cut at particles; what stands between two of them stays together."""
    parts = [""]
    for script in SCRIPTS.findall(run):
        if script in PARTICLES:
            parts.append("")
        else:
            parts[-1] += script
    return [part for part in parts if part] or [run]


def spellings(word: str) -> list[str]:
    """Every way of writing one word that a database compares as different: kana of both kinds, full and half width."""
    plain = unicodedata.normalize("NFKC", word)
    hiragana = fold(plain)
    katakana = jaconv.hira2kata(hiragana)
    kana = [hiragana, katakana, jaconv.z2h(katakana, kana=True, ascii=False, digit=False)]
    wide = jaconv.h2z(plain, kana=False, ascii=True, digit=True)
    return list(dict.fromkeys(filter(None, [plain, *kana, wide, wide.lower(), wide.upper()])))
