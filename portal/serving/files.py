"""Hand out private files as nginx does behind `X-Accel-Redirect`: a view decides, the server sends.

A view that lets someone have a file answers with an empty body and `X-Accel-Redirect: /protected/<path>`, the path
percent-encoded and below MEDIA_ROOT. The view's thread is free again before the first byte leaves, so slow
downloads hold a file open and nothing else. In production nginx plays this part (deploy/nginx.conf).
"""

import asyncio
import contextlib
import stat
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import unquote

from portal.serving.ranges import Plan, plan

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
ASGIApplication = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

PREFIX = "/protected/"
ACCEL = b"x-accel-redirect"
CHUNK = 256 * 1024
# What the view said about its own empty body, and what is worked out here from the file instead.
REPLACED = {ACCEL, b"content-length", b"content-range", b"accept-ranges", b"etag", b"last-modified"}


class PrivateFiles:
    """An ASGI application that answers `X-Accel-Redirect` of the one inside from `root`."""

    def __init__(self, inside: ASGIApplication, *, root: Path) -> None:
        self.inside = inside
        self.root = root

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.inside(scope, receive, send)
            return
        held: Message = {}

        async def watch(message: Message) -> None:
            if message["type"] == "http.response.start" and _accel(message["headers"]) is not None:
                held.update(message)
            elif not held:
                await send(message)

        await self.inside(scope, receive, watch)
        if held:
            await self._answer(scope, receive, send, held)

    async def _answer(self, scope: Scope, receive: Receive, send: Send, held: Message) -> None:
        headers = [(name, value) for name, value in held["headers"] if name.lower() not in REPLACED]
        opened = await asyncio.to_thread(open_below, self.root, _accel(held["headers"]) or "")
        if opened is None or held["status"] != 200:
            if opened is not None:
                opened.close()
            await _not_found(send, headers)
            return
        with opened:
            answer = plan(opened, scope["method"], {name: value.decode("latin-1") for name, value in scope["headers"]})
            await send({"type": "http.response.start", "status": answer.status, "headers": headers + answer.headers})
            await _send_body(opened, answer, receive, send)


def _accel(headers: Headers) -> str | None:
    return next((value.decode("latin-1") for name, value in headers if name.lower() == ACCEL), None)


def open_below(root: Path, address: str) -> BinaryIO | None:
    """The regular file that an address names below `root`; None where there is none, or a link leads outside."""
    path = unquote(address)
    if not path.startswith(PREFIX) or "\0" in path:
        return None
    try:
        real_root = root.resolve(strict=True)
        target = (real_root / path.removeprefix(PREFIX)).resolve(strict=True)
        if not target.is_relative_to(real_root) or not stat.S_ISREG(target.stat().st_mode):
            return None
        return target.open("rb", buffering=0)  # type: ignore[return-value]
    except (OSError, RuntimeError, ValueError):
        return None


async def _not_found(send: Send, headers: Headers) -> None:
    kept = [(name, value) for name, value in headers if name.lower() not in {b"content-type", b"content-disposition"}]
    body = b"Not found\n"
    length = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 404, "headers": kept + length})
    await send({"type": "http.response.body", "body": body})


async def _send_body(opened: BinaryIO, answer: Plan, receive: Receive, send: Send) -> None:
    """Send the planned bytes at the client's pace, and stop reading when it goes away."""
    if answer.length == 0:
        await send({"type": "http.response.body", "body": b""})
        return
    gone = asyncio.create_task(_until_disconnected(receive))
    try:
        opened.seek(answer.start)
        left = answer.length
        while left and not gone.done():
            data = await asyncio.to_thread(opened.read, min(CHUNK, left))
            if not data:
                break
            left -= len(data)
            await send({"type": "http.response.body", "body": data, "more_body": left > 0})
    finally:
        gone.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await gone


async def _until_disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
