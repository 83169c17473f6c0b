"""One folded form for what people write in several ways; index and query both go through it.

NFKC (full and half width alike), lower case, Latin letters without marks (Satō → sato), katakana as hiragana, no long
vowel sign at the end of a kana word (サーバー, サーバ), no control, format or bidirectional characters.
Positions in the folded text can be traced back to the text as it was written, for highlights.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# A character with the marks that belong to it: ｶﾞ is two characters that fold to one.
CLUSTER = re.compile(r"(?s).[\u0300-\u036f\u3099\u309a\uff9e\uff9f]*")
LONG_VOWEL = "ー"
KATAKANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
SAME = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "‐": "-", "‑": "-", "–": "-", "—": "-", "−": "-"})


@dataclass(frozen=True)
class Folded:
    """`text` folded; `origin[i]` is the (start, end) in the original of folded character i."""

    text: str
    origin: tuple[tuple[int, int], ...]


def fold(text: str) -> str:
    """The folded form alone."""
    composed = _composed(text)
    if LONG_VOWEL in composed:
        composed = "".join(each for index, each in enumerate(composed) if not _is_final_long_vowel(composed, index))
    return composed.translate(KATAKANA)


def fold_with_origin(text: str) -> Folded:
    """The folded form with the place of each of its characters in the original."""
    characters: list[str] = []
    origin: list[tuple[int, int]] = []
    for match in CLUSTER.finditer(text):
        for character in _composed(match.group()):
            characters.append(character)
            origin.append(match.span())
    composed = "".join(characters)
    keep = [index for index in range(len(composed)) if not _is_final_long_vowel(composed, index)]
    return Folded(
        "".join(composed[index] for index in keep).translate(KATAKANA), tuple(origin[index] for index in keep)
    )


def _composed(text: str) -> str:
    """Everything but what looks at the neighbours and the script of kana."""
    if text.isascii():
        return _printable(text.lower())
    composed = unicodedata.normalize("NFKC", text).lower().translate(SAME)
    return _printable(_without_latin_marks(composed))


def _without_latin_marks(text: str) -> str:
    if all(ord(character) < 0xC0 or ord(character) > 0x24F for character in text) and "\u0300" not in text:
        return text
    plain: list[str] = []
    for character in text:
        if "\u00c0" <= character <= "\u024f" or "\u1e00" <= character <= "\u1eff":
            plain.append(unicodedata.normalize("NFD", character)[0])
        elif not "\u0300" <= character <= "\u036f":
            plain.append(character)
    return "".join(plain)


def _printable(text: str) -> str:
    """Without what cannot be seen; white space of every kind is a space. Lone surrogates go too."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        " " if character.isspace() else character
        for character in text
        if character.isspace() or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )


def _is_katakana(character: str) -> bool:
    return "\u30a1" <= character <= "\u30fa" or character == LONG_VOWEL


def _is_kana(character: str) -> bool:
    return "\u3041" <= character <= "\u3096" or _is_katakana(character)


def _is_final_long_vowel(text: str, index: int) -> bool:
    """サーバーの is サーバの; a word of two characters keeps it (キー, バー), so does the middle of one (サーバ)."""
    if text[index] != LONG_VOWEL or index < 2 or not (_is_kana(text[index - 1]) and _is_kana(text[index - 2])):
        return False
    follows = text[index + 1] if index + 1 < len(text) else ""
    goes_on = _is_katakana if _is_katakana(text[index - 1]) and text[index - 1] != LONG_VOWEL else _is_kana
    return not (follows and goes_on(follows))
