"""Whether the process is up (`/healthz`) and whether it can do its work (`/readyz`).

A middleware, not a view: whoever watches the service asks by address and port, without a host name, a session or TLS.
"""

import os
import secrets
import tempfile
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponseBase, JsonResponse


class HealthMiddleware:
    """Answers the two addresses before anything else looks at the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path == "/healthz":
            return _answer({"status": "ok"}, 200)
        if request.path == "/readyz":
            return ready()
        return self.get_response(request)


def ready() -> JsonResponse:
    """Each part with `ok` or the kind of its fault: never an address, a name or a message that could hold a secret."""
    parts = {name: _state(check) for name, check in CHECKS.items()}
    well = all(state == "ok" for state in parts.values())
    return _answer({"status": "ok" if well else "unavailable", "parts": parts}, 200 if well else 503)


def _answer(content: dict[str, object], status: int) -> JsonResponse:
    response = JsonResponse(content, status=status, headers={"Cache-Control": "no-store"})
    response._has_been_logged = True  # type: ignore[attr-defined]  # asked every few seconds: no line for each 503
    return response


def _state(check: Callable[[], str]) -> str:
    try:
        return check() or "ok"
    except Exception as error:
        return f"failed: {type(error).__name__}"


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return ""


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    return f"{missing} not applied" if missing else ""


def _cache() -> str:
    key = f"ready-{secrets.token_hex(8)}"
    cache.set(key, "here", timeout=10)
    found = cache.get(key)
    cache.delete(key)
    return "" if found == "here" else "does not keep what it is given"


def _redis() -> str:
    if not settings.REDIS_URL:
        return ""  # the layer lives in this process
    import redis

    with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=3, socket_connect_timeout=3) as client:
        client.ping()
    return ""


def _files() -> str:
    os.makedirs(settings.MEDIA_ROOT, exist_ok=True)  # noqa: PTH103 - MEDIA_ROOT may be a string in tests
    with tempfile.TemporaryFile(dir=settings.MEDIA_ROOT) as probe:
        probe.write(b"here")
    return ""


CHECKS: dict[str, Callable[[], str]] = {
    "database": _database,
    "migrations": _migrations,
    "cache": _cache,
    "channel_layer": _redis,
    "files": _files,
}
