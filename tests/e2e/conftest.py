"""A browser, and the demo company served as people run it: `make demo` in a folder of its own, once for all tests.

`E2E_URL` names a demo that already runs, which is quicker while working on a page.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.needs import ROOT, chromium

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_SECONDS = 240


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "/e2e/" in item.nodeid:
            item.add_marker("needs_browser")


@pytest.fixture(scope="session")
def demo_url() -> Iterator[str]:
    """The address of a running demo."""
    given = os.environ.get("E2E_URL")
    if given:
        yield given.rstrip("/")
        return
    with tempfile.TemporaryDirectory(prefix="terakoya-e2e-") as folder:
        yield from _serve(Path(folder))


def _serve(folder: Path) -> Iterator[str]:
    port = _free_port()
    url = f"http://127.0.0.1:{port}"
    environment = {**os.environ, "TERAKOYA_DATA": str(folder / "data"), "TERAKOYA_DEMO": "true", "BASE_URL": url}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    with (folder / "log").open("w+") as log:
        server = subprocess.Popen(
            [sys.executable, "manage.py", "demo", "--port", str(port)],
            cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            _wait(url, server, folder / "log")
            yield url
        finally:
            server.terminate()
            server.wait(timeout=30)


def _wait(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/en/sign-in/", timeout=5):  # noqa: S310 - our own address
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    pytest.fail(f"The demo did not start:\n{log.read_text()[-4000:]}", pytrace=False)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield running
        running.close()


class Visitor:
    """Opens browser windows on the demo, signed in or not."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser = browser
        self.url = url
        self.states: dict[str, object] = {}
        self.open: list[BrowserContext] = []

    def page(self, person: str = "", *, width: int = 1440, theme: str = "light", scripts: bool = True) -> Page:
        """A new window; `person` is an employee number of the demo's cast."""
        context = self.browser.new_context(
            base_url=self.url,
            viewport={"width": width, "height": 900},
            color_scheme=theme,  # type: ignore[arg-type]
            reduced_motion="reduce",  # colours change at once
            java_script_enabled=scripts,
            storage_state=self._state(person) if person else None,  # type: ignore[arg-type]
        )
        self.open.append(context)
        return context.new_page()

    def _state(self, person: str) -> object:
        if person not in self.states:
            context = self.browser.new_context(base_url=self.url)
            page = context.new_page()
            page.goto("/en/sign-in/")
            token = page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
            page.request.post(
                "/en/sign-in/demo/",
                form={"csrfmiddlewaretoken": token, "person": person},
                headers={"Referer": f"{self.url}/en/sign-in/"},
            )
            self.states[person] = context.storage_state()
            context.close()
        return self.states[person]

    def close(self) -> None:
        for context in self.open:
            context.close()
        self.open.clear()


@pytest.fixture(scope="session")
def _visits(browser: Browser, demo_url: str) -> Visitor:
    return Visitor(browser, demo_url)


@pytest.fixture
def visitor(_visits: Visitor) -> Iterator[Visitor]:
    yield _visits
    _visits.close()
