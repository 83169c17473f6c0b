"""Free ports, and patience."""

import socket
import time
from collections.abc import Callable


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def eventually(is_so: Callable[[], object], within: float) -> bool:
    """Whether it becomes so in time."""
    end = time.monotonic() + within
    while time.monotonic() < end:
        if is_so():
            return True
        time.sleep(0.05)
    return False
