"""Pages on the production form (granian, one blocking thread a worker), signed in, against a minimal Wagtail page."""

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.benchmarks.company import company
from tests.benchmarks.harness import ROOT, Row, Setting, median
from tests.portal.ports import eventually, free_port

PRODUCTION = {
    "TERAKOYA_ENV": "production",
    "BASE_URL": "https://127.0.0.1",
    "ALLOWED_HOSTS": "127.0.0.1",
}
AIM = "at least the minimal page"
PAGES = ("baseline", "home", "material", "course", "catalogue", "matrix")
Rates = dict[str, list[tuple[float, float]]]


@contextmanager
def production(setting: Setting, workers: int = 2, **variables: str) -> Iterator[str]:
    """The pages as deploy/ serves them, without the front; yields their address."""
    port = free_port()
    granian = [str(Path(sys.executable).parent / "granian"), "--interface", "wsgi", "--port", str(port), "--no-ws"]
    process = subprocess.Popen(
        [*granian, "--workers", str(workers), "--blocking-threads", "1", "--no-log", "portal.wsgi:application"],
        cwd=ROOT,
        env=setting.environment(**PRODUCTION, **variables),
        stdin=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        if not eventually(lambda: answers(address), 90):
            raise SystemExit("granian did not start")
        yield address
    finally:
        process.terminate()
        process.wait(15)


def answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/healthz").status_code == 200
    except httpx.HTTPError:
        return False


def requests_a_second(
    url: str, headers: dict[str, str], seconds: int, script: Path | None = None
) -> tuple[float, float]:
    """What wrk measures: requests a second, and the median answer in milliseconds. Any error stops the run."""
    said = [argument for name, value in headers.items() for argument in ("-H", f"{name}: {value}")]
    said += ["--script", str(script)] if script else []
    command = ["wrk", "--threads", "1", "--connections", "4", "--duration", f"{seconds}s", "--latency", *said]
    output = subprocess.run([*command, "--timeout", "20s", url], capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in output or "Socket errors" in output:
        raise SystemExit(f"wrk met errors at {url}:\n{output}")
    rate, p50 = re.search(r"Requests/sec:\s+([\d.]+)", output), re.search(r"50%\s+([\d.]+)(us|ms|s)", output)
    assert rate, output
    assert p50, output
    return float(rate[1]), float(p50[1]) * {"us": 0.001, "ms": 1, "s": 1000}[p50[2]]


def measure(setting: Setting) -> Iterable[Row]:
    if not shutil.which("wrk"):
        raise SystemExit("This benchmark needs wrk: apt-get install wrk")
    facts = company(setting)
    # The session lies in the database; production calls its cookie by another name.
    cookies = ["__Host-terakoya_session=" + cookie.split("=", 1)[1] for cookie in facts["cookies"]]
    headers = {"X-Forwarded-Proto": "https"}
    alone = headers | {"Cookie": cookies[0]}
    urls = {name: facts[name] for name in PAGES if facts[name]}
    yield from _rows(_rates(setting, urls, alone), "{}", AIM)
    script = _in_turn(setting, cookies)
    if not setting.smoke:
        yield from _rows(_rates(setting, urls, headers, script), f"{{}}, {len(cookies)} people in turn", AIM)
    with _others_write(setting):
        busy = _rates(setting, urls, headers, script)
    yield from _rows(busy, f"{{}}, {len(cookies)} people, others write", "no aim")
    if setting.smoke:
        return  # the same twice more, in other settings
    # As the first request after a change is answered: what reading alone would cost without kept pages.
    anew = _rates(setting, urls, alone, KEPT_PAGES_MEGABYTES="0")
    yield from _rows(anew, "{}, none kept", "no aim")


def _in_turn(setting: Setting, cookies: list[str]) -> Path:
    """A script for wrk: each request is another person's."""
    script = setting.folder / "in_turn.lua"
    listed = ", ".join(f'"{cookie}"' for cookie in cookies)
    script.write_text(
        f"local people, at = {{ {listed} }}, 0\n"
        "function request()\n  at = at % #people + 1\n"
        '  wrk.headers["Cookie"] = people[at]\n  return wrk.format()\nend\n'
    )
    return script


@contextmanager
def _others_write(setting: Setting) -> Iterator[None]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.writing"],
        cwd=ROOT,
        env=setting.environment(),
        stdin=subprocess.DEVNULL,
    )
    try:
        yield
        if process.poll() is not None:
            raise SystemExit("nobody wrote meanwhile")
    finally:
        process.terminate()
        process.wait(15)


def _rates(
    setting: Setting, urls: dict[str, str], headers: dict[str, str], script: Path | None = None, **variables: str
) -> Rates:
    """Of each page, several times the requests a second and the median answer, warm."""
    seconds, rounds = (1, 1) if setting.smoke else (5, 3)
    rates: Rates = {name: [] for name in urls}
    with production(setting, **variables) as address:
        for url in urls.values():
            _warm(address, url, headers, seconds, script)
        for _ in range(rounds):  # in turns, so that a busy moment falls on all alike
            for name, url in urls.items():
                rates[name].append(requests_a_second(address + url, headers, seconds, script))
                time.sleep(0.2)
    return rates


def _warm(address: str, url: str, headers: dict[str, str], seconds: int, script: Path | None) -> None:
    """Each worker has answered it, of several people to each of them."""
    if script is not None:
        requests_a_second(address + url, headers, seconds, script)
        return
    with httpx.Client(base_url=address, headers=headers) as client:
        for _ in range(4):
            answer = client.get(url)
            if answer.status_code != 200:
                raise SystemExit(f"{url} answered {answer.status_code}, not 200")


def _rows(rates: Rates, title: str, aim: str) -> Iterator[Row]:
    baseline = median(rate for rate, _ in rates["baseline"])
    for name, measured in rates.items():
        rate, p50 = median(rate for rate, _ in measured), median(p50 for _, p50 in measured)
        met = aim == "no aim" or rate >= baseline
        yield Row(title.format(name), rate, "req/s", aim, met, baseline, {"p50_ms": p50})
