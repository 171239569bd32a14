"""Asking an endpoint of others by the SPARQL 1.1 Protocol: the same questions, the same answers, or a clear error.

Rows are read from SPARQL JSON while they come. An answer that breaks off, is cut by the server's own cap, or is no
answer at all (a page, say) is an error: it must never pass for a shorter answer.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from urllib.parse import urlencode

import httpx
import pyoxigraph as ox

from kazkg.errors import InputError, KazkgError, RemoteError
from kazkg.query.bundled import Query
from kazkg.query.run import Flow, flow
from kazkg.remote import Client
from kazkg.remote.client import Answer, Patience
from kazkg.remote.faults import address, excerpt
from kazkg.terminal import printable

__all__ = ["asking", "is_address"]

CAPS: Final = ("x-sparql-maxrows",)
"""Headers by which servers say that they left rows out."""
GRAPHS: Final = 2_000
"""Named graphs of a server that can be asked as one."""
_ROWS: Final = {"application/sparql-results+json": ox.QueryResultsFormat.JSON,
                "application/json": ox.QueryResultsFormat.JSON,
                "application/sparql-results+xml": ox.QueryResultsFormat.XML}  # fmt: skip
_TRIPLES: Final = {"application/n-triples": ox.RdfFormat.N_TRIPLES, "text/turtle": ox.RdfFormat.TURTLE,
                   "application/rdf+xml": ox.RdfFormat.RDF_XML}  # fmt: skip
_ACCEPT: Final = (
    "application/sparql-results+json, application/sparql-results+xml;q=0.5, "
    "application/n-triples, text/turtle;q=0.8, application/rdf+xml;q=0.3"
)
_APART: Final = """ASK {
  { SELECT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } LIMIT 1 }
  FILTER NOT EXISTS { ?s ?p ?o }
}"""
"""Whether the default graph leaves the named graphs out."""
_NAMES: Final = f"SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} }} LIMIT {GRAPHS + 1}"


def is_address(source: str) -> bool:
    """Whether a source is an address of the web rather than a folder or file."""
    return source.lower().startswith(("http://", "https://"))


@contextmanager
def asking(query: Query, bound: str, url: str, patience: Patience | None = None) -> Iterator[Flow]:
    """Ask an endpoint, over the union of its graphs.

    Where its default graph leaves the named graphs out, their names are asked for, and sent along as the default graph
    of the question.

    Args:
        query: what is asked, for messages.
        bound: the query's text with its parameters put in; it only reads.
        url: the endpoint's address.
        patience: how long to wait.

    Raises:
        RemoteError: where the server cannot be reached, refuses, breaks off, or gives something else than an answer;
            also while the caller reads rows.
        InputError: where the server finds no proper query in it (status 400).
    """
    with Client(url, patience=patience) as client:
        graphs = _graphs(client, url)
        with _answer(client, url, bound, graphs) as found:
            yield flow(query, _read(found, url), lambda err: _broken(err, url))


@contextmanager
def _answer(client: Client, url: str, text: str, graphs: list[str]) -> Iterator[Answer]:
    body = urlencode([("query", text), *(("default-graph-uri", name) for name in graphs)]).encode("ascii")
    headers = {"Accept": _ACCEPT, "Content-Type": "application/x-www-form-urlencoded"}
    try:
        with client.stream("POST", url, content=body, headers=headers) as answer:
            yield answer
    except RemoteError as err:
        if err.code == 400:
            raise InputError(err.message, "Is the query within SPARQL 1.1, and is this its endpoint?") from err
        raise


def _read(answer: Answer, url: str) -> ox.QuerySolutions | ox.QueryBoolean | ox.QuadParser:
    for name in CAPS:
        if name in answer.headers:
            said = printable(answer.headers[name])[:40]
            message = f"{_shown(url)}: the server gave only the first {said} of its rows."
            raise RemoteError(message, "Narrow the question by its parameters, or raise the server's limit.")
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    stream = _Stream(answer.pieces())
    try:
        if kind in _ROWS:
            return ox.parse_query_results(stream, format=_ROWS[kind])  # type: ignore[arg-type]
        if kind in _TRIPLES:
            return ox.parse(stream, format=_TRIPLES[kind])  # type: ignore[arg-type]
    except (OSError, SyntaxError, ValueError) as err:
        raise _broken(err, url) from err
    words = excerpt(answer.beginning(), kind)
    given = f" of type {printable(kind)[:80]}" if kind else " without a type"
    message = f"{_shown(url)}: the server gave something{given} instead of an answer: {words}."
    raise RemoteError(message, "Is this the address of a SPARQL endpoint?")


def _broken(err: Exception, url: str) -> KazkgError:
    """Our own faults come out of the reader as they went in; anything else is a body that is no whole answer."""
    cause: BaseException | None = err
    while cause is not None:
        if isinstance(cause, RemoteError):
            return cause
        if isinstance(cause, httpx.HTTPError):
            break
        cause = cause.__cause__ or cause.__context__
    message = f"{_shown(url)}: the answer breaks off or is broken: {printable(str(err))[:200]}."
    return RemoteError(message, "Ask again; what came so far is not the whole answer.")


def _graphs(client: Client, url: str) -> list[str]:
    """The named graphs that must be sent along for the union to be asked; none where it is asked anyway."""
    if not _truth(client, url, _APART):
        return []
    with _answer(client, url, _NAMES, []) as answer:
        found = _read(answer, url)
        if not isinstance(found, ox.QuerySolutions):
            raise RemoteError(f"{_shown(url)}: the server answers a SELECT by something else.")
        names = sorted({str(row["g"].value) for row in found if isinstance(row["g"], ox.NamedNode)})
    if len(names) > GRAPHS:
        message = f"{_shown(url)}: more than {GRAPHS} graphs, and the server does not ask them as one."
        raise RemoteError(message, "Set the server's default graph to the union of all graphs.")
    return names


def _truth(client: Client, url: str, text: str) -> bool:
    with _answer(client, url, text, []) as answer:
        found = _read(answer, url)
        if not isinstance(found, ox.QueryBoolean):
            raise RemoteError(f"{_shown(url)}: the server answers an ASK by something else.")
        return bool(found)


def _shown(url: str) -> str:
    return address(httpx.URL(url))


class _Stream(io.RawIOBase):
    """An answer's pieces as a file that is read once."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        super().__init__()
        self._pieces = pieces
        self._held = b""

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: object, /) -> int:
        """Fill ``buffer`` with what there is, waiting where there is nothing."""
        view = memoryview(buffer)  # type: ignore[arg-type]
        while not self._held:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._held = piece
        taken = self._held[: len(view)]
        view[: len(taken)] = taken
        self._held = self._held[len(taken) :]
        return len(taken)
