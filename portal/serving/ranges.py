"""Which part of a file a request gets: RFC 9110's conditions and single byte ranges."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import formatdate, parsedate_to_datetime
from typing import BinaryIO

RANGE = re.compile(r"bytes=(\d*)-(\d*)")


@dataclass(frozen=True)
class Plan:
    """The answer: its status, its own headers, and `length` bytes of the file from `start` (none for HEAD)."""

    status: int
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    start: int = 0
    length: int = 0


def plan(opened: BinaryIO, method: str, asked: Mapping[bytes, str]) -> Plan:
    """Decide on the answer to a GET or HEAD for this file."""
    facts = os.fstat(opened.fileno())
    size, seconds = facts.st_size, int(facts.st_mtime)
    etag, modified = f'"{facts.st_mtime_ns:x}-{size:x}"', formatdate(seconds, usegmt=True)
    common = [(b"etag", etag.encode()), (b"last-modified", modified.encode()), (b"accept-ranges", b"bytes")]
    if _unchanged(asked, etag, seconds):
        return Plan(304, common)
    span = _span(asked, size, etag, modified)
    if span is None:
        return Plan(416, [*common, (b"content-range", f"bytes */{size}".encode()), (b"content-length", b"0")])
    start, length, status = span
    headers = [*common, (b"content-length", str(length).encode())]
    if status == 206:
        headers.append((b"content-range", f"bytes {start}-{start + length - 1}/{size}".encode()))
    return Plan(status, headers, start, 0 if method == "HEAD" else length)


def _unchanged(asked: Mapping[bytes, str], etag: str, seconds: int) -> bool:
    """Whether the client's copy is still good. An entity tag, where it sent one, decides alone."""
    if (tags := asked.get(b"if-none-match")) is not None:
        return tags.strip() == "*" or etag in [tag.strip().removeprefix("W/") for tag in tags.split(",")]
    since = _timestamp(asked.get(b"if-modified-since", ""))
    return since is not None and seconds <= since


def _timestamp(text: str) -> float | None:
    try:
        return parsedate_to_datetime(text).timestamp()
    except (TypeError, ValueError):
        return None


def _span(asked: Mapping[bytes, str], size: int, etag: str, modified: str) -> tuple[int, int, int] | None:
    """Start, length and status; the whole where no part (or none we understand) was asked for; None if outside."""
    whole = (0, size, 200)
    match = RANGE.fullmatch(asked.get(b"range", "").replace(" ", ""))
    if not match or match.groups() == ("", "") or asked.get(b"if-range", etag) not in (etag, modified):
        return whole
    first, last = match.groups()
    if not first:  # the last so many bytes
        length = min(int(last), size)
        return (size - length, length, 206) if length else None
    start, end = int(first), min(int(last), size - 1) if last else size - 1
    if last and int(last) < start:
        return whole
    return (start, end - start + 1, 206) if start < size else None
