"""What we know of each store, as data: where its addresses are, and how it treats what it is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from kazkg.errors import UsageFault

__all__ = ["PROFILES", "Profile", "profile_of"]

MEGABYTE: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Profile:
    """One kind of store."""

    name: str
    base: str
    """What the base address is, as an example for the documentation."""
    store_path: str
    """What is put behind the base for the Graph Store Protocol."""
    query_path: str | None
    """What is put behind the base for queries; None where that is not known, and counts come from reading back."""
    tested: str
    """How this profile is tested."""
    login: str
    """What the store asks for, as its makers deliver it; the client does whatever the server asks for."""
    graph_parameter: str = "graph"
    has_default: bool = True
    """Whether the protocol's ``?default`` names a graph there; where not, one named graph stands in for it."""
    union: str = "always"
    """Whether a query without GRAPH sees the named graphs: ``always``, ``by a setting``, or ``unknown``."""
    content_type: str = "application/n-triples"
    limit: int = 4 * MEGABYTE
    """Bytes in one request; a server that finds it too much gets halves."""
    verbatim: bool = False
    """Whether literals were seen to come back as they were sent, so that hashes can be compared."""
    notes: str = ""

    def graph_address(self, base: str, graph: str | None) -> str:
        """Where a graph is read and written.

        Args:
            base: the server's base address.
            graph: IRI of the graph; None for the server's default graph.
        """
        stem = base.rstrip("/") + self.store_path
        mark = "&" if "?" in stem else "?"
        return (
            f"{stem}{mark}default" if graph is None else f"{stem}{mark}{self.graph_parameter}={quote(graph, safe='')}"
        )

    def query_address(self, base: str) -> str | None:
        """Where queries are asked; None where that is not known."""
        return None if self.query_path is None else base.rstrip("/") + self.query_path


REAL: Final = "real store"
RECORDED: Final = "recorded requests"

PROFILES: Final[dict[str, Profile]] = {
    one.name: one
    for one in (
        Profile(
            "oxigraph",
            "http://localhost:7878",
            "/store",
            "/query",
            REAL,
            "none",
            union="by a setting",
            verbatim=True,
            notes="start it with `--union-default-graph` when graphs are pushed apart",
        ),
        Profile(
            "fuseki",
            "http://localhost:3030/DATASET",
            "/data",
            "/query",
            RECORDED,
            "none, or Basic",
            union="by a setting",
            notes="`tdb2:unionDefaultGraph true` when graphs are pushed apart",
        ),
        Profile(
            "graphdb",
            "http://localhost:7200/repositories/REPOSITORY",
            "/rdf-graphs/service",
            "",
            RECORDED,
            "none, Basic or token",
        ),
        Profile(
            "rdf4j",
            "http://localhost:8080/rdf4j-server/repositories/REPOSITORY",
            "/rdf-graphs/service",
            "",
            RECORDED,
            "none, or Basic",
        ),
        Profile(
            "virtuoso",
            "http://localhost:8890",
            "/sparql-graph-crud-auth",
            "/sparql",
            REAL,
            "Digest",
            graph_parameter="graph-uri",
            has_default=False,
            limit=2 * MEGABYTE,
            notes="rewrites WKT points (single precision) and sorts long strings its own way",
        ),
        Profile(
            "qlever",
            "http://localhost:7001",
            "",
            "",
            RECORDED,
            "token",
            content_type="text/turtle",
            notes="the token is what the server was started with (`--access-token`)",
        ),
        Profile(
            "generic",
            "the address of the graph store itself",
            "",
            None,
            RECORDED,
            "any",
            union="unknown",
            content_type="text/turtle",
            notes="counts and hashes come from reading the graphs back",
            verbatim=True,
        ),
    )
}
"""Profiles by name."""


def profile_of(name: str) -> Profile:
    """The profile of that name.

    Raises:
        UsageFault: where there is none.
    """
    if name not in PROFILES:
        raise UsageFault(f"Unknown store {name!r}.", f"Choose one of {', '.join(PROFILES)}.")
    return PROFILES[name]
