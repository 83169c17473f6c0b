"""`make demo` as a newcomer meets it: started, signed in to, looked at, stopped, and started again in seconds.

    python -m tests.smoke_demo

Prints what it measured as one JSON line. CI runs it; `make bench` asks the same of a fresh clone.
"""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parent.parent
# The second start is to take five seconds; a busy machine is not a slow demo.
SECOND = float(os.environ.get("TERAKOYA_SECOND_START", "15"))


class Demo:
    """A running `make demo` with a data folder of its own."""

    def __init__(self, data: Path, *, root: Path = ROOT, patience: float = 240) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        environment = {**os.environ, "TERAKOYA_DATA": str(data)}
        self.begun = time.monotonic()
        self.process = subprocess.Popen(
            ["make", "demo", f"PORT={self.port}"],
            cwd=root,
            env=environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._wait(patience)
        self.seconds = round(time.monotonic() - self.begun, 1)

    def _wait(self, patience: float) -> None:
        while time.monotonic() - self.begun < patience:
            if self.process.poll() is not None:
                raise SystemExit(f"make demo ended with code {self.process.returncode}")
            try:
                if httpx.get(f"{self.address}/readyz", timeout=10).status_code == 200:
                    return
            except httpx.HTTPError:
                time.sleep(0.1)
        self.stop()
        raise SystemExit(f"make demo did not serve within {patience:.0f} s")

    def stop(self) -> float:
        """Ask it to stop as Ctrl-C does; return how long that took."""
        begun = time.monotonic()
        os.killpg(self.process.pid, signal.SIGINT)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            raise SystemExit("make demo did not stop within 15 s") from None
        return round(time.monotonic() - begun, 1)


def sign_in(client: httpx.Client) -> None:
    """Take the first of the people whom the sign-in page offers in one click."""
    page = client.get("/ja/sign-in/")
    page.raise_for_status()
    for action, inside in re.findall(r"<form[^>]*action=\"([^\"]*)\"[^>]*>(.*?)</form>", page.text, re.DOTALL):
        fields = re.findall(r"<(?:input|button)[^>]*\bname=\"([^\"]+)\"[^>]*\bvalue=\"([^\"]*)\"", inside)
        if "demo" in action or any("demo" in name for name, _ in fields):
            answer = client.post(action or "/ja/sign-in/", data=dict(fields), headers={"Referer": str(page.url)})
            if answer.status_code in (200, 302, 303):
                return
            raise SystemExit(f"one-click sign-in answered {answer.status_code}")
    raise SystemExit("the sign-in page offers nobody in one click")


def look_around(address: str) -> dict[str, int]:
    """The addresses that a newcomer opens first, with their status."""
    with httpx.Client(base_url=address, follow_redirects=True, timeout=30) as client:
        sign_in(client)
        return {
            path: client.get(path).status_code for path in ("/", "/ja/", "/en/", "/readyz", "/static/css/tokens.css")
        }


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        first = Demo(Path(folder))
        try:
            pages = look_around(first.address)
        finally:
            stopped = first.stop()
        second = Demo(Path(folder))
        second.stop()
    measured = {"first_start_s": first.seconds, "second_start_s": second.seconds, "stop_s": stopped, "pages": pages}
    print(json.dumps(measured))  # noqa: T201 - a command talks to its terminal
    return int(any(status != 200 for status in pages.values()) or second.seconds > SECOND)


if __name__ == "__main__":
    sys.exit(main())
