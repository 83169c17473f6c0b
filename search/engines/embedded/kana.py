"""What an unfinished conversion may become: the Latin letters that are left begin a syllable."""

from __future__ import annotations

SYLLABLES = {
    "k": "かきくけこ", "s": "さしすせそ", "t": "たちつてと", "n": "んなにぬねの", "h": "はひふへほ", "m": "まみむめも",
    "y": "やゆよ", "r": "らりるれろ", "w": "わを", "g": "がぎぐげご", "z": "ざじずぜぞ", "d": "だぢづでど",
    "b": "ばびぶべぼ", "p": "ぱぴぷぺぽ", "f": "ふ", "j": "じ", "c": "ちかく", "v": "ゔ", "l": "らりるれろ", "q": "く",
    "sh": "し", "ch": "ち", "ts": "つ", "nn": "ん", "ky": "き", "gy": "ぎ", "sy": "し", "ty": "ち", "ny": "に",
    "hy": "ひ", "my": "み", "ry": "り", "py": "ぴ", "by": "び", "zy": "じ", "jy": "じ", "dy": "ぢ", "fu": "ふ",
}  # fmt: skip
DOUBLED = "っ"


def begins(letters: str) -> list[str]:
    """f → ふ; ky → き; tt → った, っち, …; letters that begin none: nothing."""
    if len(letters) > 1 and letters[0] == letters[1] and letters != "nn":
        return [DOUBLED + each for each in begins(letters[1:])]
    return list(SYLLABLES.get(letters) or SYLLABLES.get(letters[:1], ""))
