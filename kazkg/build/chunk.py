"""What one article leaves behind: text that any later build can put together again."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from kazkg.errors import InputError
from kazkg.graph.findings import Finding

__all__ = ["Chunk", "chunk_path"]


@dataclass(slots=True)
class Chunk:
    """One article's share of the graph.

    Two bodies of Turtle (to be put behind the head that :func:`kazkg.graph.serialize.head` gives) hold what is its
    own; what it shares with other articles is kept apart, so that it can be written once.
    """

    id: str
    digest: str
    """SHA-256 of the article's text."""
    maker: str
    """Digest of model, knowledge and settings: chunks of different makers are never mixed."""
    own: str = ""
    """Turtle body of the article's named graph."""
    inferred: str = ""
    """Turtle body of what follows about the article's own nodes."""
    shared: dict[str, list[str]] = field(default_factory=dict)
    """Graph IRI to lines of N-Triples (without the final `` .``) that other articles may have too, sorted."""
    findings: list[Finding] = field(default_factory=list)
    coverage: list[dict[str, Any]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    """Keys of the entities named."""
    dated: bool = False
    reports: list[str] = field(default_factory=list)
    """What is compared with other articles: :class:`kazkg.fusion.report.Report` as JSON."""
    corrections: list[dict[str, Any]] = field(default_factory=list)
    """What became of the corrections that concern the article; see :func:`kazkg.corrections.mark.mark`."""
    events: list[str] = field(default_factory=list)
    """Likewise of its events: :class:`kazkg.fusion.happening.EventReport` as JSON."""
    sketch: list[int] = field(default_factory=list)
    """By which copies of the whole article are found."""
    voice: tuple[str, str, str] = ("", "", "")
    """The day it was published (empty without one), and IRI and label of who speaks in its own voice."""
    timings: dict[str, float] = field(default_factory=dict)

    def save(self, folder: Path) -> None:
        """Write the chunk into ``folder`` under a name made from its id; the times are left out.

        The file has two lines of JSON, the graph on the second, so that whoever compares articles need not read it.
        """
        data = {name: getattr(self, name) for name in self.__slots__ if name not in {*_GRAPH, "findings", "timings"}}
        data["findings"] = [asdict(f) for f in self.findings]
        graph = {name: getattr(self, name) for name in _GRAPH}
        lines = (json.dumps(part, ensure_ascii=False, sort_keys=True) + "\n" for part in (data, graph))
        chunk_path(folder, self.id).write_text("".join(lines), encoding="utf-8", newline="\n")

    def slim(self) -> Chunk:
        """The chunk without its graph, small enough to keep for every article of a corpus."""
        self.own = self.inferred = ""
        self.shared, self.coverage, self.reports, self.events, self.sketch = {}, [], [], [], []
        return self

    @classmethod
    def load(cls, path: Path, graph: bool = True) -> Chunk:
        """Read a chunk back.

        Args:
            path: its file.
            graph: also its Turtle and what was left out; without, they are empty.

        Raises:
            InputError: where the file is broken.
        """
        try:
            with path.open(encoding="utf-8", newline="\n") as file:
                data = json.loads(file.readline())
                if graph:
                    data |= json.loads(file.readline())
            data["findings"] = [Finding(**f) for f in data["findings"]]
            return cls(**data)
        except (OSError, ValueError, TypeError, KeyError) as err:
            raise InputError(f"{path}: {err}", "The build is damaged: build it again.") from err


_GRAPH: Final = ("own", "inferred", "coverage")
"""The fields of the second line."""


def chunk_path(folder: Path, article_id: str) -> Path:
    """Where an article's chunk lies; the id never becomes a path."""
    return folder / (hashlib.sha256(article_id.encode("utf-8", "surrogatepass")).hexdigest()[:32] + ".json")
