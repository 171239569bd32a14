"""A process that does nothing but answer, so that what takes too long can be stopped: by killing it.

The engine cannot be interrupted from within. The server kills a worker whose time is up; should the server itself be
gone, the kernel's own alarm clock does it a little later, and a limit on memory bounds what a query may take.
"""

from __future__ import annotations

import resource
import signal
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import BinaryIO, Final

import pyoxigraph as ox

from kazkg.errors import KazkgError, UsageFault
from kazkg.graph.serialize import short
from kazkg.query import wire
from kazkg.query.guard import refuse_effects, words
from kazkg.query.terms import Row
from kazkg.reconcile import Service
from kazkg.reconcile.questions import TooMuch
from kazkg.store.source import open_source
from kazkg.web.frames import PIECE, Asked, Told, pack, read
from kazkg.web.negotiate import stored

__all__ = ["execute", "main", "perform"]

LATER: Final = 2.0
"""Seconds after the server's own limit at which the kernel ends the worker."""
_HUNGRY: Final = "The query needs more memory than it may have."


def main(arguments: list[str]) -> int:
    """Answer requests from standard input until it ends.

    Args:
        arguments: the store's source, and the largest size of the process in bytes (0 for no limit).
    """
    source, memory = arguments[0], int(arguments[1])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to all; the server ends us by closing the pipe
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if memory:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    store = open_source(source)
    service = Service(store)
    out = sys.stdout.buffer
    out.write(pack(b"ready"))
    out.flush()
    while (data := read(sys.stdin.buffer)) is not None:
        asked = Asked.of(data)
        signal.setitimer(signal.ITIMER_REAL, asked.seconds + LATER)
        told, pieces = perform(service, asked) if asked.task else execute(store, asked)
        _send(out, told, pieces)
        signal.setitimer(signal.ITIMER_REAL, 0)
    return 0


def _send(out: BinaryIO, told: Told, pieces: list[bytes]) -> None:
    out.write(told.packed())
    for piece in pieces:
        out.write(pack(piece))
    out.write(pack(b""))
    out.flush()


def perform(service: Service, asked: Asked) -> tuple[Told, list[bytes]]:
    """Answer one request to the reconciliation service."""
    try:
        return Told(kind="json", format="json"), [service.answer(asked.task, asked.text)]
    except TooMuch as err:
        return Told(str(err), "too much"), []
    except UsageFault as err:
        return Told(str(err), "syntax"), []
    except MemoryError:
        return Told(_HUNGRY, "failed"), []
    except (OSError, RuntimeError, ValueError, KazkgError) as err:
        return Told(str(err), "failed"), []


def execute(store: ox.Store, asked: Asked) -> tuple[Told, list[bytes]]:
    """Run one query to its end or its cap, and write the answer down."""
    try:
        refuse_effects(asked.text)
    except UsageFault as err:
        return Told(err.message, "refused"), []
    try:
        found = _query(store, asked)
        if isinstance(found, ox.QueryBoolean):
            return _truth(asked, bool(found))
        if isinstance(found, ox.QueryTriples):
            return _graph(asked, found)
        return _rows(asked, found)
    except SyntaxError as err:
        return Told(f"Not a SPARQL 1.1 query: {err.msg}", "syntax"), []
    except MemoryError:
        return Told(_HUNGRY, "failed"), []
    except (OSError, RuntimeError, ValueError, KazkgError) as err:
        return Told(str(err), "failed"), []


def _query(store: ox.Store, asked: Asked) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    if asked.default is not None or asked.named is not None:  # the protocol's dataset replaces the query's
        default: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] = [_node(g) for g in asked.default or ()]
        named: list[ox.NamedNode | ox.BlankNode] = [_node(g) for g in asked.named or ()]
        return store.query(asked.text, default_graph=default, named_graphs=named)
    return store.query(asked.text, use_default_graph_as_union="FROM" not in words(asked.text))


def _node(name: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(name)
    except ValueError as err:
        raise SyntaxError(f"<{name}> is no absolute IRI") from err


def _truth(asked: Asked, truth: bool) -> tuple[Told, list[bytes]]:
    if asked.truth is None:
        return _unacceptable("a yes or no")
    return Told(kind="truth", format=asked.truth), [wire.TRUTHS[asked.truth](truth).encode()]


def _graph(asked: Asked, found: ox.QueryTriples) -> tuple[Told, list[bytes]]:
    if asked.graph is None:
        return _unacceptable("a graph")
    triples = list(islice(found, asked.most + 1))
    cut = len(triples) > asked.most
    data = short(triples[: asked.most], stored(asked.graph))
    return Told(kind="graph", format=asked.graph, cut=cut), [data]


def _rows(asked: Asked, found: ox.QuerySolutions) -> tuple[Told, list[bytes]]:
    if asked.rows is None:
        return _unacceptable("rows")
    columns = [variable.value for variable in found.variables]
    counted = _Counted(found, columns, asked.most)
    rows = list(counted)  # all of them, because the head of JSON and XML says whether some are missing
    pieces = _joined(wire.ROWS[asked.rows](columns, rows, [asked.note] if counted.cut else []))
    return Told(kind="rows", format=asked.rows, cut=counted.cut), list(pieces)


class _Counted:
    """The first solutions, and whether there were more."""

    def __init__(self, found: ox.QuerySolutions, columns: list[str], most: int) -> None:
        self._found, self._columns, self._most = found, columns, most
        self.cut = False

    def __iter__(self) -> Iterator[Row]:
        for number, solution in enumerate(self._found):
            if number == self._most:
                self.cut = True
                return
            yield tuple(solution[name] for name in self._columns)


def _joined(pieces: Iterable[str]) -> Iterator[bytes]:
    held: list[str] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= PIECE:
            yield "".join(held).encode("utf-8")
            held, size = [], 0
    if held:
        yield "".join(held).encode("utf-8")


def _unacceptable(what: str) -> tuple[Told, list[bytes]]:
    return Told(f"The answer is {what}, for which no acceptable format was named.", "unacceptable"), []


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
