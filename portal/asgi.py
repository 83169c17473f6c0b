"""The ASGI application: pages go to WSGI in threads, private files and sockets are served here.

Django's own ASGI handler costs three to four milliseconds a request; WSGI in a thread costs a quarter of that.
"""

import os
from collections.abc import Iterable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

from portal.wsgi import application as wsgi_application  # isort: skip  (sets Django up before anything imports models)

from a2wsgi import WSGIMiddleware
from channels.routing import ProtocolTypeRouter
from django.conf import settings

from portal.serving.files import PrivateFiles
from portal.serving.sockets import application as websocket_application


def knowing_who_sends_files(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """A view that lets someone have a file leaves the sending to us (core.views.files)."""
    environ["terakoya.sends_files"] = True
    return wsgi_application(environ, start_response)


application = ProtocolTypeRouter(
    {
        "http": PrivateFiles(
            WSGIMiddleware(knowing_who_sends_files, workers=settings.SERVER_THREADS), root=settings.MEDIA_ROOT
        ),
        "websocket": websocket_application,
    }
)
