"""What became of the inputs: how many were read, passed over and refused."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from kazkg.errors import ArticleError
from kazkg.facts import Article

__all__ = ["Summary"]


@dataclass(slots=True)
class Summary:
    """Counts of one reading, filled while it streams; it holds names and faults, never texts."""

    read: int = 0
    """Articles read."""
    undated: list[str] = field(default_factory=list)
    """Ids of articles without a publication date, in the order of reading."""
    faults: list[ArticleError] = field(default_factory=list)
    """The inputs that could not be read, in the order of reading."""
    skipped: list[tuple[str, str]] = field(default_factory=list)
    """Files of folders that were passed over, with the reason: hidden, read-me, folder or other kind."""

    def add(self, item: Article | ArticleError) -> None:
        """Count an article or a fault."""
        if isinstance(item, ArticleError):
            self.faults.append(item)
            return
        self.read += 1
        if item.date is None:
            self.undated.append(item.id)

    def skip(self, origin: str, reason: str) -> None:
        """Note a file that is passed over."""
        self.skipped.append((origin, reason))

    def errors(self) -> dict[str, int]:
        """Number of faults by code, sorted by code."""
        return dict(sorted(Counter(fault.code for fault in self.faults).items()))

    def lines(self) -> list[str]:
        """The summary for people, a line each; the last lines list the faults."""
        lines = [f"{self.read} read, {len(self.faults)} not read, {len(self.skipped)} passed over"]
        if self.undated:
            lines.append(f"{len(self.undated)} without a publication date: their relative dates stay open")
        reasons = Counter(reason for _, reason in self.skipped)
        lines += [f"passed over, {reason}: {count}" for reason, count in sorted(reasons.items())]
        lines += [f"not read, {code}: {count}" for code, count in self.errors().items()]
        return lines + [str(fault) for fault in self.faults]
