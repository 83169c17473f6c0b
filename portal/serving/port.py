"""Whether a port is free, asked before anything else is set up."""

import errno
import socket

from django.core.management.base import CommandError


def check_free(host: str, port: int) -> None:
    """Raise `CommandError` with one clear line where nobody could listen there."""
    if not 0 < port < 65536:
        raise CommandError(f"{port} is not a port: choose one from 1 to 65535.")
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise CommandError(
                f"Port {port} is taken by another program. Choose another: make demo PORT=8080"
            ) from None
        raise CommandError(f"Cannot listen at {host}:{port}: {error.strerror or error}") from None
