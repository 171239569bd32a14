"""The graph on its way out: every triple once, sorted by graph and line, in memory that does not grow with it.

Sorting makes the pieces of a push the same whenever it is done, so that an interrupted push can go on, and gives each
graph a hash that does not depend on any order. Lines are sorted in runs on disk, which are then merged.
"""

from __future__ import annotations

import contextlib
import gzip
import hashlib
import heapq
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import IO, Final, cast

import pyoxigraph as ox

from kazkg.errors import EnvironmentFault, InputError, UsageFault
from kazkg.graph.settings import DEFAULT_BASE
from kazkg.store.embedded import finished
from kazkg.store.source import ENTITIES, SUFFIXES

__all__ = ["Piece", "Spool", "Sums", "digest_of", "read_quads"]

RUN: Final = 8_000_000
"""Bytes of lines sorted in memory at once."""
_RUNS: Final = 200
"""Runs that are merged at once."""
_TAB: Final = b"\t"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some lines of one graph, to be sent in one request."""

    graph: str
    """IRI of the graph; empty for the server's default graph."""
    number: int
    """Position among the pieces of its graph, from 0."""
    lines: tuple[bytes, ...]
    """N-Triples, sorted, each with its line end."""

    @property
    def digest(self) -> str:
        """SHA-256 of all lines, in hexadecimal."""
        digest = hashlib.sha256()
        for line in self.lines:
            digest.update(line)
        return digest.hexdigest()


@dataclass(slots=True)
class Sums:
    """What is known of one graph as a whole."""

    triples: int = 0
    bytes: int = 0
    pieces: int = 0
    sha256: str = ""
    """Of its sorted N-Triples, in hexadecimal."""


class Spool:
    """Quads, sorted and each once, on disk for as long as the context lasts."""

    def __init__(self) -> None:
        self._runs: list[IO[bytes]] = []
        self._stack = contextlib.ExitStack()
        self.base = DEFAULT_BASE
        """Base of the data's IRIs, told by the name of the graph of entities where there was one."""
        self.unnamed = b""
        """What the graph without a name is called on its way out."""

    def __enter__(self) -> Spool:
        """Nothing is on disk yet."""
        return self

    def __exit__(self, *_: object) -> None:
        """Remove what is on disk; that its last bytes could not be written matters no more."""
        with contextlib.suppress(OSError):
            self._stack.close()

    def fill(self, quads: Iterable[ox.Quad], graph: str | None) -> None:
        """Take quads in, in any order.

        Args:
            quads: what is to be sent.
            graph: the one graph that they all go into (empty for the server's default graph); None to keep theirs.

        Raises:
            InputError: for a blank node, which has no name that two requests share.
            EnvironmentFault: where the temporary folder cannot be written.
        """
        fixed = None if graph is None else graph.encode()
        lines: list[bytes] = []
        size = 0
        for quad in quads:
            named = quad.graph_name
            name = named.value if isinstance(named, ox.NamedNode) else ""
            if name.endswith(ENTITIES):
                self.base = name.removesuffix(ENTITIES)
            if isinstance(quad.subject, ox.BlankNode) or isinstance(quad.object, ox.BlankNode):
                message = "The graph holds blank nodes, which would come apart on their way."
                raise InputError(message, "A build has none; give other data IRIs first.")
            line = (name.encode() if fixed is None else fixed) + _TAB + str(quad.triple).encode() + b" .\n"
            lines.append(line)
            size += len(line)
            if size >= RUN:
                self._keep(lines)
                lines, size = [], 0
        if lines:
            self._keep(lines)
        while len(self._runs) > _RUNS:
            merged, self._runs = self._runs[:_RUNS], self._runs[_RUNS:]
            self._write(heapq.merge(*merged))

    def _keep(self, lines: list[bytes]) -> None:
        self._write(sorted(set(lines)))

    def _write(self, lines: Iterable[bytes]) -> None:
        try:
            file: IO[bytes] = self._stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115
            file.writelines(lines)
            file.seek(0)
        except OSError as err:
            message = f"{tempfile.gettempdir()}: what is to be sent cannot be sorted there: {err}"
            raise EnvironmentFault(message, "Make room, or name another folder in TMPDIR.") from err
        self._runs.append(file)

    def lines(self) -> Iterator[tuple[bytes, bytes]]:
        """Graph and N-Triples line of every triple, sorted, each once; can be asked again."""
        for file in self._runs:
            file.seek(0)
        for line, _ in groupby(heapq.merge(*self._runs)):
            graph, _, triple = line.partition(_TAB)
            yield graph or self.unnamed, triple

    def pieces(self, limit: int) -> Iterator[Piece]:
        """The graphs in pieces of at most ``limit`` bytes (a longer line stands alone), the same at every time."""
        for graph, lines in groupby(self.lines(), key=lambda pair: pair[0]):
            taken: list[bytes] = []
            name, number, size = graph.decode(), 0, 0
            for _, line in lines:
                if taken and size + len(line) > limit:
                    yield Piece(name, number, tuple(taken))
                    number, taken, size = number + 1, [], 0
                taken.append(line)
                size += len(line)
            yield Piece(name, number, tuple(taken))


def digest_of(triples: Iterable[ox.Triple]) -> Sums:
    """Count triples and hash their sorted N-Triples, in memory that does not grow with them."""
    with Spool() as spool:
        spool.fill((ox.Quad(t.subject, t.predicate, t.object) for t in triples), "")
        sums, digest = Sums(), hashlib.sha256()
        for _, line in spool.lines():
            sums.triples += 1
            sums.bytes += len(line)
            digest.update(line)
        sums.sha256 = digest.hexdigest()
        return sums


def read_quads(source: Path) -> Iterator[ox.Quad]:
    """The quads of a build or an RDF file, one at a time.

    Args:
        source: the folder of a build (its ``kg.trig`` is read), or an RDF file, gzipped or not.

    Raises:
        UsageFault: where ``source`` is neither.
        InputError: where the file is broken (names the line) or the folder holds no finished build.
    """
    path = source
    if source.is_dir():
        finished(source / "store")
        path = source / "kg.trig"
    elif not source.is_file():
        raise UsageFault(f"{source}: no such folder or file.", "Give the folder of a build or an RDF file with --from.")
    name = path.name.removesuffix(".gz")
    form = SUFFIXES.get(Path(name).suffix.lower())
    if form is None:
        raise UsageFault(f"{path}: not a kind of RDF file.", f"Known endings: {' '.join(SUFFIXES)}, each also .gz.")
    try:
        packed = name != path.name
        with cast("IO[bytes]", gzip.open(path)) if packed else path.open("rb") as stream:
            yield from ox.parse(stream, format=form)
    except (OSError, EOFError, SyntaxError, ValueError) as err:
        raise InputError(f"{path}: {err}", "Mend the file, or build again.") from err
