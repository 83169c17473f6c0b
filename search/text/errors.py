"""Error messages as queries: the distinctive lines are kept; numbers, paths, addresses and hashes are ignored."""

from __future__ import annotations

import re

from search.text.fold import fold

MOST_LINES = 8
LONG = 160
NOISE = (
    re.compile(r"https?://\S+"),
    re.compile(r"\b[0-9a-f]{7,64}\b"),
    re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b"),
    re.compile(r"(?:[a-z]:)?[\\/](?:[\w.@~+-]+[\\/])*[\w.@~+-]*"),
    re.compile(r"\b0x[0-9a-f]+\b"),
    re.compile(r"\b\d[\d:.,/-]*\b"),
)
TELLING = re.compile(
    r"error|exception|fail|denied|refused|not found|cannot|can't|unable|invalid|fatal|timed? ?out|traceback"
    r"|エラー|失敗|拒否|見つかりません|できません"
)


def looks_like_error(text: str) -> bool:
    """Several lines, or one long one that tells of a failure."""
    if len(text) < 20:
        return False
    lines = [line for line in text.splitlines() if line.strip()]
    return len(lines) >= 3 or (len(text) >= 60 and bool(TELLING.search(text.lower())))


def distinctive_lines(text: str) -> tuple[str, ...]:
    """The lines that tell most, without what differs from one machine to the next; folded."""
    cleaned = list(dict.fromkeys(filter(None, (_without_noise(line) for line in text.splitlines()))))
    ranked = sorted(range(len(cleaned)), key=lambda index: (not TELLING.search(cleaned[index]), index))
    return tuple(cleaned[index] for index in sorted(ranked[:MOST_LINES]))


def _without_noise(line: str) -> str:
    plain = fold(line)
    for pattern in NOISE:
        plain = pattern.sub(" ", plain)
    return " ".join(plain.split())[:LONG] if len(plain.split()) > 1 else ""
