"""What can be set about the server."""

from __future__ import annotations

from dataclasses import dataclass

from kazkg.errors import UsageFault

__all__ = ["LOOPBACK", "Settings"]

LOOPBACK = ("127.0.0.1", "localhost", "[::1]", "::1")
"""Names of the machine itself."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of the server.

    Raises:
        UsageFault: for a number below its least, or an origin that is none.
    """

    source: str = "build"
    """The folder of a build, or an RDF file."""
    host: str = "127.0.0.1"
    port: int = 8000
    """0 takes any free one."""
    cors: tuple[str, ...] = ()
    """Origins whose pages may read answers; ``*`` is every one. Empty: none but our own."""
    allowed_hosts: tuple[str, ...] = ()
    """Names by which the server may be addressed, beside those of the machine itself. Empty on another address than
    loopback: any."""
    time_limit: float = 30.0
    """Seconds a query may take."""
    max_results: int = 100_000
    """Rows or triples of an answer."""
    max_body: int = 1_000_000
    """Bytes of a request."""
    memory: int = 2048
    """Megabytes a worker may take; 0 for no limit."""
    workers: int = 2
    """Queries that run at the same time."""
    queue: int = 32
    """Queries that may wait for a worker."""

    def __post_init__(self) -> None:
        least = {"port": 0, "time_limit": 0.1, "max_results": 1, "max_body": 1, "memory": 0, "workers": 1, "queue": 0}
        for name, bound in least.items():
            given = getattr(self, name)
            if given < bound:
                raise UsageFault(f"--{name.replace('_', '-')} {given} is too small.", f"Give {bound} or more.")
        if self.port > 65_535:
            raise UsageFault(f"There is no port {self.port}.", "Give one up to 65535, or 0 for any free one.")
        for origin in self.cors:
            scheme, _, rest = origin.partition("://")
            if origin != "*" and (scheme not in ("http", "https") or not rest or "/" in rest):
                raise UsageFault(f"{origin!r} is no origin.", "Give one such as https://example.org, or *.")
