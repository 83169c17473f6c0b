"""A short text that stands for a long one, from which two can be told alike: a sketch of its character 4-grams.

The sketch holds the SIZE smallest hashes of the distinct 4-grams (bottom-k MinHash) and their number. Character grams
need no words, so it works for Japanese as for English and code. Written as "1:<number of grams>:<base64>".
"""

import base64
import re
import struct
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

SIZE = 96
GRAM = 4
VERSION = "1"
IGNORED = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Sketch:
    """`grams` is the number of distinct 4-grams in the text: 0 for an empty one."""

    grams: int
    hashes: frozenset[int]

    def likeness(self, other: "Sketch") -> float:
        """Estimated share of grams in common, of all grams in either (Jaccard). Two empty texts are alike."""
        if not self.grams or not other.grams:
            return 1.0 if self.grams == other.grams else 0.0
        size = min(SIZE, max(self.grams, other.grams))
        smallest = sorted(self.hashes | other.hashes)[:size]
        common = self.hashes & other.hashes
        return sum(value in common for value in smallest) / len(smallest)

    def part_in(self, other: "Sketch") -> float:
        """Estimated share of this text's grams that the other has too: 1.0 where this was cut out of the other."""
        if not self.grams or not other.grams:
            return 0.0
        likeness = self.likeness(other)
        common = likeness * (self.grams + other.grams) / (1 + likeness)
        return min(1.0, common / self.grams)


def fingerprint(text: str) -> str:
    """Of the text without case, width, blanks and punctuation, so that these may change."""
    normal = IGNORED.sub("", unicodedata.normalize("NFKC", text).casefold())
    grams = {normal[start : start + GRAM] for start in range(max(1, len(normal) - GRAM + 1))} if normal else set()
    hashes = sorted({crc32(gram.encode()) for gram in grams})
    packed = struct.pack(f">{len(hashes[:SIZE])}I", *hashes[:SIZE])
    return f"{VERSION}:{len(hashes)}:{base64.b64encode(packed).decode()}"


@lru_cache(maxsize=4096)
def read_fingerprint(text: str) -> Sketch:
    """An unreadable fingerprint (of another version, or damaged) is like nothing: it counts as empty."""
    try:
        version, grams, packed = text.split(":")
        data = base64.b64decode(packed, validate=True)
        if version != VERSION or len(data) % 4:
            return Sketch(0, frozenset())
        return Sketch(int(grams), frozenset(struct.unpack(f">{len(data) // 4}I", data)))
    except ValueError:
        return Sketch(0, frozenset())
