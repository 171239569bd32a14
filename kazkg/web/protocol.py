"""Requests of the SPARQL 1.1 Protocol: what is asked, of which dataset, or why it is no proper request."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

__all__ = ["FORM", "QUERY", "UPDATE", "Refusal", "Request", "fields_of", "kind_of", "read_request"]

QUERY: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
FORM: Final = "application/x-www-form-urlencoded"
_IRI: Final = re.compile(r"""[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|^`\\\x7f]*""")
_ONCE: Final = ("query", "format")
_UPDATES: Final = ("update", "using-graph-uri", "using-named-graph-uri")
_FIELDS: Final = 1000
"""Fields of one request."""


class Refusal(Exception):
    """A request that is answered with an error.

    Args:
        status: of HTTP.
        message: what is wrong, and what to do about it.
        headers: further headers of the answer.
    """

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status, self.message, self.headers = status, message, dict(headers or {})


@dataclass(frozen=True, slots=True)
class Request:
    """A query as it came in."""

    query: str | None
    """None where nothing is asked, which asks for the service's description."""
    default: tuple[str, ...] | None = None
    """Graphs given by ``default-graph-uri``; None where the request names no dataset, empty where it names only
    named graphs."""
    named: tuple[str, ...] | None = None
    format: str | None = None
    """A format by short name or media type, which goes before the ``Accept`` header."""


def read_request(method: str, query_string: bytes, content_type: str | None, body: bytes) -> Request:
    """Read a request of the query operation (SPARQL 1.1 Protocol, 2.1).

    Args:
        method: GET, HEAD or POST.
        query_string: behind the ``?`` of the address.
        content_type: of a POST; None where the header is missing.
        body: of a POST.

    Raises:
        Refusal: 400 for what is missing, doubled, no UTF-8 or no IRI; 403 for an update; 415 for another content.
    """
    address = fields_of(query_string, "The address")
    if method != "POST":
        return _request(address)
    kind = kind_of(content_type)
    if kind == FORM:
        if any(name in ("query", "update") for name, _ in address):
            raise Refusal(400, "A form is sent in the body alone; its address carries a query as well.")
        return _request(fields_of(body, "The form") + address)
    if kind == QUERY:
        if any(name == "query" for name, _ in address):
            raise Refusal(400, "A query stands in the body and in the address. Send one.")
        try:
            return _request([*address, ("query", body.decode("utf-8"))])
        except UnicodeDecodeError as err:
            raise Refusal(400, "The query is not in UTF-8.") from err
    if kind == UPDATE:
        raise Refusal(403, "This endpoint only reads; updates are refused.")
    accepted = {"Accept-Post": f"{QUERY}, {FORM}"}
    if not kind:
        raise Refusal(415, f"The request has no Content-Type. Send {FORM} or {QUERY}.", accepted)
    raise Refusal(415, f"Content of this type is not read here. Send {FORM} or {QUERY}.", accepted)


def kind_of(content_type: str | None) -> str:
    """The media type of a body, in small letters; empty where the header is missing.

    Raises:
        Refusal: 415 for another charset than UTF-8.
    """
    kind, _, parameters = (content_type or "").partition(";")
    charset = re.search(r"charset\s*=\s*\"?([\w-]+)", parameters, re.IGNORECASE)
    if charset and charset[1].lower() not in ("utf-8", "us-ascii"):
        raise Refusal(415, f"Charset {charset[1]} is not read here. Send UTF-8.")
    return kind.strip().lower()


def fields_of(data: bytes, what: str) -> list[tuple[str, str]]:
    """Names and values of a form or an address, in their order.

    Args:
        data: as it was sent.
        what: it is, for messages.

    Raises:
        Refusal: 400 for what is no UTF-8, or for too many fields.
    """
    try:
        text = data.decode("utf-8")
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_FIELDS)
    except UnicodeDecodeError as err:
        raise Refusal(400, f"{what} is not in UTF-8.") from err
    except ValueError as err:
        raise Refusal(400, f"{what} has more than {_FIELDS} fields.") from err


def _request(fields: list[tuple[str, str]]) -> Request:
    found: dict[str, list[str]] = {}
    for name, value in fields:
        found.setdefault(name, []).append(value)
    if any(name in found for name in _UPDATES):
        raise Refusal(403, "This endpoint only reads; updates are refused.")
    for name in _ONCE:
        if len(found.get(name, ())) > 1:
            raise Refusal(400, f"There is more than one '{name}'. Send one.")
    default, named = (_graphs(found, name) for name in ("default-graph-uri", "named-graph-uri"))
    if default is not None or named is not None:
        default, named = default or (), named or ()
    query = found.get("query", [None])[0]
    if query is None and (default is not None or len(found) > len({"format"} & set(found))):
        raise Refusal(400, "The request has no 'query'.")
    if query is not None and "\x00" in query:
        raise Refusal(400, "The query holds a NUL character.")
    return Request(query, default, named, found.get("format", [None])[0])


def _graphs(fields: Mapping[str, list[str]], name: str) -> tuple[str, ...] | None:
    if name not in fields:
        return None
    for iri in fields[name]:
        if not _IRI.fullmatch(iri):
            raise Refusal(400, f"A value of '{name}' is no absolute IRI.")
    return tuple(fields[name])
