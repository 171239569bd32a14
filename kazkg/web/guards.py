"""What stands before every handler: whom we answer, how much we read, and what browsers may do with an answer."""

from __future__ import annotations

from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kazkg.web.protocol import Refusal
from kazkg.web.settings import LOOPBACK, Settings

__all__ = ["Guard"]

_OLDER: Final = "X-Frame-Options"
_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    _OLDER: "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class Guard:
    """Checks the ``Host`` header, bounds the body, adds security headers, and turns refusals into answers.

    A server on loopback answers only to the machine's own names, so that a page from elsewhere cannot reach it under
    a name of its own that it lets point here.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self._most = settings.max_body
        names = {*LOOPBACK, *settings.allowed_hosts}
        self._names = names if settings.host in LOOPBACK or settings.allowed_hosts else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False
        read = 0

        async def sending(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                own = "content-security-policy" in headers  # it says itself who may frame the page
                for name, value in _HEADERS.items():
                    if name != _OLDER or not own:
                        headers.setdefault(name, value)
            await send(message)

        async def receiving() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._most:
                raise self._too_large()
            return message

        try:
            self._check(Headers(scope=scope))
            await self.app(scope, receiving, sending)
        except Refusal as err:
            if started:
                raise
            answer = PlainTextResponse(err.message + "\n", err.status, headers=err.headers)
            await answer(scope, receive, sending)

    def _check(self, headers: Headers) -> None:
        host = headers.get("host", "")
        name = host[: host.index("]") + 1] if host.startswith("[") and "]" in host else host.partition(":")[0]
        if self._names is not None and name.lower() not in self._names:
            raise Refusal(421, "This server does not go by that name. Name it with --allow-host.")
        length = headers.get("content-length", "0")
        if not length.isascii() or not length.isdigit() or int(length) > self._most:
            raise self._too_large()

    def _too_large(self) -> Refusal:
        return Refusal(413, f"The request is larger than {self._most} bytes.", {"Connection": "close"})
