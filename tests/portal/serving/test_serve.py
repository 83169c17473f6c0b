"""`manage.py serve` as a process: it serves, keeps its worker alive, and stops in order."""

import base64
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests import template_database
from tests.portal.ports import eventually, free_port
from tests.portal.processes import ROOT, environment, run

pytestmark = pytest.mark.slow


class Serving:
    """A running `manage.py serve`."""

    def __init__(self, data: Path) -> None:
        self.data, self.port = data, free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = data / "serve.log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve", "--port", str(self.port)],
                cwd=ROOT,
                env=environment(data, LOG_FORMAT="json", PYTHONPATH=str(ROOT)),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        if not eventually(self.answers, 60):
            self.kill()
            pytest.fail(f"serve did not start:\n{self.log.read_text()}")

    def answers(self) -> bool:
        try:
            return httpx.get(f"{self.address}/healthz").status_code == 200
        except httpx.HTTPError:
            return False

    def worker(self) -> int | None:
        """The process number of our worker child, once it beats."""
        with sqlite3.connect(self.data / "terakoya.sqlite3") as database:
            beating = [pid for (pid,) in database.execute("SELECT pid FROM portal_workerbeat")]
        return next((pid for pid in beating if parent(pid) == self.process.pid), None)

    def wait_for_worker(self, *, other_than: int = 0) -> int:
        assert eventually(lambda: self.worker() not in (None, other_than), 60), self.log.read_text()
        return self.worker() or 0

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


def parent(pid: int) -> int | None:
    """The parent of a process that runs."""
    try:
        state, of, *_ = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return None
    return int(of) if state != "Z" else None


def lives(pid: int) -> bool:
    return parent(pid) is not None


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("serve")
    template_database.copy_to(data / "terakoya.sqlite3")
    return data


@pytest.fixture(scope="module")
def serving(data: Path) -> Iterator[Serving]:
    """One server for the tests that leave it running."""
    serving = Serving(data)
    yield serving
    serving.kill()


@pytest.fixture
def own(data: Path, serving: Serving) -> Iterator[Serving]:
    """A server to stop or to kill, beside the other."""
    own = Serving(data)
    yield own
    own.kill()


def test_it_is_ready_with_no_environment_at_all(serving: Serving) -> None:
    answer = httpx.get(f"{serving.address}/readyz")

    assert (answer.status_code, answer.json()["status"]) == (200, "ok"), answer.text


def test_static_files_come_from_the_same_port(serving: Serving) -> None:
    assert httpx.get(f"{serving.address}/static/wagtailadmin/css/core.css").status_code == 200


def test_it_stops_in_order_and_leaves_no_orphan(own: Serving) -> None:
    worker = own.wait_for_worker()
    begun = time.monotonic()

    own.process.send_signal(signal.SIGTERM)

    assert own.process.wait(30) == 0
    assert time.monotonic() - begun < 15  # ten seconds is the promise; a busy machine is not a broken one
    assert not lives(worker)
    assert not own.answers()


def test_a_killed_worker_is_started_again(serving: Serving) -> None:
    worker = serving.wait_for_worker()

    os.kill(worker, signal.SIGKILL)

    assert serving.wait_for_worker(other_than=worker) != worker


def test_a_killed_server_takes_its_worker_along(own: Serving) -> None:
    worker = own.wait_for_worker()

    own.kill()

    assert eventually(lambda: not lives(worker), 10)


def test_a_task_of_a_killed_worker_is_done_by_the_next(serving: Serving) -> None:
    first = serving.wait_for_worker()
    mark = serving.data / "once"
    code = f"from tests.portal.background.jobs import hang_once; hang_once.enqueue({str(mark)!r})"
    enqueued = run("-c", f"import django; django.setup(); {code}", data=serving.data, **SETTINGS)
    assert enqueued.returncode == 0, enqueued.stderr
    assert eventually(mark.exists, 30), serving.log.read_text()

    os.kill(first, signal.SIGKILL)

    assert eventually(lambda: mark.read_text() == "done", 60), serving.log.read_text()


SETTINGS = {"DJANGO_SETTINGS_MODULE": "portal.settings"}


def test_a_port_that_is_taken_is_said_in_one_line(serving: Serving) -> None:
    second = run("manage.py", "serve", "--port", str(serving.port), data=serving.data)

    assert second.returncode == 1
    assert second.stderr.startswith(f"CommandError: Port {serving.port} is taken by another program.")
    assert "Traceback" not in second.stderr


def handshake(serving: Serving, path: str, origin: str) -> str:
    """The status line that answers a WebSocket handshake."""
    key = base64.b64encode(os.urandom(16)).decode()
    with socket.create_connection(("127.0.0.1", serving.port), timeout=5) as connection:
        connection.sendall(
            f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{serving.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\nOrigin: {origin}\r\n\r\n".encode()
        )
        return connection.recv(4096).decode().splitlines()[0]


@pytest.mark.parametrize("origin", ["", "https://evil.example"])
def test_an_unknown_socket_and_a_foreign_origin_are_denied(serving: Serving, origin: str) -> None:
    assert "403" in handshake(serving, "/ws/nothing", origin or serving.address)


def test_a_body_cut_short_never_reaches_a_view_as_if_whole(serving: Serving) -> None:
    with socket.create_connection(("127.0.0.1", serving.port), timeout=5) as connection:
        connection.sendall(
            f"POST /ja/sign-in/ HTTP/1.1\r\nHost: 127.0.0.1:{serving.port}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nusername=half".encode()
        )
        time.sleep(0.3)

    assert eventually(lambda: "POST /ja/sign-in/" in serving.log.read_text(), 5)
    line = next(line for line in serving.log.read_text().splitlines() if "POST /ja/sign-in/" in line)
    assert '"status": 200' not in line
    assert '"status": 302' not in line
