"""What a push did."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

__all__ = ["GraphReport", "PushReport"]


@dataclass(slots=True)
class GraphReport:
    """One graph of a push."""

    graph: str
    """IRI; empty for the server's default graph."""
    address: str
    """Where it is written, without any login."""
    triples: int = 0
    """What it holds here, each triple once."""
    bytes: int = 0
    """As N-Triples."""
    sha256: str = ""
    """Of the sorted N-Triples here."""
    sent: int = 0
    """Pieces sent now."""
    kept: int = 0
    """Pieces that the server took in an earlier, interrupted push."""
    on_server: int | None = None
    """Triples counted there afterwards; None where nothing was counted."""
    same_hash: bool | None = None
    """Whether the graph read back has the same hash; None where that was not looked at."""
    fault: str = ""
    """What is wrong with it; empty where nothing is."""


@dataclass(slots=True)
class PushReport:
    """A whole push."""

    url: str
    store: str
    verified_by: str
    """hash, counts or none."""
    dry_run: bool = False
    graphs: list[GraphReport] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    """Graphs of earlier pushes that the build has no more, removed now (or to be, in a dry run)."""
    requests: int = 0
    """Bodies that the server took."""
    halved: int = 0
    """Pieces that had to be halved because the server found them too large."""
    seconds: float = 0.0

    @property
    def triples(self) -> int:
        """Triples in all graphs."""
        return sum(graph.triples for graph in self.graphs)

    @property
    def faults(self) -> list[str]:
        """What verification found wrong, a line a graph."""
        return [f"{graph.graph or 'default graph'}: {graph.fault}" for graph in self.graphs if graph.fault]

    def plain(self) -> dict[str, object]:
        """The report for JSON."""
        return asdict(self) | {"triples": self.triples, "verified": not self.dry_run and not self.faults}
