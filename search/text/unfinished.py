"""A word in the middle of its conversion: いんf is いん and the beginning of ふ."""

from __future__ import annotations

from dataclasses import replace

from search.text.parse import Clause, Form, Parsed

# What may follow when these letters have been typed.
ROWS = {
    "k": "かきくけこ", "s": "さしすせそ", "t": "たちつてとっ", "n": "なにぬねのん", "h": "はひふへほ",
    "m": "まみむめも", "y": "やゆよゃゅょ", "r": "らりるれろ", "w": "わを", "g": "がぎぐげご",
    "z": "ざじずぜぞ", "d": "だぢづでど",
    "b": "ばびぶべぼ", "p": "ぱぴぷぺぽ", "f": "ふ", "j": "じ", "c": "ちか", "v": "ゔ", "l": "らりるれろ", "q": "く",
    "sh": "し", "ch": "ち", "ts": "つ",
}  # fmt: skip


def finished(parsed: Parsed) -> Parsed:
    """The query with the unfinished word as one clause: its kana and any sound that may come next, else its kana."""
    kana = parsed.half_typed
    if not kana or not parsed.clauses:
        return parsed
    rest = parsed.clauses[-1].text
    following = ROWS.get(rest) or ROWS.get(rest[:2]) or ROWS.get(rest[:1]) or ""
    forms = (*(Form(kana + each, 0.9) for each in following), Form(kana, 0.5))
    kept = tuple(each for each in parsed.clauses if each.text not in {kana, rest})
    return replace(parsed, clauses=(*kept, Clause(forms, is_prefix=True)), minimum=min(parsed.minimum, len(kept) + 1))
