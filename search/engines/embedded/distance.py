"""How far two words are apart: letters put in, left out, exchanged, and two neighbours that changed places."""

from __future__ import annotations


def allowed(word: str) -> int:
    """Typos that are forgiven: in Latin words of four to six letters one, of seven and more two."""
    if not (word.isascii() and word.isalpha()) or len(word) < 4:
        return 0
    return 1 if len(word) < 7 else 2


def distance(typed: str, word: str, most: int, *, is_half_typed: bool = False) -> int:
    """Up to `most`; more is said as most + 1. Of a half-typed word, to the nearest beginning of the other."""
    if abs(len(typed) - len(word)) > most and not (is_half_typed and len(word) > len(typed)):
        return most + 1
    before: list[int] = []
    last = list(range(len(typed) + 1))
    nearest = last[-1]
    for row, letter in enumerate(word, start=1):
        line = [row]
        for column, other in enumerate(typed, start=1):
            cost = min(last[column] + 1, line[-1] + 1, last[column - 1] + (letter != other))
            if row > 1 and column > 1 and letter == typed[column - 2] and word[row - 2] == other:
                cost = min(cost, before[column - 2] + 1)
            line.append(cost)
        if min(line) > most:
            break
        before, last = last, line
        nearest = min(nearest, line[-1])
    else:
        return min(nearest if is_half_typed else last[-1], most + 1)
    return min(nearest, most + 1) if is_half_typed else most + 1
