"""One HTTP client for every server we talk to.

TLS is always verified (``SSL_CERT_FILE`` names further authorities). Logins go to the server they are for and to no
other; a redirection is followed only within the same server, and only where the request can be sent twice.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from types import TracebackType
from typing import Final, Self

import httpx

from kazkg import __version__
from kazkg.errors import RemoteError, UsageFault
from kazkg.remote import faults
from kazkg.remote.login import PASSWORD, PLAIN, TOKEN, USER, find_login

__all__ = ["Client", "Patience", "Reply"]

KEPT: Final = 8_000_000
"""Bytes of a body that :meth:`Client.send` takes into memory at most."""
REDIRECTIONS: Final = 5
_AT_ONCE: Final = 65_536
"""Bytes of a body given as lines that are handed to the socket together."""
_LOOPBACK: Final = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long we wait, in seconds, and how often we try."""

    connect: float = 10.0
    silence: float = 60.0
    """Longest time without a byte."""
    whole: float = 300.0
    """Longest time for a whole exchange, however busily bytes drip."""
    tries: int = 4
    """How often a request that can be repeated is sent at most."""
    first: float = 0.5
    """Pause before the second try; it doubles each time."""
    longest: float = 60.0
    """Longest pause; a server that asks for a longer one is not waited for."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer with a status below 300."""

    code: int
    headers: Mapping[str, str]
    """Names in small letters."""
    body: bytes


class Client:
    """Talks to one server.

    Args:
        url: an address on the server; nothing is sent before the first request.
        patience: how long to wait and how often to try.
        environ: environment variables that may hold a login; those of this process where None.
        sleep: how pauses are made, for tests.

    Raises:
        UsageFault: where ``url`` is no http or https address, or carries a password; where a login is half set.
        EnvironmentFault: where the netrc file cannot be read.
    """

    def __init__(
        self,
        url: str,
        *,
        patience: Patience | None = None,
        environ: Mapping[str, str] | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.url = _checked(url)
        self.patience = patience or Patience()
        environ = os.environ if environ is None else environ
        self.login = find_login(self.url.host, environ)
        self._plain = environ.get(PLAIN) == "1"
        self._sleep = sleep
        limits = self.patience
        self._http = httpx.Client(
            headers={"User-Agent": f"kazkg/{__version__}"},
            timeout=httpx.Timeout(limits.silence, connect=limits.connect),
            follow_redirects=False,
            mounts={f"all://{host}": None for host in _LOOPBACK},  # no proxy stands between a machine and itself
        )
        self._auth = self.login.auth() if self.login else None

    def __enter__(self) -> Self:
        """Use as a context that closes connections."""
        return self

    def __exit__(self, kind: type[BaseException] | None, err: BaseException | None, at: TracebackType | None) -> None:
        """Close connections."""
        self.close()

    def close(self) -> None:
        """Close connections."""
        self._http.close()

    @contextmanager
    def stream(
        self,
        method: str,
        url: str,
        *,
        content: bytes | Sequence[bytes] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Iterator[Answer]:
        """Send a request and read its answer piece by piece.

        Args:
            method: GET, POST, PUT ...
            url: an absolute address on this client's server.
            content: the body, whole or as lines that are sent one after the other.
            headers: further headers.

        Raises:
            RemoteError: for a status of 300 or more, an answer that breaks off or takes too long, and also where one
                of these happens while the caller reads.
            UsageFault: where a login would travel without TLS to another machine.
        """
        target = _checked(url)
        if _origin(target) != _origin(self.url):
            raise RemoteError(f"{faults.address(target)} is not on {faults.address(self.url)}.")
        self._guard(target)
        body = content if content is None or isinstance(content, bytes) else _Lines(content)
        try:
            with self._exchange(method, target, body, dict(headers or {})) as answer:
                yield answer
        finally:
            if isinstance(body, _Lines):
                body.forget()

    @contextmanager
    def _exchange(
        self, method: str, target: httpx.URL, content: bytes | _Lines | None, headers: dict[str, str]
    ) -> Iterator[Answer]:
        if isinstance(content, _Lines):
            headers["Content-Length"] = str(len(content))
        until = time.monotonic() + self.patience.whole
        for _ in range(REDIRECTIONS):
            said = f"{method} {faults.address(target)}"
            request = self._http.build_request(method, target, content=content, headers=headers)
            try:
                response = self._http.send(request, auth=self._auth or httpx.USE_CLIENT_DEFAULT, stream=True)
                try:
                    onward = self._onward(response, method)
                    if onward is not None:
                        target = onward
                        self._guard(target)
                        continue
                    answer = Answer(response, until, said)
                    if response.status_code >= 300:
                        raise faults.of_answer(response, answer.beginning(), self.login)
                    yield answer
                    return
                finally:
                    response.close()
            except httpx.HTTPError as err:
                raise faults.of_exception(err, said, self.login) from err
        raise RemoteError(f"{method} {faults.address(target)}: the server sends on and on.", "Give the final address.")

    def send(
        self,
        method: str,
        url: str,
        *,
        content: bytes | Sequence[bytes] | None = None,
        headers: Mapping[str, str] | None = None,
        repeatable: bool = False,
        kept: int = KEPT,
    ) -> Reply:
        """Send a request and take its whole answer.

        Args:
            method: GET, POST, PUT ...
            url: an absolute address on this client's server.
            content: the body, whole or as lines that are sent one after the other.
            headers: further headers.
            repeatable: whether sending it twice does the same as sending it once; then passing faults are sat out,
                with pauses that double or that the server asks for.
            kept: largest body taken, in bytes.

        Raises:
            RemoteError: as :meth:`stream`, after the last try; or for a body larger than ``kept``.
            UsageFault: where a login would travel without TLS to another machine.
        """
        tries = self.patience.tries if repeatable else 1
        for number in range(1, tries + 1):
            try:
                with self.stream(method, url, content=content, headers=headers) as answer:
                    return Reply(answer.code, answer.headers, answer.whole(kept))
            except RemoteError as err:
                wait = self._pause(err, number)
                if number == tries or wait is None:
                    raise
                self._sleep(wait)
        raise AssertionError("unreachable")

    def _pause(self, err: RemoteError, number: int) -> float | None:
        """Seconds before the next try; None where there is no use in one."""
        if not err.passing:
            return None
        wait = self.patience.first * 2 ** (number - 1) if err.wait is None else err.wait
        return wait if wait <= self.patience.longest else None

    def _guard(self, url: httpx.URL) -> None:
        """Let no login travel in the clear to another machine."""
        if self.login is not None and url.scheme == "http" and not _is_loopback(url.host) and not self._plain:
            raise UsageFault(
                f"{faults.address(url)}: a login would travel unencrypted.",
                f"Use https, or set {PLAIN}=1 where the network is yours.",
            )

    def _onward(self, response: httpx.Response, method: str) -> httpx.URL | None:
        """Where to go instead; None where the answer is no redirection that may be followed."""
        if response.status_code not in (301, 302, 307, 308) or "location" not in response.headers:
            return None
        if response.status_code in (301, 302) and method not in ("GET", "HEAD"):
            return None
        try:
            target = response.request.url.join(response.headers["location"])
        except httpx.InvalidURL:
            return None
        here = response.request.url
        upgraded = here.scheme == "http" and target.scheme == "https" and here.host == target.host
        return target if _origin(target) == _origin(here) or (upgraded and _port(here) == 80) else None


class Answer:
    """An answer whose body is read piece by piece."""

    def __init__(self, response: httpx.Response, until: float, said: str) -> None:
        self._response = response
        self._until = until
        self._said = said
        self.code = response.status_code
        self.headers: Mapping[str, str] = {name.lower(): value for name, value in response.headers.items()}

    def pieces(self) -> Iterator[bytes]:
        """The body, unpacked where the server packed it.

        Raises:
            RemoteError: where it takes longer than a whole exchange may.
        """
        for piece in self._response.iter_bytes():
            self._in_time()
            yield piece
        self._in_time()

    def whole(self, kept: int) -> bytes:
        """The whole body.

        Raises:
            RemoteError: where it is larger than ``kept`` bytes.
        """
        found = bytearray()
        for piece in self.pieces():
            found += piece
            if len(found) > kept:
                raise RemoteError(f"{self._said}: the answer is larger than {kept} bytes.")
        return bytes(found)

    def beginning(self, size: int = 4096) -> bytes:
        """The first bytes of the body, as many as come without trouble."""
        found = b""
        try:
            for piece in self.pieces():
                found += piece
                if len(found) >= size:
                    break
        except (httpx.HTTPError, RemoteError):
            pass  # the status is what matters; its words are an extra
        return found[:size]

    def _in_time(self) -> None:
        if time.monotonic() > self._until:
            raise RemoteError(f"{self._said}: the server took too long to answer.", "Try again.", passing=True)


class _Lines(httpx.SyncByteStream):
    """A body of lines, never joined as a whole; can be sent again, as a login by Digest needs it."""

    def __init__(self, lines: Sequence[bytes]) -> None:
        self._lines = lines

    def __len__(self) -> int:
        """Bytes of the whole body."""
        return sum(map(len, self._lines))

    def forget(self) -> None:
        """Let the lines go: a response and its request are a ring, which stays in memory until rings are looked for."""
        self._lines = ()

    def __iter__(self) -> Iterator[bytes]:
        """The body in larger pieces."""
        taken: list[bytes] = []
        size = 0
        for line in self._lines:
            taken.append(line)
            size += len(line)
            if size >= _AT_ONCE:
                yield b"".join(taken)
                taken, size = [], 0
        if taken:
            yield b"".join(taken)


def _checked(url: str) -> httpx.URL:
    try:
        found = httpx.URL(url)
    except (httpx.InvalidURL, TypeError) as err:
        raise UsageFault(f"Not an address: {err}.", "Give one such as https://example.org/store.") from err
    if found.scheme not in ("http", "https") or not found.host:
        raise UsageFault("Not an http or https address.", "Give one such as https://example.org/store.")
    if found.userinfo:
        remedy = f"Set {USER} and {PASSWORD}, or {TOKEN}, or use a netrc file."
        raise UsageFault(f"{faults.address(found)}: a login does not belong into an address.", remedy)
    return found


def _port(url: httpx.URL) -> int | None:
    return url.port or {"http": 80, "https": 443}.get(url.scheme)


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, _port(url)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
