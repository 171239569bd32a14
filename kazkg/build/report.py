"""What a build says about itself when it is done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kazkg.graph.findings import Finding

__all__ = ["BuildReport"]


@dataclass(slots=True)
class BuildReport:
    """Counts, problems and times of one build."""

    out: Path
    articles: int = 0
    entities: int = 0
    events: int = 0
    figures: int = 0
    statements: int = 0
    asserted: int = 0
    """Asserted triples, the shared ones counted once."""
    inferred: int = 0
    findings: list[Finding] = field(default_factory=list)
    """What validation and the receipts found, sorted."""
    problems: list[tuple[str, str]] = field(default_factory=list)
    """Inputs that could not be read: code and message, in reading order."""
    skipped: list[str] = field(default_factory=list)
    """Files passed over because they are no articles, with the reason."""
    uncorrected: list[str] = field(default_factory=list)
    """What is wrong with corrections that were not applied, or not everywhere."""
    undated: list[str] = field(default_factory=list)
    """Ids of articles without a publication date, sorted."""
    seconds: float = 0.0
    timings: dict[str, float] = field(default_factory=dict)
    """CPU seconds by stage, all processes together."""

    @property
    def violations(self) -> int:
        """How many findings are violations."""
        return sum(f.severity == "Violation" for f in self.findings)

    @property
    def status(self) -> int:
        """Exit status of the contract: 1 with a violation, else 0."""
        return 1 if self.violations else 0

    def counts(self) -> Iterator[tuple[str, str]]:
        """The rows of the summary table."""
        yield "articles", f"{self.articles:,}"
        if self.problems:
            yield "inputs not read", f"{len(self.problems):,}"
        yield "entities", f"{self.entities:,}"
        yield "events", f"{self.events:,}"
        yield "figures", f"{self.figures:,}"
        yield "statements", f"{self.statements:,}"
        yield "triples asserted", f"{self.asserted:,}"
        yield "triples inferred", f"{self.inferred:,}"
        yield "violations", f"{self.violations:,}"
        yield "warnings and notes", f"{len(self.findings) - self.violations:,}"
        yield "seconds", f"{self.seconds:.1f}"
