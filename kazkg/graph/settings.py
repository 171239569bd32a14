"""What a user can set about the published graph."""

from __future__ import annotations

from dataclasses import dataclass

from kazkg.errors import UsageFault

__all__ = ["DEFAULT_BASE", "GraphSettings"]

DEFAULT_BASE = "https://w3id.org/kazkg/id/"


@dataclass(frozen=True, slots=True)
class GraphSettings:
    """Settings of the graph stage; hashable, so that caches can be kept by them.

    Raises:
        UsageFault: for a quote limit below 1, or a base that is no absolute IRI.
    """

    base: str = DEFAULT_BASE
    """All data IRIs begin with this; ends with ``/`` (behind a ``#`` no span could be named)."""
    quote_limit: int = 500
    """Longest quote published, in code points; a longer span is cut at its end, offsets and words alike."""
    with_text: bool = False
    """Whether the whole text of each article goes into the graph."""

    def __post_init__(self) -> None:
        if self.quote_limit < 1:
            raise UsageFault(f"A quote limit of {self.quote_limit} leaves no quote.", "Give 1 or more.")
        scheme, colon, rest = self.base.partition(":")
        bad = set('<>"{}|\\^` ') & set(self.base) or not scheme.isalnum() or not colon or not rest
        if bad or not self.base.endswith("/") or "#" in self.base:
            raise UsageFault(f"'{self.base}' cannot begin IRIs.", "Give an absolute IRI that ends with /.")
