"""What a Japanese word may also be: a compound taken apart, a long vowel written in another way."""

from __future__ import annotations

import re
from itertools import islice, product

COMPOUND = re.compile(r"[\u3400-\u9fff]{4,8}")
KANA = re.compile(r"[\u3041-\u3096ー]{4,}")
LONG = re.compile(
    r"ー|(?<=[けせてねへめれげぜでべぺえきしちにひみりぎじぢびぴい])い|(?<=[こそとのほもよろごぞどぼぽお])う"
)
MOST_VARIANTS = 12
LONGEST_SLIP, SHORTEST_SLIP = 16, 4
OFTEN_LEFT_OUT = "ーっんいう"
SIZES = dict(zip("ぁぃぅぇぉっゃゅょあいうえおつやゆよ", "あいうえおつやゆよぁぃぅぇぉっゃゅょ", strict=True))


def parts(word: str) -> list[str]:
    """負荷試験 → 負荷, 試験: words of two kanji that make up a longer one. Of three kanji none: 会議題 is not 会議."""
    if not COMPOUND.fullmatch(word):
        return []
    found = [word[at : at + 2] for at in range(0, len(word) - 1, 2)]
    return found if len(word) % 2 == 0 else [*found, word[-2:]]


def slips(word: str) -> list[str]:
    """ねとわーく → ねっとわーく and the like: one kana left out, too much, exchanged with its neighbour, or
    written large for small (そけつと)."""
    if not KANA.fullmatch(word) or len(word) > LONGEST_SLIP:
        return []
    inner = range(1, len(word))
    found = [word[:at] + each + word[at:] for at in inner for each in OFTEN_LEFT_OUT]
    found += [word[:at] + word[at + 1 :] for at in inner]
    found += [word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in inner[:-1]]
    found += [word[:at] + SIZES[each] + word[at + 1 :] for at, each in enumerate(word) if each in SIZES]
    return [other for other in dict.fromkeys(found) if other != word and len(other) >= SHORTEST_SLIP]


def variants(word: str) -> list[str]:
    """すくれーぴんぐ → すくれいぴんぐ and the like: how a long vowel of a foreign word is written is anyone's guess."""
    if not KANA.fullmatch(word):
        return []
    pieces, at = [], 0
    for match in LONG.finditer(word):
        pieces += [(word[at : match.start()],), tuple(dict.fromkeys((match.group(), "ー", "い", "う", "")))]
        at = match.end()
    if not pieces:
        return []
    ways = ("".join(way) for way in product(*pieces, (word[at:],)))
    return [way for way in islice(ways, 5 * MOST_VARIANTS) if way != word][:MOST_VARIANTS]
