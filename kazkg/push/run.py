"""A whole push: sort, send in pieces, look whether it arrived."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping
from itertools import groupby
from pathlib import Path
from typing import Final

from kazkg.errors import RemoteError
from kazkg.push.journal import Journal, journal_path
from kazkg.push.options import PushOptions
from kazkg.push.past import Past
from kazkg.push.profiles import Profile, profile_of
from kazkg.push.report import GraphReport, PushReport
from kazkg.push.spool import Spool, Sums, read_quads
from kazkg.push.verify import count, read_back
from kazkg.remote import Client
from kazkg.remote.client import Patience

__all__ = ["push"]

Progress = Callable[[str], object]

_STANDS_IN: Final = "graph/all"
"""What behind the data's base stands in for the default graph where a store has none that can be written."""


def push(
    source: Path | str,
    options: PushOptions,
    *,
    patience: Patience | None = None,
    environ: Mapping[str, str] | None = None,
    sleep: Callable[[float], None] = time.sleep,
    progress: Progress | None = None,
) -> PushReport:
    """Put a build, or an RDF file, into a triple store.

    A piece that the server took is written into a journal; a push that was interrupted goes on behind the last one.
    Sending a piece twice does no harm: there are no blank nodes, and the piece that replaces a graph is its first.
    Where graphs are replaced and kept apart, those that an earlier such push of this source made and that it has no
    more are removed at the end.

    Args:
        source: the folder of a build, or an RDF file.
        options: what to do.
        patience: how long to wait for the server, and how often to try.
        environ: environment variables that may hold a login; those of this process where None.
        sleep: how pauses between tries are made.
        progress: called with the graph of each piece that the server took.

    Returns:
        What was done; where verification failed, ``faults`` of the report says so and the journal is gone, so that
        the next push begins anew.

    Raises:
        UsageFault: for a source that is none, or an address that is none.
        InputError: for a broken source, or one with blank nodes.
        EnvironmentFault: where there is no room to sort, or another push of the same is under way.
        RemoteError: where the server refuses or goes away; what it took is in the journal.
    """
    began = time.monotonic()
    path, profile = Path(source), profile_of(options.store)
    with Client(options.url, patience=patience, environ=environ, sleep=sleep) as client, Spool() as spool:
        spool.fill(read_quads(path), None if options.graph_per_article else options.graph or "")
        if not profile.has_default:
            spool.unnamed = (spool.base + _STANDS_IN).encode()
        sender = _Sender(client, profile, options, spool, progress or (lambda _graph: None))
        past = Past(journal_path(path, options)) if options.tidies else None
        sender.report.removed = [] if past is None else sorted(past.graphs() - set(sender.by_graph))
        if not options.dry_run:
            with Journal(journal_path(path, options), options) as journal:
                sender.begin(past)
                sender.send(journal)
                sender.verify()
                sender.tidy(past)
                journal.forget()
    sender.report.seconds = time.monotonic() - began
    return sender.report


class _Sender:
    def __init__(
        self, client: Client, profile: Profile, options: PushOptions, spool: Spool, progress: Progress
    ) -> None:
        self.client = client
        self.profile = profile
        self.options = options
        self.spool = spool
        self.progress = progress
        way = options.verify if options.verify != "profile" else "hash" if profile.verbatim else "counts"
        self.report = PushReport(options.url, options.store, way, options.dry_run)
        self.by_graph: dict[str, GraphReport] = {}
        self.size = profile.limit
        """Bytes that the server is known to take at once."""
        for name, lines in groupby(spool.lines(), key=lambda pair: pair[0]):
            graph, sums, digest = name.decode(), Sums(), hashlib.sha256()
            for _, line in lines:
                sums.triples += 1
                sums.bytes += len(line)
                digest.update(line)
            address = profile.graph_address(options.url, graph or None)
            one = GraphReport(graph, address, sums.triples, sums.bytes, digest.hexdigest())
            self.by_graph[graph] = one
            self.report.graphs.append(one)

    def begin(self, past: Past | None) -> None:
        """Write down which graphs may be on the server from now on."""
        if past is not None:
            past.keep(past.graphs() | set(self.by_graph))

    def tidy(self, past: Past | None) -> None:
        """Remove the graphs that an earlier push of this build made and that it has no more.

        Only once what was sent is known to be there; where it is not, the next push tries again.
        """
        if past is None:
            return
        if self.report.faults:
            self.report.removed = []
            return
        for graph in self.report.removed:
            try:
                self.client.send("DELETE", self.profile.graph_address(self.options.url, graph), repeatable=True)
            except RemoteError as err:
                if err.code != 404:  # gone already
                    raise
        past.keep(self.by_graph)

    def send(self, journal: Journal) -> None:
        for piece in self.spool.pieces(self.profile.limit):
            graph = self.by_graph[piece.graph]
            mark = f"{graph.sha256[:16]}-{piece.digest}"  # a piece of a graph that has changed is another piece
            if journal.has(piece, mark):
                graph.kept += 1
                continue
            replaces = self.options.replace and piece.number == 0
            if replaces:
                journal.restart(piece.graph)
            self.deliver(graph, piece.lines, "PUT" if replaces else "POST")
            journal.add(piece, mark)
            graph.sent += 1
            self.progress(piece.graph)

    def deliver(self, graph: GraphReport, lines: tuple[bytes, ...], method: str) -> None:
        """Send lines, halved as often as the server finds them too large; only the first request replaces."""
        size = sum(map(len, lines))
        if size <= self.size or len(lines) == 1:
            try:
                headers = {"Content-Type": self.profile.content_type}
                self.client.send(method, graph.address, content=lines, headers=headers, repeatable=True)
            except RemoteError as err:
                if err.code != 413 or len(lines) == 1:
                    raise
                self.size = size // 2
                self.report.halved += 1
            else:
                self.report.requests += 1
                return
        middle = len(lines) // 2
        self.deliver(graph, lines[:middle], method)
        self.deliver(graph, lines[middle:], "POST")

    def verify(self) -> None:
        """Compare what the server holds with what it was sent, and write what differs into the report."""
        if self.report.verified_by == "none":
            return
        found = count(self.client, self.profile, self.options.url, list(self.by_graph))
        for name, graph in self.by_graph.items():
            graph.on_server = found.get(name, 0)
            exact = self.options.replace and (name != "" or self.profile.union != "always")
            if graph.on_server < graph.triples or (exact and graph.on_server > graph.triples):
                graph.fault = f"{graph.triples} triples were sent, the server holds {graph.on_server}"
            elif self.report.verified_by == "hash" and graph.on_server == graph.triples:
                graph.same_hash = read_back(self.client, self.profile, self.options.url, name).sha256 == graph.sha256
                if not graph.same_hash:
                    graph.fault = "the server gives back other triples than were sent (by hash)"
