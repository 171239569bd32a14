"""Logins for a server: from the environment or a netrc file, never from the command line, never shown."""

from __future__ import annotations

import base64
import netrc
import os
import re
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import httpx

from kazkg.errors import EnvironmentFault, UsageFault

__all__ = ["PASSWORD", "PLAIN", "TOKEN", "USER", "Login", "find_login"]

USER: Final = "KAZKG_USER"
PASSWORD: Final = "KAZKG_PASSWORD"
TOKEN: Final = "KAZKG_TOKEN"
PLAIN: Final = "KAZKG_PLAIN_HTTP"
"""Names of environment variables; the last, set to 1, lets a login travel without TLS."""

_HIDDEN: Final = "***"


@dataclass(frozen=True, slots=True)
class Login:
    """A user with a password, or a token. Its secrets are in no representation of it."""

    origin: str
    """Where it was found, for messages: ``environment``, or the path of a netrc file."""
    user: str = ""
    """Empty where there is a token alone."""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    def redact(self, text: str) -> str:
        """The text with every secret replaced by ``***``, also where it is written as Basic writes it."""
        pair = base64.b64encode(f"{self.user}:{self.password}".encode()).decode() if self.password else ""
        for secret in sorted({self.password, self.token, pair} - {""}, key=len, reverse=True):
            text = text.replace(secret, _HIDDEN)
        return text

    def auth(self) -> httpx.Auth:
        """What signs requests: a token at once; a password in the way that the server asks for (Basic or Digest)."""
        if self.token:
            return _Bearer(self.token)
        return _AsAsked(self.user, self.password)


def find_login(host: str, environ: Mapping[str, str] | None = None) -> Login | None:
    """The login for a host: the environment's token, its user and password, or the netrc file's entry.

    Args:
        host: name or address of the server, without port.
        environ: environment variables; those of this process where None. ``NETRC`` names the netrc file,
            ``~/.netrc`` without it.

    Returns:
        None where there is no login for the host.

    Raises:
        UsageFault: where the environment holds half a login, or one that no header can carry.
        EnvironmentFault: where the netrc file cannot be read; its contents are not repeated.
    """
    found = os.environ if environ is None else environ
    if token := found.get(TOKEN):
        if not re.fullmatch(r"[\x21-\x7e]+", token):
            raise UsageFault(f"{TOKEN} holds characters that no token has.", "Set it to the token alone.")
        return Login("environment", token=token)
    user, password = found.get(USER), found.get(PASSWORD)
    if user and password:
        if ":" in user:
            raise UsageFault(f"{USER} holds a colon, which no user's name can.", f"Set {USER} to the name alone.")
        return Login("environment", user, password)
    if user or password:
        missing = PASSWORD if user else USER
        raise UsageFault(f"{missing} is not set.", f"Set both {USER} and {PASSWORD}, or neither.")
    return _from_netrc(host, found)


def _from_netrc(host: str, environ: Mapping[str, str]) -> Login | None:
    named = environ.get("NETRC")
    path = Path(named) if named else Path(environ.get("HOME") or Path.home()) / ".netrc"
    if not named and not path.is_file():
        return None
    try:
        entry = netrc.netrc(str(path)).authenticators(host)
    except netrc.NetrcParseError as err:  # its message can repeat a password
        message = f"{path}: not a netrc file (line {err.lineno or '?'}), or readable by others."
        raise EnvironmentFault(message, "Mend it, and take away the rights of others.") from None
    except (OSError, UnicodeDecodeError) as err:
        raise EnvironmentFault(f"{path}: the netrc file cannot be read: {type(err).__name__}.") from None
    if entry is None or not entry[2]:
        return None
    return Login(str(path), entry[0], entry[2])


class _Bearer(httpx.Auth):
    def __init__(self, token: str) -> None:
        self._token = token

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = f"Bearer {self._token}"
        yield request


class _AsAsked(httpx.Auth):
    """Sends no password before the server asks; then Digest where it is offered, else Basic, and so from then on.

    A body is sent a second time after the first question, so it must be one that can be.
    """

    def __init__(self, user: str, password: str) -> None:
        self._basic = httpx.BasicAuth(user, password)
        self._digest = httpx.DigestAuth(user, password)
        self._chosen: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if self._chosen is not None:
            yield from self._chosen.auth_flow(request)
            return
        response = yield request
        if response.status_code != 401:
            return
        asked = [line.lower() for line in response.headers.get_list("www-authenticate")]
        if any(line.startswith("digest ") for line in asked):
            self._chosen = self._digest
            flow = self._digest.auth_flow(request)
            next(flow)
            try:
                yield flow.send(response)
            except StopIteration:
                return
        elif any("basic" in line for line in asked):
            self._chosen = self._basic
            yield from self._basic.auth_flow(request)
