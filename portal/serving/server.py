"""The server of one process: uvicorn with our ASGI application, and the worker beside it."""

import asyncio
import logging
import socket
from collections.abc import Callable

import uvicorn

from portal.serving.addresses import Protocol
from portal.serving.supervisor import Supervisor, worker_command

logger = logging.getLogger("terakoya.server")

# Requests under way get so long to finish after SIGTERM; with the worker's own patience it is over in ten seconds.
GRACE = 6


class Server(uvicorn.Server):
    """Starts the worker once it listens, and asks it to stop as soon as itself is asked to."""

    def __init__(self, config: uvicorn.Config, *, worker: Supervisor | None, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self.worker = worker
        self.on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if not self.should_exit:
            self.on_ready()
            if self.worker:
                self.worker.start()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        stopping = asyncio.create_task(asyncio.to_thread(self.worker.stop)) if self.worker else None
        await super().shutdown(sockets)
        if stopping:
            await stopping
        # uvicorn raises the signal again once it is done; an orderly stop ends with code 0.
        self._captured_signals.clear()


def serve(*, host: str, port: int, with_worker: bool, on_ready: Callable[[], None]) -> None:
    """Serve until SIGTERM or Ctrl-C; then stop in order."""
    config = uvicorn.Config(
        "portal.asgi:application",
        host=host,
        port=port,
        loop="uvloop",
        http=Protocol,
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        ws_max_size=256 * 1024,
        lifespan="off",
        proxy_headers=False,  # portal.serving.front believes a front, and only where there is one
        server_header=False,
        access_log=False,  # core.middleware.request_id writes a better one
        log_config=None,
        timeout_graceful_shutdown=GRACE,
    )
    Server(config, worker=Supervisor(worker_command()) if with_worker else None, on_ready=on_ready).run()
