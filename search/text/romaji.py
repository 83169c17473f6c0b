"""Latin letters as the kana that they would become: what a half-finished conversion may still turn into (いんf), and
words typed without converting them (satou)."""

from __future__ import annotations

import re
from functools import lru_cache

VOWELS = "aiueo"
ROWS = {
    "": "あいうえお", "k": "かきくけこ", "s": "さしすせそ", "t": "たちつてと", "n": "なにぬねの", "h": "はひふへほ",
    "m": "まみむめも", "y": "や ゆ よ", "r": "らりるれろ", "w": "わ   を", "g": "がぎぐげご", "z": "ざじずぜぞ",
    "d": "だぢづでど", "b": "ばびぶべぼ", "p": "ぱぴぷぺぽ",
}  # fmt: skip
SMALL = {"a": "ゃ", "u": "ゅ", "o": "ょ", "e": "ぇ"}
AFTER = {
    "ky": "き", "gy": "ぎ", "sh": "し", "sy": "し", "j": "じ", "jy": "じ", "zy": "じ", "ch": "ち", "ty": "ち",
    "ny": "に", "hy": "ひ", "by": "び", "py": "ぴ", "my": "み", "ry": "り",
}  # fmt: skip
FOREIGN = {"f": "ふ", "v": "ゔ"}


def _syllables() -> dict[str, str]:
    found: dict[str, str] = {"shi": "し", "chi": "ち", "tsu": "つ", "ji": "じ", "fu": "ふ", "vu": "ゔ"}
    for consonant, row in ROWS.items():
        found |= {consonant + vowel: kana for vowel, kana in zip(VOWELS, row, strict=True) if kana != " "}
    for start, kana in AFTER.items():
        found |= {start + vowel: kana + small for vowel, small in SMALL.items()}
    for start, kana in FOREIGN.items():
        found |= {start + vowel: kana + small for vowel, small in zip("aieo", "ぁぃぇぉ", strict=True)}
    return found


SYLLABLES = _syllables()
"""Hepburn and the other spellings that keyboards take: shi and si, tsu and tu."""
LONGEST = max(map(len, SYLLABLES))
FEWEST_KANA = 3
UNFINISHED = re.compile(r"[bcdfghjkmnprstvwyz]|[bghkmnprstzj]y|sh|ch|ts")


@lru_cache(maxsize=1024)
def to_kana(word: str) -> str:
    """A whole word as hiragana (satou → さとう), or nothing where it is not romaji or too short to be told from other
    words: to, go, make."""
    kana, at = "", 0
    while at < len(word):
        following = word[at + 1 : at + 2]
        if word[at] == "n" and following not in {*VOWELS, "y"}:
            is_double = following == "n" and word[at + 2 : at + 3] not in {*VOWELS, "y"}
            kana, at = kana + "ん", at + 1 + is_double
        elif (word[at] == following and word[at] in "kstpgdbzjch") or word.startswith("tch", at):
            kana, at = kana + "っ", at + 1
        else:
            size = next((size for size in range(LONGEST, 0, -1) if word[at : at + size] in SYLLABLES), 0)
            if not size:
                return ""
            kana, at = kana + SYLLABLES[word[at : at + size]], at + size
    return kana if len(kana) >= FEWEST_KANA else ""


def completions(letters: str) -> tuple[str, ...]:
    """The kana that letters may become when one more is typed: f → ふ, k → か き く け こ; none if they cannot."""
    is_double = len(letters) > 1 and letters[0] == letters[1]
    start = letters[1:] if is_double else letters
    if UNFINISHED.fullmatch(start) is None or letters == "nn":
        return ("ん",) if letters == "nn" else ()
    kana = [("っ" if is_double else "") + SYLLABLES[start + each] for each in VOWELS if start + each in SYLLABLES]
    return ("ん", *kana) if letters == "n" else tuple(kana)
