"""Whether whoever holds something still lives: a name for this process, and a look at the process behind a name."""

from __future__ import annotations

import os
import secrets
import socket


def process_exists(pid: int) -> bool:
    """Whether a process of this machine lives; one of another user does."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def holder_name() -> str:
    """A name for a holder in this process: machine, process, and what tells two holders of one process apart."""
    return f"{socket.gethostname()[:60]}:{os.getpid()}:{secrets.token_hex(6)}"


def surely_gone(holder: str) -> bool:
    """Whether the process behind a name has ended, as far as this machine can know: of others it knows nothing."""
    host, _, rest = holder.rpartition(":")[0].rpartition(":")
    return host == socket.gethostname()[:60] and rest.isdigit() and not process_exists(int(rest))
