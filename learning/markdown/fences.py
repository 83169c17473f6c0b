"""The words after the backticks of a code block: its language and the lines to mark."""

import re
from dataclasses import dataclass

INFO = re.compile(r"\s*([^\s{:]*)[^{]{0,100}(?:\{([\d,\s-]{0,200})\})?")
TITLE = re.compile(r'\btitle="([^"]{1,200})"')
MAX_LINE = 100_000


@dataclass(frozen=True)
class FenceInfo:
    """`language` as written; `marked` the numbers of the lines to mark; `marks` how they were written.

    `title` is the name of the file that the block is, where the author says so.
    """

    language: str
    marked: frozenset[int]
    marks: str
    title: str = ""


def read_fence_info(info: str, *, lines: int) -> FenceInfo:
    match = INFO.match(info)
    if match is None:
        return FenceInfo("", frozenset(), "")
    marked: set[int] = set()
    for part in (match[2] or "").split(","):
        first, _, last = part.strip().partition("-")
        if first.isdigit() and (not last or last.isdigit()) and len(part) < 12:
            marked.update(range(max(int(first), 1), min(int(last or first), lines) + 1))
    title = TITLE.search(info)
    return FenceInfo(match[1], frozenset(marked), match[2] or "", title[1] if title else "")
