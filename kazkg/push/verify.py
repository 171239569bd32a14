"""Whether the server holds what it was sent: by counting, and by the hash of what it gives back."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from urllib.parse import urlencode

import pyoxigraph as ox

from kazkg.errors import RemoteError
from kazkg.push.profiles import Profile
from kazkg.push.spool import Sums, digest_of
from kazkg.remote import Client

__all__ = ["count", "read_back"]

TOGETHER: Final = 50
"""Graphs counted by one query."""
_COUNTED_DEFAULT: Final = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
_COUNTED: Final = "SELECT ?g (COUNT(*) AS ?n) WHERE {{ VALUES ?g {{ {names} }} GRAPH ?g {{ ?s ?p ?o }} }} GROUP BY ?g"


def count(client: Client, profile: Profile, base: str, graphs: Sequence[str]) -> dict[str, int]:
    """Triples that the server holds in each graph.

    Args:
        client: a client of the server.
        profile: the store's.
        base: the server's base address.
        graphs: IRIs; the empty one is the default graph.

    Raises:
        RemoteError: where the server does not answer, or with something else than an answer.
    """
    found: dict[str, int] = {}
    address = profile.query_address(base)
    if address is None:
        return {graph: read_back(client, profile, base, graph).triples for graph in graphs}
    if "" in graphs:
        for _, number in _ask(client, address, _COUNTED_DEFAULT):
            found[""] = number
    named = [graph for graph in graphs if graph]
    for start in range(0, len(named), TOGETHER):
        part = named[start : start + TOGETHER]
        found |= dict.fromkeys(part, 0)  # a graph that is not there has no row
        names = " ".join(str(ox.NamedNode(graph)) for graph in part)
        found |= dict(_ask(client, address, _COUNTED.format(names=names)))
    return found


def _ask(client: Client, address: str, query: str) -> Iterator[tuple[str, int]]:
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Accept": "application/sparql-results+json",
    }
    reply = client.send("POST", address, content=urlencode({"query": query}).encode(), headers=headers, repeatable=True)
    try:
        solutions = ox.parse_query_results(reply.body, format=ox.QueryResultsFormat.JSON)
        if not isinstance(solutions, ox.QuerySolutions):
            raise ValueError("no rows")
        named = any(variable.value == "g" for variable in solutions.variables)
        for row in solutions:
            graph, number = row["g"] if named else None, row["n"]
            if not isinstance(number, ox.Literal):
                raise ValueError("no number")
            yield (graph.value if isinstance(graph, ox.NamedNode) else "", int(number.value))
    except (SyntaxError, ValueError, KeyError) as err:
        kind = reply.headers.get("content-type", "no type")
        message = f"{address}: asked for a count, the server gives something else ({kind}): {err}."
        raise RemoteError(message, "Are the address and --store right?") from err


def read_back(client: Client, profile: Profile, base: str, graph: str) -> Sums:
    """Count and hash a graph as the server gives it; a graph that is not there is empty.

    Raises:
        RemoteError: where the server does not answer, or with something else than N-Triples or Turtle.
    """
    address = profile.graph_address(base, graph or None)
    try:
        with client.stream("GET", address, headers={"Accept": "application/n-triples, text/turtle;q=0.5"}) as answer:
            kind = answer.headers.get("content-type", "")
            form = ox.RdfFormat.TURTLE if "turtle" in kind else ox.RdfFormat.N_TRIPLES
            # lenient: what the server wrote is compared, not judged
            quads = ox.parse(io.BufferedReader(_Pieces(answer.pieces())), format=form, base_iri=base, lenient=True)
            return digest_of(quad.triple for quad in quads)
    except SyntaxError as err:
        message = f"{address}: the graph cannot be read back ({kind or 'no type'}): {err}."
        raise RemoteError(message, "Are the address and --store right?") from err
    except RemoteError as err:
        if err.code == 404:
            return digest_of(())
        raise


class _Pieces(io.RawIOBase):
    """Pieces of a body, as a stream to read from."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._rest = b""

    def readable(self) -> bool:
        """It is there to be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer with what is there; 0 at the end."""
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = piece
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size
