"""Every WebSocket address. There is none yet; an unknown one is denied."""

from collections.abc import Awaitable, Callable
from typing import Any

from channels.auth import AuthMiddlewareStack
from channels.routing import URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.urls import re_path

UNKNOWN = 4404


async def unknown(scope: dict[str, Any], receive: Callable[[], Awaitable[Any]], send: Callable[..., Any]) -> None:
    """Deny before the handshake: the browser sees a socket that closed."""
    await receive()
    await send({"type": "websocket.close", "code": UNKNOWN})


websocket_urlpatterns = [re_path(r"", unknown)]  # type: ignore[arg-type]  # Channels routes to ASGI, not to views

application = AllowedHostsOriginValidator(AuthMiddlewareStack(URLRouter(websocket_urlpatterns)))
