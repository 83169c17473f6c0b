"""An index of its own on the real server, and a stand-in that answers as it is told."""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from search.engines.elastic import ElasticEngine
from tests.search.shelf import Shelf

OPTIONS: dict[str, Any] = {
    "nodes": [], "api_key": "", "ca_certs": "", "index": "terakoya", "shards": 1, "replicas": None, "timeout": 2,
}  # fmt: skip

Answer = tuple[int, object]


@pytest.fixture
def engine() -> Iterator[ElasticEngine]:
    found = ElasticEngine(prefix=f"test-{uuid.uuid4().hex[:12]}")
    try:
        yield found
    finally:
        found.destroy()


@pytest.fixture
def shelf(engine: ElasticEngine) -> Shelf:
    return Shelf(engine).start()


class StandIn:
    """Answers every request with `answer`, and keeps what it was asked."""

    def __init__(self) -> None:
        self.answer: Answer = (200, {})
        self.headers: list[dict[str, str]] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.address = f"127.0.0.1:{self.server.server_port}"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                outer.headers.append({name.lower(): value for name, value in self.headers.items()})
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                status, body = outer.answer
                sent = body if isinstance(body, bytes) else json.dumps(body).encode()
                self.send_response(status)
                if not isinstance(body, bytes):
                    self.send_header("X-Elastic-Product", "Elasticsearch")
                    self.send_header("Content-Type", "application/vnd.elasticsearch+json;compatible-with=8")
                self.send_header("Content-Length", str(len(sent)))
                self.end_headers()
                self.wfile.write(sent)

            do_GET = do_PUT = do_HEAD = do_DELETE = do_POST  # noqa: N815

            def log_message(self, *args: object) -> None:
                pass

        return Handler


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    found = StandIn()
    thread = threading.Thread(target=found.server.serve_forever, daemon=True)
    thread.start()
    yield found
    found.server.shutdown()
    found.server.server_close()


@pytest.fixture
def engine_at() -> Callable[..., ElasticEngine]:
    """An engine for an address, with options."""

    def make(*nodes: str, **options: Any) -> ElasticEngine:
        return ElasticEngine({**OPTIONS, "nodes": list(nodes), **options})

    return make
