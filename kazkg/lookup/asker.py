"""Asks a server, one question after the other: kept answers first, patiently and not without end."""

from __future__ import annotations

import email.utils
import json
import os
import time
from collections.abc import Callable, Mapping
from typing import Any, Final, Self, TypeVar
from urllib.parse import urlencode

from kazkg.errors import InputError, RemoteError
from kazkg.lookup.cache import Cache, Kept, Question
from kazkg.lookup.options import LookupOptions
from kazkg.remote import Client
from kazkg.remote.client import Patience
from kazkg.remote.faults import pause

__all__ = ["Asker", "Busy", "Malformed"]

SIZE: Final = 16_000_000
"""Largest answer, in bytes."""
WAIT: Final = 5.0
"""Seconds to wait where a busy server names no time; it doubles each time."""
_FORM: Final = "application/x-www-form-urlencoded"

Found = TypeVar("Found")
Read = Callable[[Any], Found]


class Malformed(Exception):
    """An answer that is none; the message says what is wrong with it."""


class Busy(Exception):
    """A server that answers that it has no time now."""


class Asker:
    """Sends the questions of one look-up to one server, serially.

    Args:
        url: an address on the server.
        options: contact, cache, limits.
        sleep: how pauses are made, for tests.
    """

    def __init__(self, url: str, options: LookupOptions, sleep: Callable[[float], None] = time.sleep) -> None:
        self._options = options
        self._cache = Cache(options.cache)
        self._sleep = sleep
        self._patience = Patience(silence=options.silence, whole=4 * options.silence)
        # no login: what the environment holds is for the stores that graphs are pushed to
        self._client = Client(url, patience=self._patience, environ={"NETRC": os.devnull}, sleep=sleep)
        self._until = time.monotonic() + options.seconds
        self.sent = 0
        """Requests sent so far."""
        self.kept = 0
        """Answers taken from the cache so far."""

    def __enter__(self) -> Self:
        """Use as a context that closes connections."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close connections."""
        self._client.close()

    def ask(
        self, question: Question, read: Read[Found], also: Mapping[str, str] | None = None
    ) -> tuple[Found, str | None]:
        """The answer to a question, and the day it was given.

        Args:
            question: what is asked.
            read: makes something of the parsed JSON; raises :class:`Malformed` or :class:`Busy`.
            also: fields that are sent along and do not decide the answer.

        Raises:
            RemoteError: where the server cannot be reached, refuses, is busy too long, or gives something else.
            InputError: where nothing may be sent, and the answer was not kept.
        """
        kept = self._cache.get(question)
        if kept is not None:
            try:
                found = read(_parsed(kept.body))
            except (Malformed, Busy):
                pass  # of an older version; asked again
            else:
                self.kept += 1
                return found, kept.date
        if self._options.replay:
            raise InputError(
                f"{self._cache.path(question)}: this answer was not kept, and --replay sends nothing.",
                "Run without --replay to ask for it.",
            )
        return self._sent(question, read, also or {})

    def _sent(self, question: Question, read: Read[Found], also: Mapping[str, str]) -> tuple[Found, str | None]:
        for number in range(1, self._patience.tries + 1):
            self._spend()
            reply = self._send(question, {**question.fields, **also})
            body = reply.body.decode("utf-8", errors="replace")
            try:
                found = read(_parsed(body))
            except Malformed as err:
                message = f"{question.url}: the answer is not what was asked for: {err}."
                raise RemoteError(message, "Is the address right? Nothing was changed.") from err
            except Busy as err:
                wait = pause(reply.headers.get("retry-after"), reply.headers.get("date"))
                wait = WAIT * 2 ** (number - 1) if wait is None else wait
                if number == self._patience.tries or wait > self._patience.longest:
                    raise RemoteError(f"{question.url}: the server is busy: {err}.", "Run it again later.") from err
                self._sleep(wait)
            else:
                kept = Kept(body, _day(reply.headers.get("date")))
                self._cache.put(question, kept)
                return found, kept.date
        raise AssertionError("unreachable")

    def _send(self, question: Question, fields: Mapping[str, str]) -> Any:
        form = urlencode(fields)
        headers = {"User-Agent": self._options.agent, "Accept": "application/json"}
        if question.method == "POST":
            headers["Content-Type"] = _FORM
            content = form.encode("ascii")
            return self._client.send("POST", question.url, content=content, headers=headers, repeatable=True, kept=SIZE)
        glue = "&" if "?" in question.url else "?"
        url = question.url + (glue + form if form else "")
        return self._client.send("GET", url, headers=headers, repeatable=True, kept=SIZE)

    def _spend(self) -> None:
        """Count a request against the limits."""
        if self.sent >= self._options.most:
            raise RemoteError(f"{self.sent} requests were sent, which is the limit.", _RESUME)
        if time.monotonic() > self._until:
            raise RemoteError(f"The look-up took longer than {self._options.seconds:g} seconds.", _RESUME)
        self.sent += 1


_RESUME: Final = "Run it again: it goes on with what was answered."


def _parsed(body: str) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as err:
        raise Malformed("it is no JSON") from err


def _day(header: str | None) -> str | None:
    """The day of a ``Date`` header in UTC, ISO 8601."""
    try:
        return email.utils.parsedate_to_datetime(header or "").date().isoformat()
    except ValueError:
        return None
