"""Pages of which origins may read answers (CORS, and frames and scripts, which go past it)."""

from __future__ import annotations

from typing import Final

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from kazkg.web.settings import LOOPBACK, Settings
from kazkg.web.sparql import CAP_HEADER

__all__ = ["OWN_POLICY", "RECONCILE", "Origins", "framers", "may_script"]

RECONCILE: Final = "/reconcile"
"""Where the reconciliation service is."""
OWN_POLICY: Final = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors "
_HERE: Final = r"https?://(?:127\.0\.0\.1|localhost|\[::1\])(?::[0-9]{1,5})?"
"""Origins of pages that this machine serves itself, as OpenRefine does."""


class Origins:
    """Says which origins' pages may read an answer.

    Those that ``--cors`` names may read everything. The reconciliation service is made for clients that are pages;
    those that this machine serves itself may read its answers in any case.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._plain = _cors(app, settings) if settings.cors else app
        self._reconcile = _cors(app, settings, _HERE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        path = scope.get("path", "")
        inside = path == RECONCILE or path.startswith(RECONCILE + "/")
        await (self._reconcile if inside else self._plain)(scope, receive, send)


def _cors(app: ASGIApp, settings: Settings, also: str | None = None) -> ASGIApp:
    return CORSMiddleware(
        app,
        allow_origins=list(settings.cors),
        allow_origin_regex=also,
        allow_methods=["GET", "HEAD", "POST", "OPTIONS"],
        allow_headers=["Content-Type", "Accept", "If-None-Match"],
        expose_headers=["ETag", "Link", CAP_HEADER],
    )


def framers(settings: Settings) -> str:
    """Whose pages may show a preview in a frame, as a policy for browsers says it."""
    if "*" in settings.cors:
        return "*"
    return " ".join(["'self'", "http://127.0.0.1:*", "http://localhost:*", *settings.cors])


def may_script(settings: Settings, headers: Headers) -> bool:
    """Whether an answer may be given as a script (JSONP), which every page can read that loads it.

    Where not every origin may read, only pages of this machine load one: browsers tell others apart by
    ``Sec-Fetch-Site``, which they send to this machine and no page can forge.
    """
    if "*" in settings.cors:
        return True
    return settings.host in LOOPBACK and headers.get("sec-fetch-site", "none") != "cross-site"
