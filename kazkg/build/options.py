"""What a build is told."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kazkg.errors import UsageFault
from kazkg.graph.settings import DEFAULT_BASE, GraphSettings
from kazkg.language import DEFAULT_MODEL

__all__ = ["DEFAULT_BASE", "DEFAULT_MODEL", "BuildOptions"]


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """Settings of one build; what shapes the data is recorded in its provenance."""

    out: Path = Path("build")
    model: str = DEFAULT_MODEL
    knowledge: tuple[Path, ...] = ()
    base: str = DEFAULT_BASE
    quote_limit: int = 500
    """Longest quote kept in the graph, in code points; a longer one is cut at its end, and its span with it."""
    with_text: bool = False
    workers: int = 1
    strict: bool = False
    """Whether an input that cannot be read fails the whole build."""
    ended: str | None = None
    """Run time for the provenance, ISO 8601 in UTC; None leaves it out."""

    def __post_init__(self) -> None:
        """Check what no type can.

        Raises:
            UsageFault: for a base that cannot begin IRIs, no worker, or no quote.
        """
        if self.workers < 1:
            raise UsageFault("--workers must be at least 1.")
        _ = self.graph

    @property
    def graph(self) -> GraphSettings:
        """The settings of the graph stage."""
        return GraphSettings(base=self.base, quote_limit=self.quote_limit, with_text=self.with_text)
