"""Names in three scripts: what follows surely from one is derived, what would be a guess is left empty."""

from __future__ import annotations

import re

import jaconv

from core.models.person import Person
from core.validators import ROMAJI

MOST_LETTERS = 60

# Long vowels are written short, but not where the second vowel begins a new word: いのうえ, まつうら.
LONG_VOWEL = re.compile(r"oo|ou(?!e)|(?<!ts)uu")
WRITTEN_AS = (("nb", "mb"), ("nm", "mm"), ("np", "mp"), ("cch", "tch"))


def romaji_of(kana: str) -> str:
    """Hepburn without macrons, as passports write it: さとう → Sato, じゅんいち → Junichi, はっちょう → Hatcho."""
    latin: str = jaconv.kana2alphabet(jaconv.kata2hira(kana)).replace("-", "")
    latin = LONG_VOWEL.sub(lambda match: match.group()[0], latin)
    for pair, written in WRITTEN_AS:
        latin = latin.replace(pair, written)
    return latin.capitalize()


def complete_names(person: Person) -> None:
    """Fill the romaji that follow from the kana; a reading of kanji would be a guess and is never made.

    A name written in kana or in Latin letters is its own reading. Does not save.
    """
    for part in ("family", "given"):
        name: str = getattr(person, f"{part}_name")
        kana: str = getattr(person, f"{part}_kana")
        if not kana and name and _is_kana(name):
            kana = jaconv.kata2hira(name)
            setattr(person, f"{part}_kana", kana)
        if not getattr(person, f"{part}_romaji"):
            setattr(person, f"{part}_romaji", _fitting(name if name.isascii() else romaji_of(kana)))


def _fitting(romaji: str) -> str:
    """Nothing rather than what the field refuses: nobody typed it, and no form has a field to say so at."""
    return romaji if ROMAJI.match(romaji) and len(romaji) <= MOST_LETTERS else ""


def _is_kana(text: str) -> bool:
    return all("\u3041" <= char <= "\u30fc" for char in text)
