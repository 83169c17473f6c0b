"""TLS, an API key and a certificate authority of one's own, in front of the real server."""

from __future__ import annotations

import http.client
import os
import socket
import ssl
import subprocess
import threading
import uuid
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from search.engines.elastic import ElasticEngine
from search.engines.protocol import EngineUnavailableError
from tests.search.documents import document
from tests.search.shelf import Shelf

pytestmark = pytest.mark.needs_elasticsearch
KEY = "dGhlOmtleQ=="
NODE = "subjectAltName=IP:127.0.0.1\nbasicConstraints=CA:FALSE\n"
Make = Callable[..., ElasticEngine]


class Front(BaseHTTPRequestHandler):
    """What stands before a secured cluster: lets in who has the key, and hands on."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        is_known = self.headers.get("Authorization") == f"ApiKey {KEY}"
        status, headers, said = self._ask(body) if is_known else (401, [], b"{}")
        self.send_response(status)
        for name, value in headers:
            if name.lower() not in {"content-length", "transfer-encoding", "connection"}:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(said)

    do_GET = do_PUT = do_HEAD = do_DELETE = do_POST  # noqa: N815

    def _ask(self, body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        behind = urlsplit(os.environ["ELASTICSEARCH_URL"].split(",")[0])
        connection = http.client.HTTPConnection(behind.hostname or "", behind.port, timeout=20)
        kept = {
            name: self.headers[name] for name in ("Accept", "Content-Type", "Content-Encoding") if name in self.headers
        }
        connection.request(self.command, self.path, body=body or None, headers=kept)
        answer = connection.getresponse()
        found = answer.status, answer.getheaders(), answer.read()
        connection.close()
        return found

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an authority (ca.pem), a node that it signed (node.pem), and another authority (other.pem)."""
    folder = tmp_path_factory.mktemp("authority")

    def openssl(*arguments: str) -> None:
        subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

    new = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    for name in ("ca", "other"):
        openssl(
            "req", "-x509", *new, "-keyout", f"{name}.key", "-out", f"{name}.pem", "-days", "2", "-subj", f"/CN={name}"
        )
    openssl("req", *new, "-keyout", "node.key", "-out", "node.csr", "-subj", "/CN=node")
    (folder / "node.ext").write_text(NODE)
    signed = ("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-extfile", "node.ext", "-days", "2")
    openssl("x509", "-req", "-in", "node.csr", *signed, "-out", "node.pem")
    return folder


@pytest.fixture(scope="module")
def node(authority: Path) -> Iterator[str]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority / "node.pem", authority / "node.key")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Front)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"https://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def dead() -> Iterator[str]:
    """A node of the list on whose port nobody listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        yield f"https://127.0.0.1:{found.getsockname()[1]}"


def test_with_its_authority_and_a_key_everything_works_though_the_first_node_is_dead(
    engine_at: Make, authority: Path, node: str, dead: str
) -> None:
    name = f"test-{uuid.uuid4().hex[:12]}"
    engine = engine_at(
        dead, node, api_key=KEY, ca_certs=str(authority / "ca.pem"), index=name, timeout=20, shards=2, replicas=1
    )
    try:
        shelf = Shelf(engine).start()
        shelf.put(document("page:1", title="勉強会"), document("page:2", title="会議"))
        assert shelf.found("勉強") == ["page:1"]
        assert engine.health().is_up
        (index,) = engine.client.indices.get_settings(index=f"{name}-*").values()
        about = index["settings"]["index"]
        assert (about["number_of_shards"], about["number_of_replicas"]) == ("2", "1")
    finally:
        engine.destroy()


@pytest.mark.parametrize("trusted", ["", "other.pem"])
def test_a_node_that_our_authority_did_not_sign_is_not_spoken_to(
    engine_at: Make, authority: Path, node: str, trusted: str
) -> None:
    engine = engine_at(node, api_key=KEY, ca_certs=str(authority / trusted) if trusted else "")
    assert engine.health().problem == "The TLS identity of Elasticsearch is not trusted."
    with pytest.raises(EngineUnavailableError, match="not trusted"):
        engine.begin_rebuild()


@pytest.mark.parametrize("key", ["", "YW5vdGhlcjprZXk="])
def test_without_the_right_key_it_says_that_it_is_refused(
    engine_at: Make, authority: Path, node: str, key: str
) -> None:
    engine = engine_at(node, api_key=key, ca_certs=str(authority / "ca.pem"))
    assert engine.health().problem == "Elasticsearch refuses our key or user."
