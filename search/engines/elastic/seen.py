"""Which names were here before, in four megabytes however many they are (a Bloom filter)."""

from __future__ import annotations

import hashlib
import struct

BYTES = 1 << 22
PLACES = struct.Struct("<8I")


class Seen:
    """It never forgets a name; of those that are new it takes a few in a million for known, at a million of them."""

    def __init__(self) -> None:
        self._bits = bytearray(BYTES)

    def add(self, name: str) -> bool:
        """Whether it may have been here before."""
        digest = hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=PLACES.size).digest()
        was_here = True
        for place in PLACES.unpack(digest):
            at, bit = place >> 3 & BYTES - 1, 1 << (place & 7)
            was_here = was_here and bool(self._bits[at] & bit)
            self._bits[at] |= bit
        return was_here
