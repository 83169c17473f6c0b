"""A browser's end of a socket, in tests: opens it on the whole ASGI side, with the session of a test client.

async def visit() -> None:
    async with Page("/ws/notices/", client=client) as page:
        assert await page.hears() == {"unread": 0}

run(visit)
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any
from unittest import mock

from asgiref.sync import async_to_sync
from asgiref.testing import ApplicationCommunicator
from django.conf import settings
from django.test import Client

from portal.serving.sockets import application

SECONDS = 5


def run(scenario: Callable[[], Awaitable[None]]) -> None:
    """Queries of the scenario run in the test's own thread, so they see what its transaction has written; Channels
    would close that connection with the transaction in it."""
    with mock.patch("channels.db.close_old_connections"):
        async_to_sync(scenario)()


class Page:
    """An open page. `closed` is the code with which the other end closed it, before or after it opened."""

    def __init__(self, address: str, *, client: Client | None = None, origin: str = "http://testserver") -> None:
        cookie = client.cookies.get(settings.SESSION_COOKIE_NAME) if client is not None else None
        headers = [(b"host", b"testserver"), (b"origin", origin.encode())]
        if cookie is not None:
            headers.append((b"cookie", f"{settings.SESSION_COOKIE_NAME}={cookie.value}".encode()))
        scope = {"type": "websocket", "path": address, "query_string": b"", "headers": headers, "subprotocols": []}
        self.wire = ApplicationCommunicator(application, scope)
        self.closed: int | None = None

    async def __aenter__(self) -> Page:
        await self.wire.send_input({"type": "websocket.connect"})
        answer = await self.wire.receive_output(timeout=SECONDS)
        self.closed = answer.get("code", 1000) if answer["type"] == "websocket.close" else None
        return self

    async def __aexit__(self, *fault: object) -> None:
        await self.wire.send_input({"type": "websocket.disconnect", "code": 1001})
        await self.wire.wait(timeout=SECONDS)

    @property
    def is_open(self) -> bool:
        return self.closed is None

    async def says(self, text: str) -> None:
        await self.wire.send_input({"type": "websocket.receive", "text": text})

    async def hears(self) -> Any:
        """The next message; `self.closed` where it was the end."""
        answer = await self.wire.receive_output(timeout=SECONDS)
        if answer["type"] == "websocket.close":
            self.closed = answer.get("code", 1000)
            return None
        return json.loads(answer["text"])

    async def hears_nothing(self) -> bool:
        return bool(await self.wire.receive_nothing(timeout=0.05))
