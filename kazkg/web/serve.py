"""Starting and ending the server."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn

from kazkg.errors import EnvironmentFault
from kazkg.web.app import create_app
from kazkg.web.settings import Settings

__all__ = ["serve"]

GRACE = 10
"""Seconds that requests under way get to end when the server is told to."""


class _Server(uvicorn.Server):
    """Ends quietly on SIGTERM and SIGINT: requests under way are finished, then the process exits as usual."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.handle_exit, number, None)
        try:
            yield
        finally:
            for number in (signal.SIGTERM, signal.SIGINT):
                loop.remove_signal_handler(number)


def serve(settings: Settings, ready: Callable[[str], None]) -> None:
    """Serve until the process is told to end.

    Args:
        settings: what, and where.
        ready: called with the server's address once it listens.

    Raises:
        KazkgError: where the source cannot be opened.
        EnvironmentFault: where the port cannot be had, or a worker does not come up.
    """
    app = create_app(settings)
    listening = _listen(settings)
    config = uvicorn.Config(
        app,
        lifespan="on",
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=True,
        timeout_graceful_shutdown=GRACE,
        limit_concurrency=settings.queue + settings.workers + 100,
        h11_max_incomplete_event_size=max(65_536, min(settings.max_body, 1_000_000)),
        http="h11",
        ws="none",
        proxy_headers=False,
    )
    server = _Server(config)
    with listening:
        port = listening.getsockname()[1]
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        asyncio.run(_run(server, listening, lambda: ready(f"http://{host}:{port}/")))
    if not server.started:
        raise EnvironmentFault("The server did not come up.", "What it said stands above.")


async def _run(server: uvicorn.Server, listening: socket.socket, ready: Callable[[], None]) -> None:
    serving = asyncio.ensure_future(server.serve(sockets=[listening]))
    while not server.started and not serving.done():
        await asyncio.sleep(0.02)
    if server.started:
        ready()
    await serving


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        listening = socket.create_server((settings.host, settings.port), family=family, backlog=128)
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # connections inherit it; else 40 ms an answer
        return listening
    except OSError as err:
        message = f"{settings.host}:{settings.port} cannot be had: {err.strerror or err}."
        raise EnvironmentFault(message, "Choose another --port, or 0 for any free one.") from err
