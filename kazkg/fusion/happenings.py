"""From the events of all articles to happenings, each with its reports, and to whom every telling goes back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from kazkg.fusion.copies import body_elsewhere, of_copy
from kazkg.fusion.happening import EventReport, Told
from kazkg.fusion.joining import Happening, Joiner, Placed
from kazkg.fusion.origins import origin_rows
from kazkg.fusion.shelf import Shelf
from kazkg.fusion.standing import Standings
from kazkg.graph.iris import Iris, short_hash
from kazkg.graph.rows import KAZ, SKOS, TYPE, Row, integer, text

__all__ = ["Decided", "Elsewhere", "happenings"]

LISTED = 40
"""Articles listed in one line."""


class Decided:
    """What analysts say of events across articles.

    Args:
        joined: the words of a correction, and the IRIs of the events that are one happening.
        apart: IRI of each event that is a happening of its own, to the words of the correction.
    """

    def __init__(
        self, joined: Iterable[tuple[str, Collection[str]]] = (), apart: Mapping[str, str] | None = None
    ) -> None:
        self.joined = list(joined)
        self.apart = dict(apart or {})


class Elsewhere:
    """What the other articles say of whom a claim goes back to."""

    def __init__(
        self, bodies: Mapping[str, Collection[tuple[str, str]]], copies: Mapping[str, tuple[str, str, str]]
    ) -> None:
        self.bodies = bodies
        self.copies = copies
        """Id of an article that is a copy to the first one's voice, its label, and why."""

    def of(self, told: Told, article: str) -> Told:
        """A telling of an article, with the origin that it has by all articles together."""
        body = body_elsewhere(told.claimer, told.origin, self.bodies)
        if body is not None:
            origin, label = body
            return told.with_origin(origin, label, "named", f"{told.label} speaks for {label} in another article")
        if told.kind == "voice" and article in self.copies:
            return of_copy(told, self.copies[article])
        return told


class _Writer:
    """Writes what is found to the shelf, a happening's own lines when nothing can join it any more."""

    def __init__(self, shelf: Shelf, iris: Iris, words: Mapping[str, str], standings: Standings) -> None:
        self.shelf = shelf
        self.standings = standings
        self.iris = iris
        self.words = words
        """Event that stands for others to the correction that says so."""
        self.minted: dict[str, int] = {}
        self.block: tuple[str, ...] = ()

    def joined(self, report: EventReport, happening: Happening, why: str) -> None:
        if not happening.iri:
            self._begin(happening)
        self.shelf.write(self._member(report, happening, why))
        happening.origins |= named(report.told)

    def led(self, lead: EventReport, happening: Happening, told: Mapping[str, tuple[Told, ...]]) -> None:
        """Let the events join for which this one stands."""
        for other in self.shelf.led_by(lead.event):
            other = replace(other, told=told.get(other.event, other.told))
            happening.articles[other.article] = None
            happening.members += 1
            self.joined(other, happening, self.words[lead.event])

    def _begin(self, happening: Happening) -> None:
        anchor = happening.anchor
        block = (anchor.type, anchor.root, anchor.day)
        if block != self.block:
            self.block, self.minted = block, {}
        stem = self.iris.happening(short_hash(anchor.signature) if anchor.first else short_hash((anchor.event,)))
        count = self.minted[stem] = self.minted.get(stem, 0) + 1
        happening.iri = stem if count == 1 else f"{stem}-{count}"
        why = "the fullest report; the others are compared with it"
        self.shelf.write(self._member(anchor, happening, why))
        happening.origins |= named(anchor.told)

    def _member(self, report: EventReport, happening: Happening, why: str) -> Iterator[Row]:
        yield f"<{report.event}>", KAZ["reportOf"], f"<{happening.iri}>"
        yield f"<{report.event}>", KAZ["joinedBecause"], text(why)

    def close(self, happening: Happening) -> None:
        if not happening.iri:
            return
        node, anchor = f"<{happening.iri}>", happening.anchor
        articles = sorted(happening.articles)
        more = [f"and {len(articles) - LISTED} more"] if len(articles) > LISTED else []
        rows: list[Row] = [
            (node, TYPE, KAZ["Happening"]),
            (node, KAZ["happeningType"], text(anchor.type)),
            (node, SKOS["prefLabel"], text(anchor.label)),
            (node, KAZ["fullestReport"], f"<{anchor.event}>"),
            (node, KAZ["reportCount"], integer(happening.members)),
            (node, KAZ["articleCount"], integer(len(articles))),
            (node, KAZ["articlesText"], text("|".join((*articles[:LISTED], *more)))),
            (node, KAZ["originCount"], integer(max(self.standings.separate(happening.origins), 1))),
        ]
        self.shelf.write(rows)


def happenings(shelf: Shelf, iris: Iris, origins: Elsewhere, decided: Decided, standings: Standings) -> None:
    """Find the happenings and write them to the shelf.

    Args:
        shelf: with every article's events on it, indexed.
        iris: mints the IRIs.
        origins: what other articles add on whom a telling goes back to.
        decided: what analysts say.
        standings: which origins may be one.
    """
    words: dict[str, str] = {}
    for why, events in decided.joined:
        lead = shelf.lead(sorted(set(events) - set(decided.apart)))
        if lead:
            words.setdefault(lead, why)
    writer, joiner = _Writer(shelf, iris, words, standings), Joiner()
    for report, led in shelf.events():
        report = replace(report, told=tuple(origins.of(t, report.article) for t in report.told))
        shelf.write(_origin_rows(report, standings))
        if led:
            continue
        for done in joiner.start(report):
            writer.close(done)
        placed = _placed(joiner, report, decided)
        if placed.happening and placed.joined:
            writer.joined(report, placed.happening, placed.why)
        elif placed.why:
            shelf.write([(f"<{report.event}>", KAZ["keptApart"], text(placed.why))])
        if report.event in words:
            lone = placed.happening is None
            happening = placed.happening or Happening(report, {report.article: None})
            told = {
                other.event: tuple(origins.of(t, other.article) for t in other.told)
                for other in shelf.led_by(report.event)
            }
            writer.led(report, happening, told)
            if lone:
                writer.close(happening)
    for done in joiner.rest():
        writer.close(done)


def _placed(joiner: Joiner, report: EventReport, decided: Decided) -> Placed:
    if report.event in decided.apart:
        return Placed(None, decided.apart[report.event])
    return joiner.place(report) if report.joinable else Placed(None, "")


def named(told: Iterable[Told]) -> set[tuple[str, str]]:
    """IRIs and labels of the named origins of some tellings."""
    return {(t.origin, t.label) for t in told if t.kind == "named"}


def _origin_rows(report: EventReport, standings: Standings) -> Iterator[Row]:
    """Whom the tellings go back to, where it is not only the article itself, and how many origins the event has."""
    yield f"<{report.event}>", KAZ["originCount"], integer(max(standings.separate(named(report.told)), 1))
    for t in report.told:
        if t.kind != "voice":
            yield from origin_rows(t.telling, t.origin, t.label, t.why)
