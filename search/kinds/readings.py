"""The ways in which people type a name: 佐藤, さとう, サトウ (folded as kana), sato, satou, satoh, Sato Hanako.

Made from what is known of the name (its kana and romaji); a reading of kanji is never guessed (decision 0006).
"""

from __future__ import annotations

import jaconv

from core.models.person import Person

# Hepburn and the spelling that schools teach beside it.
KUNREI = (
    *(("sha", "sya"), ("shu", "syu"), ("sho", "syo"), ("cha", "tya"), ("chu", "tyu"), ("cho", "tyo"), ("shi", "si")),
    *(("chi", "ti"), ("tsu", "tu"), ("fu", "hu"), ("ja", "zya"), ("ju", "zyu"), ("jo", "zyo"), ("ji", "zi")),
)


def romaji_variants(kana: str, romaji: str = "") -> list[str]:
    """Spellings in Latin letters, as registered first: さとう → sato, satou, satoh, satoo."""
    found = [romaji.lower()] if romaji else []
    hiragana = jaconv.kata2hira(kana)
    if hiragana:
        letters = jaconv.kana2alphabet(hiragana).replace("-", "")
        found.append(letters)
        found += [spelt for vowel in ("ou", "oo") for spelt in _long(letters, vowel)]
        found += [_kunrei(each) for each in list(found)]
    return list(dict.fromkeys(each for each in found if each.isascii() and each))


def _long(letters: str, vowel: str) -> list[str]:
    return [letters.replace(vowel, written) for written in ("o", "oh", "ou", "oo")] if vowel in letters else []


def _kunrei(letters: str) -> str:
    for hepburn, kunrei in KUNREI:
        letters = letters.replace(hepburn, kunrei)
    return letters


def name_readings(*, family: tuple[str, str, str], given: tuple[str, str, str]) -> tuple[str, ...]:
    """Each part is (as written, kana, romaji): all that finds the person besides the name as it is shown."""
    found: list[str] = []
    if family[1] or given[1]:
        found += [f"{family[1]} {given[1]}".strip(), f"{family[1]}{given[1]}"]
    families, givens = romaji_variants(family[1], family[2]), romaji_variants(given[1], given[2])
    first = givens[0] if givens else ""
    found += [f"{spelt} {first}".strip() for spelt in families]
    found += [f"{spelt} {families[0]}" for spelt in givens if families]
    found.append(f"{family[0]}{given[0]}")
    return tuple(dict.fromkeys(each for each in found if each))


def readings_of(person: Person) -> tuple[str, ...]:
    """`name_readings` of a person."""
    return name_readings(
        family=(person.family_name, person.family_kana, person.family_romaji),
        given=(person.given_name, person.given_kana, person.given_romaji),
    )
