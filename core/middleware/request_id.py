"""Give each request an identity, log one line about it, and say the identity in the response."""

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from core.request_id import choose_request_id, under_request_id

logger = logging.getLogger("terakoya.access")

# Asked for every few seconds, or by the dozen for one page: a line each would bury the others.
QUIET = ("/healthz", "/readyz", settings.STATIC_URL)


class RequestIdMiddleware:
    """First in the list: what any other middleware logs carries the identity too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        identity = choose_request_id(request.headers.get("X-Request-ID", ""))
        begun = time.monotonic()
        with under_request_id(identity):
            response = self.get_response(request)
            response["X-Request-ID"] = identity
            if not request.path.startswith(QUIET):
                self._log(request, response, begun)
        return response

    def _log(self, request: HttpRequest, response: HttpResponseBase, begun: float) -> None:
        # The session is looked at only where something else has: a static file must not cost a query.
        person = getattr(getattr(request, "_cached_user", None), "pk", None)
        milliseconds = round((time.monotonic() - begun) * 1000, 1)
        logger.info(
            "%s %s %s",
            request.method,
            request.path,
            response.status_code,
            extra={
                "method": request.method,
                "path": request.path,
                "status": response.status_code,
                "ms": milliseconds,
                "person": person,
            },
        )
