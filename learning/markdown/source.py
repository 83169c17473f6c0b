"""Bytes of a file and the text we work on: what goes in comes out again, byte for byte."""

import re
from dataclasses import dataclass
from typing import Literal

MAX_BYTES = 2 * 1024 * 1024
# Every line may be a block of its own and costs about 50 µs then; the longest real page has 2,000.
MAX_LINES = 50_000
SURROGATE = re.compile(r"[\ud800-\udfff]")
BOM = b"\xef\xbb\xbf"
UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
LIKELY_ENCODINGS = (("shift_jis", "cp932"), ("euc-jp", "euc_jp"), ("iso-2022-jp", "iso2022_jp"))
ENDINGS = {"n": "\n", "c": "\r\n", "r": "\r"}

Newline = Literal["lf", "crlf", "mixed"]


class SourceError(Exception):
    """A file that cannot be read as Markdown at all. `kind` is "encoding", "too_large" or "nul"."""

    def __init__(self, kind: Literal["encoding", "too_large", "nul"], message: str) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message


@dataclass(frozen=True)
class Decoded:
    """`text` has LF alone; the rest says how to write it back. `endings` has one letter per line end (n, c, r)."""

    text: str
    newline: Newline
    has_bom: bool
    final_newlines: int
    endings: str
    encoding: str = "utf-8"


def decode_source(data: bytes) -> Decoded:
    """Raises SourceError for anything that is not UTF-8 text of at most 2 MiB and 50,000 lines."""
    if len(data) > MAX_BYTES:
        raise SourceError("too_large", f"The file has {len(data):,} bytes; at most {MAX_BYTES:,} are read.")
    has_bom = data.startswith(BOM)
    try:
        raw = data[len(BOM) :].decode() if has_bom else data.decode()
    except UnicodeDecodeError as error:
        raise SourceError("encoding", _encoding_message(data, error)) from error
    if "\0" in raw:
        raise SourceError("nul", "The file holds NUL characters, so it is not text.")
    endings = _endings(raw)
    text = _to_lf(raw)
    refuse_too_large(text)
    return Decoded(text, _newline(endings), has_bom, _final_newlines(text), endings)


def refuse_too_large(text: str) -> None:
    """Raises SourceError for a text that would take too long to read."""
    if len(text) > MAX_BYTES:
        raise SourceError("too_large", f"The text has {len(text):,} characters; at most {MAX_BYTES:,} are read.")
    lines = text.count("\n")
    if lines > MAX_LINES:
        raise SourceError("too_large", f"The text has {lines:,} lines; at most {MAX_LINES:,} are read.")


def encode_source(text: str, like: Decoded) -> bytes:
    """The text as bytes in the manner of `like`: its newlines, its byte order mark, its end of file.

    Where line ends were mixed, lines before and after the change keep theirs and new ones get the commonest.
    """
    body = _to_lf(text).rstrip("\n") + "\n" * like.final_newlines
    if like.newline == "crlf":
        body = body.replace("\n", "\r\n")
    elif like.newline == "mixed":
        body = _with_mixed_endings(body, like)
    return (BOM if like.has_bom else b"") + SURROGATE.sub("\ufffd", body).encode()


def _encoding_message(data: bytes, error: UnicodeDecodeError) -> str:
    line = data.count(b"\n", 0, error.start) + 1
    if data.startswith(UTF16_BOMS):
        return "The file is UTF-16. Save it as UTF-8."
    for name, codec in LIKELY_ENCODINGS:
        try:
            data.decode(codec)
        except UnicodeDecodeError:
            continue
        return f"The file is not UTF-8 (line {line}); it looks like {name}. Save it as UTF-8."
    return f"The file is not UTF-8 (line {line}). Save it as UTF-8."


def readable(text: str) -> str:
    """With LF line ends, and without what is no text: halves of characters, NUL, a byte order mark."""
    return SURROGATE.sub("\ufffd", _to_lf(text)).replace("\0", "\ufffd").removeprefix("\ufeff")


def _to_lf(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _endings(raw: str) -> str:
    if "\r" not in raw:
        return "n" * raw.count("\n")
    marked = raw.replace("\r\n", "\0")
    return "".join({"\0": "c", "\n": "n", "\r": "r"}[char] for char in marked if char in "\0\n\r")


def _newline(endings: str) -> Newline:
    kinds = set(endings)
    if kinds <= {"n"}:
        return "lf"
    return "crlf" if kinds == {"c"} else "mixed"


def _final_newlines(text: str) -> int:
    return len(text) - len(text.rstrip("\n"))


def _with_mixed_endings(body: str, like: Decoded) -> str:
    old, new = like.text.split("\n"), body.split("\n")
    ends = len(new) - 1
    before = _common(old[:-1], new[:-1])
    after = min(_common(old[::-1], new[::-1]) - 1, ends - before, len(like.endings) - before)
    after = max(after, 0)
    usual = max("ncr", key=like.endings.count)
    kept_after = like.endings[len(like.endings) - after :] if after else ""
    chosen = like.endings[:before] + usual * (ends - before - after) + kept_after
    pieces = [line + ENDINGS[end] for line, end in zip(new, chosen, strict=False)]
    return "".join(pieces) + new[-1]


def _common(left: list[str], right: list[str]) -> int:
    count = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        count += 1
    return count
