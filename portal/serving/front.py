"""What the front says about the client: believed only where a front stands before us (BEHIND_PROXY)."""

from collections.abc import Callable, Iterable
from typing import Any

from portal.serving.lengths import Application


def from_front(application: Application) -> Application:
    """A WSGI application that knows the client's own address: nginx sets X-Real-IP and drops what a client sent."""

    def wrapped(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if client := environ.get("HTTP_X_REAL_IP"):
            environ["REMOTE_ADDR"] = client
        return application(environ, start_response)

    return wrapped
