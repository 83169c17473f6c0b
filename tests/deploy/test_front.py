"""The shipped units and nginx configuration, started as they stand (ports and folders apart), really serve."""

import os
import re
import shlex
import shutil
import signal
import ssl
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.portal.ports import eventually, free_port
from tests.portal.processes import ROOT, environment

pytestmark = [pytest.mark.needs_nginx, pytest.mark.slow]
DEPLOY = ROOT / "deploy"
WRAPPER = """
{user}
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    include /etc/nginx/mime.types;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/terakoya.conf;
}}
"""


@dataclass
class Front:
    address: str
    plain: str
    log: Path
    client: httpx.Client

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self.client.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})


def command_of(unit: str, replacements: dict[str, str]) -> list[str]:
    """The command that a unit starts, with our Python in place of the installed one."""
    text = (DEPLOY / "systemd" / unit).read_text()
    start = re.search(r"^ExecStart=(.*)$", text, re.MULTILINE)
    assert start
    line = replaced(start[1], {"/srv/terakoya/.venv/bin/": f"{Path(sys.executable).parent}/"} | replacements)
    return shlex.split(line)


def replaced(text: str, replacements: dict[str, str]) -> str:
    for old, new in replacements.items():
        assert old in text, f"{old} is no longer in the shipped file"
        text = text.replace(old, new)
    return text


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    folder = tmp_path_factory.mktemp("front")
    data = folder / "var"
    (data / "static" / "css").mkdir(parents=True)
    (data / "static" / "css" / "base.0123456789ab.css").write_text("body{}")
    (data / "files").mkdir()
    (data / "files" / "star.svg").write_text("<svg/>")
    (data / "files" / "link").symlink_to("/etc/hostname")
    (folder / "tls").mkdir()
    files = ["-keyout", "privkey.pem", "-out", "fullchain.pem"]
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=terakoya.example", *files],
        check=True,
        capture_output=True,
        cwd=folder / "tls",
    )
    plain, secure, pages, sockets = (str(free_port()) for _ in range(4))
    (folder / "terakoya.conf").write_text(
        replaced(
            (DEPLOY / "nginx.conf").read_text(),
            {
                "listen 80;": f"listen 127.0.0.1:{plain};",
                "listen 443 ssl": f"listen 127.0.0.1:{secure} ssl",
                "127.0.0.1:8001": f"127.0.0.1:{pages}",
                "127.0.0.1:8002": f"127.0.0.1:{sockets}",
                "/etc/terakoya/tls": f"{folder}/tls",
                "/srv/terakoya/var": str(data),
                "/var/log/nginx": str(folder),
            },
        )
    )
    user = "user root;" if os.getuid() == 0 else ""  # else its workers could not enter the test's folder
    (folder / "nginx.conf").write_text(WRAPPER.format(folder=folder, user=user))
    variables = environment(
        data,
        TERAKOYA_ENV="production",
        BASE_URL="https://terakoya.example",
        SECRET_KEY="k3y-of-the-front-0123456789-abcdefghijklmnopqrstuvwxyz",
        DJANGO_SETTINGS_MODULE="tests.deploy.settings",
        LOG_FORMAT="json",
        PYTHONPATH=str(ROOT),
    )
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin") or "nginx"
    commands = [
        command_of("terakoya-web.service", {"8001": pages, "${WEB_WORKERS}": "1"}),
        command_of("terakoya-sockets.service", {"8002": sockets}),
        [nginx, "-p", str(folder), "-c", str(folder / "nginx.conf")],
    ]
    log = folder / "processes.log"
    with log.open("w") as output:
        processes = [
            subprocess.Popen(command, cwd=ROOT, env=variables, stdout=output, stderr=output, stdin=subprocess.DEVNULL)
            for command in commands
        ]
    trust = ssl.create_default_context(cafile=str(folder / "tls/fullchain.pem"))
    trust.check_hostname = False
    address = f"https://127.0.0.1:{secure}"
    with httpx.Client(base_url=address, verify=trust, headers={"Host": "terakoya.example"}) as client:
        front = Front(address, f"http://127.0.0.1:{plain}", log, client)
        if not (eventually(lambda: answers(front, "/healthz", 200), 90) and eventually(lambda: sockets_up(front), 60)):
            stop(processes)
            pytest.fail(log.read_text() + (folder / "error.log").read_text())
        yield front
    stop(processes)


def answers(front: Front, path: str, status: int) -> bool:
    try:
        return front.get(path).status_code == status
    except httpx.HTTPError:
        return False


def sockets_up(front: Front) -> bool:
    return handshake(front) not in (None, 502)


def handshake(front: Front, origin: str = "https://terakoya.example") -> int | None:
    try:
        return front.get(
            "/ws/nothing",
            Upgrade="websocket",
            Connection="Upgrade",
            Origin=origin,
            Sec_WebSocket_Key="dGhlIHNhbXBsZSBub25jZQ==",
            Sec_WebSocket_Version="13",
        ).status_code
    except httpx.HTTPError:
        return None


def stop(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        process.send_signal(signal.SIGTERM)
    for process in processes:
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            process.kill()


def test_plain_http_is_sent_to_tls(front: Front) -> None:
    answer = httpx.get(f"{front.plain}/page/", headers={"Host": "terakoya.example"})

    assert (answer.status_code, answer.headers["location"]) == (301, "https://terakoya.example/page/")


def test_a_page_knows_its_client_and_that_it_is_secure(front: Front) -> None:
    answer = front.get("/page/", X_Real_IP="6.6.6.6", X_Forwarded_Proto="http")

    assert answer.json() == {"secure": True, "client": "127.0.0.1"}
    assert answer.headers.get_list("strict-transport-security") == ["max-age=31536000; includeSubDomains; preload"]
    assert answer.headers.get_list("x-content-type-options") == ["nosniff"]


def test_an_id_goes_all_the_way_and_comes_back(front: Front) -> None:
    assert front.get("/page/", X_Request_ID="trace-0001").headers["x-request-id"] == "trace-0001"
    assert front.get("/page/", X_Request_ID="no; good").headers["x-request-id"] != "no; good"
    assert eventually(lambda: '"request_id": "trace-0001"' in front.log.read_text(), 10)


def test_a_static_file_comes_from_the_front_and_may_be_kept_for_ever(front: Front) -> None:
    answer = front.get("/static/css/base.0123456789ab.css")

    assert (answer.status_code, answer.text) == (200, "body{}")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


def test_a_private_file_comes_through_a_page_s_leave_with_its_sandbox(front: Front) -> None:
    answer = front.get("/file/star.svg")

    assert (answer.status_code, answer.text) == (200, "<svg/>")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.headers.get_list("content-security-policy") == ["sandbox"]
    assert "x-accel-redirect" not in answer.headers
    assert front.get("/file/star.svg", Range="bytes=1-3").text == "svg"


@pytest.mark.parametrize("path", ["/protected/star.svg", "/file/missing.svg"])
def test_nobody_reaches_the_folder_by_address(front: Front, path: str) -> None:
    assert front.get(path).status_code == 404


def test_a_link_out_of_the_folder_is_not_followed(front: Front) -> None:
    assert front.get("/file/link").status_code in (403, 404)


def test_a_body_above_the_limit_is_refused_and_one_below_arrives(front: Front) -> None:
    assert front.client.post("/upload/", content=b"x" * 1_000_000).text == "1000000"
    assert front.client.post("/upload/", content=b"x" * 27_000_000).status_code == 413


@pytest.mark.parametrize("origin", ["https://terakoya.example", "https://evil.example"])
def test_an_unknown_socket_and_a_foreign_origin_are_denied(front: Front, origin: str) -> None:
    assert handshake(front, origin) == 403


def test_readiness_is_asked_on_the_machine_itself(front: Front) -> None:
    assert set(front.get("/readyz").json()) == {"status", "parts"}
