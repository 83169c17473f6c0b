"""Whether the files of an index are whole. Tantivy writes a checksum at the end of each file and looks at none of them
when it opens: a flipped byte would be found by a panic, in the middle of a search."""

from __future__ import annotations

import json
import mmap
import struct
import time
import zlib
from pathlib import Path

from search.engines.protocol import IndexUnusableError

PARTS = ("idx", "pos", "term", "store", "fast", "fieldnorm")
TAIL = struct.Struct("<II")
MAGIC = 1337
LARGEST = 512 * 1024 * 1024
"""Bytes of a file that is read whole (a second for two gigabytes); of larger ones the end is looked at."""

TRIES = 5
Seen = set[tuple[str, int, int]]


def verify(folder: Path, seen: Seen) -> None:
    """Raises `IndexUnusableError`. `seen` remembers files that were whole: they never change once written."""
    for attempt in range(TRIES):
        try:
            for file in _files(folder):
                _verify_file(file, seen)
        except FileNotFoundError as error:
            # A merge by the writing process took the file away after its list was read: look at the new list.
            if attempt == TRIES - 1:
                raise IndexUnusableError(
                    f"The search index lacks a file: {Path(error.filename).name}. Rebuild it."
                ) from None
            time.sleep(0.02)
        else:
            return


def _files(folder: Path) -> list[Path]:
    try:
        meta = json.loads((folder / "meta.json").read_bytes())
        names: list[str] = []
        for segment in meta["segments"]:
            name = segment["segment_id"].replace("-", "")
            names += [f"{name}.{part}" for part in PARTS]
            if segment.get("deletes"):
                names.append(f"{name}.{segment['deletes']['opstamp']}.del")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexUnusableError("The list of the files of the search index is damaged. Rebuild it.") from error
    return [folder / name for name in names]


def _verify_file(file: Path, seen: Seen) -> None:
    found = file.stat()
    mark = (str(file), found.st_size, found.st_mtime_ns)
    if mark in seen:
        return
    if found.st_size < TAIL.size or not _is_whole(file, found.st_size):
        raise IndexUnusableError(f"The search index is damaged: {file.name} is cut short or changed. Rebuild it.")
    seen.add(mark)


def _is_whole(file: Path, size: int) -> bool:
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as data:
        length, magic = TAIL.unpack(data[-TAIL.size :])
        end = size - TAIL.size - length
        if magic != MAGIC or end < 0:
            return False
        try:
            expected = json.loads(data[end : end + length])["crc"]
        except (ValueError, KeyError, TypeError):
            return False
        return size > LARGEST or zlib.crc32(memoryview(data)[:end]) == expected
