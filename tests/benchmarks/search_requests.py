"""Suggestions and the search page as whole requests of someone signed in: session, rights, engine, what is read again
from the database, template. Asked in the process itself, so that no client is measured.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator, Sequence
from typing import Any

TYPED = ("勉強会", "kubernetes", "さとう", "インf", "docker", "手順書", "nginx", "たかはし")
PASTE = "Traceback (most recent call last):\n  File \"app.py\", line 3\nModuleNotFoundError: No module named 'docker'\n"
SEARCHED = (*TYPED, "docker コンテナ", "zzqqxx", "kuberntes", '"get pods"', PASTE)


def requests(rounds: int, *, is_short: bool = False) -> dict[str, Any]:
    """p50 and p95 in milliseconds, the same in processor time, and how many statements the dearest request sent."""
    client = _reader()
    letters = [word[:end] for word in TYPED for end in range(1, len(word) + 1)]
    return {
        "suggest": _measured(client, "/ja/search/palette/", letters[:4] if is_short else letters, rounds),
        "page": _measured(client, "/ja/search/", SEARCHED[:2] if is_short else SEARCHED, rounds),
    }


def _reader() -> Any:
    from django.conf import settings
    from django.test import Client

    from core.models.person import Person

    client = Client(headers={"HX-Request": "true"})
    reader = Person.objects.filter(role_grants__isnull=True, is_active=True, is_superuser=False).order_by("pk")[0]
    client.force_login(reader, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client


def _measured(client: Any, url: str, texts: Sequence[str], rounds: int) -> dict[str, float]:
    for text in texts:
        assert client.get(url, {"q": text}).status_code == 200, text
    took = [_milliseconds(client, url, text) for _ in range(rounds) for text in texts]
    wall, processor = (sorted(each) for each in zip(*took, strict=True))
    return {
        "p50_ms": round(statistics.median(wall), 1),
        "p95_ms": round(wall[len(wall) * 95 // 100], 1),
        "processor_p50_ms": round(statistics.median(processor), 1),
        "processor_p95_ms": round(processor[len(processor) * 95 // 100], 1),
        "queries": max(_queries(client, url, texts)),
    }


def _milliseconds(client: Any, url: str, text: str) -> tuple[float, float]:
    """By the clock, and of the processor."""
    begun, worked = time.perf_counter(), time.process_time()
    client.get(url, {"q": text})
    return (time.perf_counter() - begun) * 1000, (time.process_time() - worked) * 1000


def _queries(client: Any, url: str, texts: Sequence[str]) -> Iterator[int]:
    from django.db import connection, reset_queries
    from django.test.utils import CaptureQueriesContext

    for text in texts:
        reset_queries()  # a request empties the log: what it counted from must be nothing
        with CaptureQueriesContext(connection) as queries:
            client.get(url, {"q": text})
        yield len(queries)
