"""A server on loopback that records what it is asked and answers as a test tells it, badly where that is the point."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

__all__ = ["Asked", "Loopback", "Says", "drip", "half", "loopback", "reset"]


@dataclass(frozen=True)
class Asked:
    """A request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Says:
    """A proper answer; a header with several lines is sent several times."""

    code: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


Reaction = Says | Callable[["Handler"], None]


def reset(handler: Handler) -> None:
    """Break the connection off by a TCP reset."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()
    handler.close_connection = True


def half(handler: Handler) -> None:
    """Promise more than is sent, then hang up."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf of ")
    handler.wfile.flush()
    handler.connection.shutdown(socket.SHUT_RDWR)
    handler.close_connection = True


def drip(seconds: float, pieces: int = 400) -> Callable[[Handler], None]:
    """Send a byte, wait, send a byte."""

    def slowly(handler: Handler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % pieces)
        with contextlib.suppress(OSError):
            for _ in range(pieces):
                handler.wfile.write(b".")
                handler.wfile.flush()
                time.sleep(seconds)
        handler.close_connection = True

    return slowly


class Loopback:
    """The server: ``asked`` is what came, ``script`` what the next requests get, ``usual`` what all others get."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.script: deque[Reaction] = deque()
        self.usual: Callable[[Asked], Reaction] = lambda _asked: Says()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.owner = self  # type: ignore[attr-defined]
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})

    def __enter__(self) -> Loopback:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _answer(self) -> None:
        owner: Loopback = self.server.owner  # type: ignore[attr-defined]
        body = self._body()
        asked = Asked(self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, body)
        owner.asked.append(asked)
        reaction = owner.script.popleft() if owner.script else owner.usual(asked)
        if not isinstance(reaction, Says):
            reaction(self)
            return
        self.send_response_only(reaction.code)
        for name, value in {"Date": self.date_time_string(), **reaction.headers}.items():
            for line in value.splitlines():
                self.send_header(name, line)
        self.send_header("Content-Length", str(len(reaction.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(reaction.body)

    def _body(self) -> bytes:
        if "chunked" in self.headers.get("Transfer-Encoding", ""):
            body = b""
            while size := int(self.rfile.readline().strip() or b"0", 16):
                body += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
            return body
        return self.rfile.read(int(self.headers.get("Content-Length", 0)))

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _answer  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@contextlib.contextmanager
def loopback() -> Iterator[Loopback]:
    with Loopback() as server:
        yield server
