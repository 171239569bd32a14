"""What a push is told."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kazkg.errors import UsageFault
from kazkg.push.profiles import profile_of

__all__ = ["VERIFY", "PushOptions"]

VERIFY = ("profile", "hash", "counts", "none")


@dataclass(frozen=True, slots=True)
class PushOptions:
    """Settings of one push."""

    url: str
    """The server's base address; the profile knows the paths below it."""
    store: str
    """Name of the profile."""
    graph_per_article: bool = False
    """Keep the build's named graphs; without it everything goes into one graph."""
    graph: str | None = None
    """The one graph everything goes into; None for the server's default graph."""
    replace: bool = False
    """Replace each graph that is written (PUT) instead of adding to it (POST)."""
    dry_run: bool = False
    """Send nothing; report what would be sent."""
    verify: str = "profile"
    """One of ``VERIFY``: hashes where the profile's store gives literals back unchanged and counts elsewhere, or
    one of them in any case, or nothing."""
    state: Path | None = None
    """The journal that an interrupted push leaves and the next one goes on from; beside the source where None."""

    @property
    def tidies(self) -> bool:
        """Whether graphs that the build has no more are removed."""
        return self.replace and self.graph_per_article

    def __post_init__(self) -> None:
        """Check what no type can.

        Raises:
            UsageFault: for an unknown store, a way to verify that there is not, or a graph that is no IRI.
        """
        profile_of(self.store)
        if self.verify not in VERIFY:
            raise UsageFault(f"Unknown --verify {self.verify!r}.", f"Choose one of {', '.join(VERIFY)}.")
        if self.graph is not None:
            if self.graph_per_article:
                raise UsageFault("--graph and --graph-per-article exclude each other.")
            try:
                ox.NamedNode(self.graph)
            except ValueError as err:
                raise UsageFault(f"--graph {self.graph!r} is no absolute IRI.") from err
