"""A body shorter than its Content-Length is refused.

A client that goes away in the middle of an upload looks, to WSGI, like one that has sent everything: without this the
view would store half a file. Reading past the cut raises here; Django turns that into `UnreadablePostError`.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Body(Protocol):
    def read(self, size: int = -1) -> bytes: ...
    def readline(self, limit: int = -1) -> bytes: ...


class CutShortError(OSError):
    """The body ended before the length it had announced."""


class WholeBody:
    """The body of a request, which raises `CutShortError` where it ends before `length` bytes."""

    def __init__(self, body: Body, length: int) -> None:
        self._body = body
        self._left = length

    def _took(self, data: bytes, *, ended: bool) -> bytes:
        self._left -= len(data)
        if ended and self._left > 0:
            raise CutShortError(f"The request ended {self._left} bytes before its Content-Length")
        return data

    def read(self, size: int = -1) -> bytes:
        size = self._left if size is None or size < 0 else min(size, self._left)
        if size == 0:
            return b""
        data = self._body.read(size)
        return self._took(data, ended=len(data) < size)

    def readline(self, limit: int = -1) -> bytes:
        if self._left == 0 or limit == 0:
            return b""
        limit = self._left if limit is None or limit < 0 else min(limit, self._left)
        data = self._body.readline(limit)
        return self._took(data, ended=not data.endswith(b"\n") and len(data) < limit)

    def readlines(self, hint: int = -1) -> list[bytes]:
        lines, size = [], 0
        for line in self:
            lines.append(line)
            size += len(line)
            if 0 < hint <= size:
                break
        return lines

    def __iter__(self) -> Iterator[bytes]:
        while line := self.readline():
            yield line


def whole_bodies(application: Application) -> Application:
    """A WSGI application that gets whole bodies or an error."""

    def wrapped(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        length = environ.get("CONTENT_LENGTH") or "0"
        if length.isascii() and length.isdigit() and int(length):
            environ["wsgi.input"] = WholeBody(environ["wsgi.input"], int(length))
        return application(environ, start_response)

    return wrapped
