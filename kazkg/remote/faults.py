"""What went wrong between us and a server, in words a user can act upon."""

from __future__ import annotations

import datetime
import email.utils
import re
import ssl
from html import unescape
from typing import Final

import httpx

from kazkg.errors import RemoteError
from kazkg.remote.login import PASSWORD, TOKEN, USER, Login
from kazkg.terminal import printable

__all__ = ["excerpt", "of_answer", "of_exception", "pause"]

SHOWN: Final = 200
"""Characters of a server's own words that are repeated at most."""
PASSING: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Statuses that may well be others a little later."""

_SET: Final = f"Set {USER} and {PASSWORD}, or {TOKEN}, or an entry for {{host}} in a netrc file."
_RIGHT: Final = "Are the address and --store right?"
_SAYS: Final[dict[int, tuple[str, str]]] = {
    400: ("cannot read the request", _RIGHT),
    403: ("forbids this", "Has this user the right to do it?"),
    404: ("has nothing at this address", _RIGHT),
    405: ("does not take this request here", _RIGHT),
    406: ("has no such format", _RIGHT),
    408: ("waited too long for the request", "Try again."),
    411: ("wants to know the length beforehand", _RIGHT),
    413: ("finds the request too large", "Raise the server's limit."),
    415: ("does not read this format", _RIGHT),
    429: ("asks for fewer requests", "Try again later."),
    500: ("failed inside", "Its own log says why."),
    501: ("cannot do this", _RIGHT),
    502: ("is not reached by its gateway", "Try again later."),
    503: ("is not ready", "Try again later."),
    504: ("is too slow for its gateway", "Try again later."),
    507: ("has no room left", "Make room there."),
}


def of_answer(response: httpx.Response, body: bytes, login: Login | None) -> RemoteError:
    """The error that an answer with a status of 300 or more stands for.

    Args:
        response: the answer.
        body: the beginning of its body.
        login: what the request was signed with, if anything; its secrets are not repeated.
    """
    code, host = response.status_code, response.request.url.host
    asked = f"{response.request.method} {address(response.request.url)}"
    if code == 401:
        if login is None:
            says, remedy = "asks for a login", _SET.format(host=host)
        else:
            who = f"'{login.user}'" if login.user else "the token"
            says, remedy = f"refuses the login of {who} ({login.origin})", "Mend name and password there."
    elif 300 <= code < 400:
        says = f"sends on to {_target(response)}, which is not followed for this request"
        remedy = "Give that address, if you trust it."
    else:
        says, remedy = _SAYS.get(code, ("refuses", "") if code < 500 else ("failed inside", "Its own log says why."))
    words = excerpt(body, response.headers.get("content-type", ""))
    message = f"{asked}: the server {says} (status {code})" + (f": {words}" if words else "") + "."
    message = login.redact(message) if login else message
    wait = pause(response.headers.get("retry-after"), response.headers.get("date"))
    return RemoteError(message, remedy, code=code, passing=code in PASSING, wait=wait)


def of_exception(err: Exception, request: str, login: Login | None) -> RemoteError:
    """The error that a broken exchange stands for.

    Args:
        err: what httpx raised.
        request: method and address, without secrets.
        login: what the request was signed with, if anything.
    """
    passing, remedy = True, "Try again."
    if isinstance(err, httpx.ConnectTimeout | httpx.PoolTimeout):
        says, remedy = "cannot be reached in time", "Is the address right, and the server up?"
    elif isinstance(err, httpx.WriteTimeout):
        says = "stopped taking what it was sent"
    elif isinstance(err, httpx.TimeoutException):
        says, remedy = "took too long to answer", "Try again, or give it more time."
    elif isinstance(err, httpx.ConnectError) and _about_tls(err):
        passing, says = False, f"shows no certificate that can be trusted ({_reason(err)})"
        remedy = "Name its authority's certificate in SSL_CERT_FILE; there is no way to skip the check."
    elif isinstance(err, httpx.ConnectError | httpx.ProxyError):
        says, remedy = f"cannot be reached ({_reason(err)})", "Is the address right, and the server up?"
    elif isinstance(err, httpx.DecodingError):
        passing, says, remedy = False, "sent a body that cannot be unpacked", ""
    elif isinstance(err, httpx.RemoteProtocolError):
        says = f"ended the answer half-way ({_reason(err)})"
    elif isinstance(err, httpx.NetworkError):
        says = f"broke the connection off ({_reason(err)})"
    else:
        passing, says, remedy = False, f"cannot be asked ({_reason(err)})", ""
    message = f"{request}: the server {says}."
    return RemoteError(login.redact(message) if login else message, remedy, passing=passing)


def excerpt(body: bytes, kind: str) -> str:
    """A server's own words, short and safe to show: of an HTML page its title, else the beginning of its text."""
    text = body.decode("utf-8", errors="replace")
    if "html" in kind.lower() or re.match(r"\s*<(?:!doctype\s+html|html)", text, re.IGNORECASE):
        title = re.search(r"<title[^>]*>(.*?)</title>", text, re.IGNORECASE | re.DOTALL)
        text = re.sub(r"<[^>]*>", " ", title[1] if title else "")
        text = f"a web page titled '{unescape(' '.join(text.split()))}'" if text.strip() else "a web page"
    text = printable(" ".join(text.split()))
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


def pause(value: str | None, now: str | None = None) -> float | None:
    """Seconds that a ``Retry-After`` header asks for, at most a day; None where it is missing or makes no sense.

    Args:
        value: the header, as seconds or as a date.
        now: the answer's ``Date`` header, which a date is measured from; without it a date is not understood.
    """
    if value is None:
        return None
    if re.fullmatch(r"\s*[0-9]{1,9}\s*", value):
        return min(float(value), 86_400.0)
    until, since = _moment(value), _moment(now)
    if until is None or since is None:
        return None
    return min(max((until - since).total_seconds(), 0.0), 86_400.0)


def address(url: httpx.URL) -> str:
    """An address for messages: without user, password and query string."""
    return printable(str(url.copy_with(username=None, password=None, query=None, fragment=None)))


def _moment(value: str | None) -> datetime.datetime | None:
    try:
        found = email.utils.parsedate_to_datetime(value or "")
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=datetime.UTC)


def _target(response: httpx.Response) -> str:
    given = response.headers.get("location", "")
    try:
        return address(response.request.url.join(given))
    except httpx.InvalidURL:
        return "an address that is none"


def _about_tls(err: BaseException | None) -> bool:
    while err is not None:
        if isinstance(err, ssl.SSLError) or "CERTIFICATE_VERIFY" in str(err):
            return True
        err = err.__cause__ or err.__context__
    return False


def _reason(err: Exception) -> str:
    text = printable(str(err)) or type(err).__name__
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"
