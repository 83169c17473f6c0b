"""Real processes of search on the database and the index of a test, to be killed."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from tests.portal.processes import ROOT, environment


def database_url() -> str:
    """The test database, for another process."""
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{facts['NAME']}"
    user, password = quote(facts["USER"]), quote(facts["PASSWORD"])
    return f"postgres://{user}:{password}@{facts['HOST']}:{facts['PORT']}/{facts['NAME']}"


class Processes:
    """Starts `manage.py search …` for one engine; whatever still runs at the end is killed."""

    def __init__(self, engine: str, folder: Path, data: Path, prefix: str = "") -> None:
        variables = {"DATABASE_URL": database_url(), "SEARCH_FOLDER": str(folder), "SEARCH_FALLBACK": "none"}
        if engine == "elastic":
            variables |= {"ELASTICSEARCH_URL": ",".join(settings.ELASTICSEARCH["nodes"]), "ELASTICSEARCH_INDEX": prefix}
        self.environment = environment(data, **variables)
        if engine != "elastic":
            self.environment.pop("ELASTICSEARCH_URL", None)
        self.started: list[subprocess.Popen[bytes]] = []

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "search", *arguments],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        self.started.append(process)
        return process

    def end(self) -> None:
        for process in self.started:
            if process.poll() is None:
                process.kill()
            process.wait()
            if process.stderr is not None:
                process.stderr.close()


def wait_until(holds: Callable[[], bool], *, seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not come about in time"
        time.sleep(0.02)
