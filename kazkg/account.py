"""An account of one thing of the graph: titles, named lines and quotes, without any layout."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from kazkg.store.reader import OA, Reader

__all__ = ["Account", "Entry", "Line", "Piece", "Quote", "Title"]

Entry = str | tuple[str, ox.NamedNode]
"""What is said, and what it is said of where that has an account of its own."""


@dataclass(frozen=True, slots=True)
class Title:
    """Begins the account of a thing."""

    kind: str
    iri: str


@dataclass(frozen=True, slots=True)
class Line:
    """One named value. Further values of one name have an empty name."""

    name: str
    text: str
    iri: str | None = None
    """What the value is, None where it is only text."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a quote."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence as it stands in its article, in pieces."""

    span: str
    """IRI of the span."""
    pieces: tuple[Piece, ...]


class Account:
    """Collects the parts.

    Args:
        reader: where the facts are read.
        most: longest list given in full; how many more there are is said.
    """

    def __init__(self, reader: Reader, most: int) -> None:
        self.reader = reader
        self.most = most
        self.parts: list[Title | Line | Quote] = []

    def title(self, kind: str, node: ox.NamedNode) -> None:
        """Begin the account of a thing."""
        self.parts.append(Title(kind, node.value))

    def row(self, name: str, value: str | int | None, node: ox.NamedNode | None = None) -> None:
        """One named value; nothing where there is none."""
        if value is not None and value != "":
            self.parts.append(Line(name, str(value), node.value if node else None))

    def named(self, name: str, node: ox.NamedNode | None) -> None:
        """One thing by its label; nothing where there is none."""
        if node is not None:
            self.row(name, self.reader.label(node), node)

    def rows(self, name: str, entries: Iterable[Entry]) -> None:
        """Several values of one name."""
        listed = list(entries)
        for entry in listed[: self.most]:
            if isinstance(entry, str):
                self.row(name, entry)
            else:
                self.row(name, *entry)
            name = ""
        if len(listed) > self.most:
            self.row("", f"... and {len(listed) - self.most} more")

    def quote(self, span: ox.NamedNode | None, marked: Iterable[ox.NamedNode]) -> None:
        """The words of ``span``, with those of the ``marked`` spans inside it set off."""
        r = self.reader
        sentence = r.text(span, OA + "exact") if span else None
        if span is None or sentence is None:
            return
        begin = r.number(span, OA + "start") or 0
        ranges = [(r.number(m, OA + "start"), r.number(m, OA + "end")) for m in marked]
        known = [(a, b) for a, b in ranges if a is not None and b is not None]
        pieces: list[Piece] = []
        at = 0
        for first, last in _inside(known, begin, len(sentence)):
            pieces += [Piece(sentence[at:first], False), Piece(sentence[first:last], True)]
            at = last
        pieces.append(Piece(sentence[at:], False))
        self.parts.append(Quote(span.value, tuple(piece for piece in pieces if piece.text)))


def _inside(ranges: list[tuple[int, int]], begin: int, length: int) -> list[tuple[int, int]]:
    """The ranges as offsets into a sentence that begins at ``begin``: cut to it, in order, without overlap."""
    found: list[tuple[int, int]] = []
    for first, last in sorted(set(ranges)):
        first, last = max(first - begin, 0), min(last - begin, length)
        if found and first < found[-1][1]:
            first = found[-1][1]
        if first < last:
            found.append((first, last))
    return found
