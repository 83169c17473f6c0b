"""Private files on the ASGI side: a view decides, the server sends."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from a2wsgi import WSGIMiddleware

from portal.serving.files import PrivateFiles, open_below

BIG = 8 * 1024 * 1024


def view(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """What a page of ours does: an ordinary page, or leave to have the file that the address names."""
    path = environ["PATH_INFO"]
    headers = [("Content-Type", "text/html"), ("Content-Security-Policy", "sandbox"), ("X-Request-ID", "abc")]
    if path.startswith("/files/"):
        headers.append(("X-Accel-Redirect", "/protected/" + path.removeprefix("/files/")))
    elif path == "/refused":
        headers.append(("X-Accel-Redirect", "/protected/big"))
        start_response("403 Forbidden", headers)
        return [b"no"]
    start_response("200 OK", headers)
    return [b"page"]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("media")
    (root / "one.txt").write_bytes(b"0123456789")
    (root / "空 白.txt").write_bytes("日本".encode())
    (root / "empty").write_bytes(b"")
    (root / "big").write_bytes(b"x" * BIG)
    (root / "folder").mkdir()
    outside = tmp_path_factory.mktemp("outside") / "secret"
    outside.write_bytes(b"secret")
    (root / "link").symlink_to(outside)
    (root / "within").symlink_to(root / "one.txt")
    return root


@pytest.fixture(scope="module")
def address(root: Path) -> Iterator[str]:
    application = PrivateFiles(WSGIMiddleware(view, workers=4), root=root)
    config = uvicorn.Config(application, port=0, log_config=None, lifespan="off", access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


def test_a_page_goes_through_untouched(address: str) -> None:
    assert httpx.get(f"{address}/page").text == "page"


def test_a_file_comes_with_the_view_s_headers_and_without_its_redirect(address: str) -> None:
    answer = httpx.get(f"{address}/files/one.txt")

    assert (answer.status_code, answer.content) == (200, b"0123456789")
    assert answer.headers["content-security-policy"] == "sandbox"
    assert answer.headers["x-request-id"] == "abc"
    assert answer.headers["content-length"] == "10"
    assert "x-accel-redirect" not in answer.headers


def test_part_of_a_file(address: str) -> None:
    answer = httpx.get(f"{address}/files/one.txt", headers={"Range": "bytes=2-4"})

    assert (answer.status_code, answer.content, answer.headers["content-range"]) == (206, b"234", "bytes 2-4/10")


def test_outside_its_end(address: str) -> None:
    assert httpx.get(f"{address}/files/one.txt", headers={"Range": "bytes=99-"}).status_code == 416


def test_head_and_a_copy_still_good(address: str) -> None:
    head = httpx.head(f"{address}/files/one.txt")
    again = httpx.get(f"{address}/files/one.txt", headers={"If-None-Match": head.headers["etag"]})

    assert (head.status_code, head.headers["content-length"], head.content) == (200, "10", b"")
    assert (again.status_code, again.content) == (304, b"")


def test_names_in_any_script_and_empty_files(address: str) -> None:
    assert httpx.get(f"{address}/files/empty").content == b""
    assert httpx.get(f"{address}/files/%25E7%25A9%25BA%2520%25E7%2599%25BD.txt").text == "日本"


@pytest.mark.parametrize("name", ["missing", "folder", "link", "%252e%252e/x", "x%2500", "..%252f..%252fetc/passwd"])
def test_what_is_no_file_below_the_folder_is_not_found(address: str, name: str) -> None:
    answer = httpx.get(f"{address}/files/{name}")

    assert (answer.status_code, "secret" in answer.text, "x-accel-redirect" in answer.headers) == (404, False, False)


def test_a_refusal_never_becomes_a_file(address: str) -> None:
    answer = httpx.get(f"{address}/refused")

    assert answer.status_code == 404
    assert "x-accel-redirect" not in answer.headers


@pytest.mark.parametrize(
    "path", ["/etc/passwd", "/protected/../x", "/protected//etc/passwd", "/protected/link", "/protected/"]
)
def test_nothing_outside_is_opened(root: Path, path: str) -> None:
    assert open_below(root, path) is None


def test_a_link_that_stays_inside_is_followed(root: Path) -> None:
    opened = open_below(root, "/protected/within")

    assert opened is not None
    with opened:
        assert opened.read() == b"0123456789"


async def _stalled_download(address: str, path: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Ask for a file, read its first line, and then read no more."""
    host, port = address.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port), limit=1024)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    await reader.readline()
    return reader, writer


def test_twelve_slow_downloads_keep_no_page_waiting(address: str) -> None:
    async def scenario() -> tuple[float, int]:
        stalled = [await _stalled_download(address, "/files/big") for _ in range(12)]
        begun = time.monotonic()
        async with httpx.AsyncClient() as client:
            pages = [await client.get(f"{address}/page") for _ in range(5)]
        took = time.monotonic() - begun
        for _, writer in stalled:
            writer.close()
        return took, sum(page.status_code == 200 for page in pages)

    took, answered = asyncio.run(scenario())

    assert answered == 5
    assert took < 1.0
