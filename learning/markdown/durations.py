"""How long a material takes: 1h, 1.5時間, 90分, 1h30m and their like, as minutes."""

import re
import unicodedata

MAX_MINUTES = 100 * 60
NUMBER = r"(\d{1,4}(?:\.\d{1,3})?)"
HOURS = re.compile(NUMBER + r"\s*(?:h|hr|hrs|hour|hours|時間)(半)?(?![a-z])")
MINUTES = re.compile(NUMBER + r"\s*(?:m|min|mins|minute|minutes|分)(?:間)?(?![a-z])")
CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)")
RANGE = re.compile(NUMBER + r"\s*(?:-|~|〜|から|to)\s*(?=\d)")
FILLER = re.compile(r"約|およそ|程度|くらい|ぐらい|ほど|about|approx\.?|and|と|\+|,|^pt|\s")


def parse_minutes(text: str) -> int | None:
    """Minutes, or None where the words cannot be understood. Of a range ("1-2h") the upper end counts."""
    if len(text) > 60:
        return None
    rest = unicodedata.normalize("NFKC", text).strip().lower()
    rest = FILLER.sub("", RANGE.sub("", rest))
    if clock := CLOCK.fullmatch(rest):
        return _checked(int(clock[1]) * 60 + int(clock[2]))
    total = 0.0
    if hours := HOURS.match(rest):
        total += float(hours[1]) * 60 + (30 if hours[2] else 0)
        rest = rest[hours.end() :]
    if minutes := MINUTES.match(rest):
        total += float(minutes[1])
        rest = rest[minutes.end() :]
    return None if rest else _checked(round(total))


def _checked(minutes: int) -> int | None:
    return minutes if 0 < minutes <= MAX_MINUTES else None
