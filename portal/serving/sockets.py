"""Every WebSocket address; an unknown one is denied.

Who is signed in, and that the page came from here, is looked at before any of them; what each lets whom do is its own,
and stands in the crawl of tests/contracts/test_sockets.py.
"""

from collections.abc import Awaitable, Callable
from typing import Any

from channels.auth import AuthMiddlewareStack
from channels.routing import URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.urls import path, re_path

from core.views.consumers import NoticesConsumer

UNKNOWN = 4404


async def unknown(scope: dict[str, Any], receive: Callable[[], Awaitable[Any]], send: Callable[..., Any]) -> None:
    """Deny before the handshake: the browser sees a socket that closed."""
    await receive()
    await send({"type": "websocket.close", "code": UNKNOWN})


# Channels routes to ASGI applications, not to views.
websocket_urlpatterns = [
    path("ws/notices/", NoticesConsumer.as_asgi(), name="notices"),
    re_path(r"", unknown),  # type: ignore[arg-type]
]

application = AllowedHostsOriginValidator(AuthMiddlewareStack(URLRouter(websocket_urlpatterns)))
