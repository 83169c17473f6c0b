"""Which new file is which old page: the same bytes, or the most alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

# Lines that two files have in common, of all their lines. Two different materials of one source share about a tenth.
ALIKE = 0.5
MAX_PAIRS = 10_000


def follow_renames(gone: Mapping[str, bytes], new: Mapping[str, bytes]) -> dict[str, str]:
    """New path -> old path, each at most once; equal bytes first, then the likeliest pairs."""
    found: dict[str, str] = {}
    open_old = dict(gone)
    for path, data in new.items():
        same = [old for old, content in open_old.items() if content == data]
        if same:
            old = max(same, key=lambda candidate: _common_end(candidate, path))
            found[path] = old
            del open_old[old]
    rest = {path: data for path, data in new.items() if path not in found}
    if len(rest) * len(open_old) > MAX_PAIRS:
        return found
    old_lines, new_lines = ({path: _lines(data) for path, data in files.items()} for files in (open_old, rest))
    scored = sorted(
        (-_likeness(old_lines[old], new_lines[path]), -_common_end(old, path), path, old)
        for path in rest
        for old in open_old
    )
    for score, _end, path, old in scored:
        if -score >= ALIKE and path not in found and old in open_old:
            found[path] = old
            del open_old[old]
    return found


def _lines(data: bytes) -> Counter[bytes]:
    return Counter(stripped for line in data.splitlines() if (stripped := line.strip()))


def _likeness(left: Counter[bytes], right: Counter[bytes]) -> float:
    total = left.total() + right.total()
    return 2 * (left & right).total() / total if total else 0.0


def _common_end(left: str, right: str) -> int:
    """Parts at the end of two paths that are the same: a folder that moved keeps its files' names."""
    count = 0
    for one, other in zip(reversed(left.split("/")), reversed(right.split("/")), strict=False):
        if one != other:
            break
        count += 1
    return count
