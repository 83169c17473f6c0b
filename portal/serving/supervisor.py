"""Keep the worker child alive while the server runs, and end it with the server."""

import logging
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

logger = logging.getLogger("terakoya.server")

SHORTEST, LONGEST = 1.0, 30.0
STEADY = 60.0  # a child that lived so long was well: the next pause is short again
PATIENCE = 8.0


def worker_command() -> list[str]:
    return [sys.executable, str(Path(settings.BASE_DIR) / "manage.py"), "worker", "--child"]


class Supervisor(threading.Thread):
    """Starts a command and starts it again when it ends, after a pause that doubles while it keeps failing.

    The child reads its standard input, a pipe that we hold: if we are killed, it ends by itself.
    """

    def __init__(self, command: Sequence[str]) -> None:
        super().__init__(name="supervisor", daemon=True)
        self.command = list(command)
        self.child: subprocess.Popen[bytes] | None = None
        self._stopping = threading.Event()
        self._lock = threading.Lock()

    def run(self) -> None:
        pause = SHORTEST
        while child := self._start():
            begun = time.monotonic()
            code = child.wait()
            if self._stopping.is_set():
                return
            pause = SHORTEST if time.monotonic() - begun > STEADY else min(pause * 2, LONGEST)
            logger.warning("The worker ended with code %s; starting it again in %.0f s", code, pause)
            self._stopping.wait(pause)

    def _start(self) -> subprocess.Popen[bytes] | None:
        with self._lock:
            if self._stopping.is_set():
                return None
            # A session of its own: Ctrl-C reaches the server alone, which then stops the child in order.
            self.child = subprocess.Popen(self.command, stdin=subprocess.PIPE, start_new_session=True)  # noqa: S603
            return self.child

    def stop(self) -> None:
        """End the child: politely, and after a while not."""
        with self._lock:
            self._stopping.set()
            child = self.child
        if child is None or child.poll() is not None:
            return
        child.terminate()
        try:
            child.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
