"""The shipped units and nginx configuration, started as they stand (ports and folders apart)."""

import os
import re
import shlex
import shutil
import signal
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.portal.ports import eventually, free_port
from tests.portal.processes import ROOT, environment

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


@contextmanager
def running(folder: Path, *, settings: str, **more: str) -> Iterator[Front]:
    """nginx before pages and sockets, whose data lie in `var` below the folder; stopped at the end."""
    data = folder / "var"
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
        DJANGO_SETTINGS_MODULE=settings,
        LOG_FORMAT="json",
        PYTHONPATH=str(ROOT),
        **more,
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
        try:
            assert eventually(lambda: answers(front, "/healthz", 200), 90), log.read_text()
            assert eventually(lambda: sockets_up(front), 60), (folder / "error.log").read_text()
            yield front
        finally:
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
