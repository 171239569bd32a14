"""The graph of one article, as it is written: rows by named graph, and where each fact of the article stands in it."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from kazkg.graph.iris import Iris
from kazkg.graph.rows import Row
from kazkg.graph.rows import quads as as_quads

__all__ = ["Emission"]


@dataclass(frozen=True, slots=True)
class Emission:
    """The graph of one article, as rows; each row once, in the order of writing."""

    article: str
    """The article's id."""
    iris: Iris
    own_rows: list[Row]
    """Of the article's named graph: what it says."""
    shared_rows: list[Row]
    """Of the graph of entities: what the knowledge says of the things it names (the same from every article)."""
    common_rows: list[Row]
    """Of the graph of entities too: what the article tells of times, unnamed sources and unknown entities, which other
    articles may tell alike."""
    link_rows: list[Row]
    """Of the graph of links: ``owl:sameAs``."""
    entities: dict[str, str]
    """Key of each entity to its node."""
    figures: list[str]
    """Nodes of the figures, in the order of the facts."""
    events: list[str]
    """Nodes of the events, in the order of the facts."""
    tellings: list[str]
    """Nodes of the event mentions, in the order of the facts."""
    claims: dict[str, list[str]]
    """All of these and the rest (figure, event, telling, statement, unknown, naming, mention) to nodes, in the order of
    the facts; empty for a mention of an entity that is not published."""

    @property
    def own(self) -> list[ox.Quad]:
        """What the article says, as quads (made anew each time)."""
        return as_quads(self.own_rows, self.iris.graph(self.article))

    @property
    def shared(self) -> list[ox.Quad]:
        """The graph of entities: what is said of the things it names, as quads (made anew each time)."""
        return as_quads([*self.shared_rows, *self.common_rows], self.iris.entities)

    @property
    def links(self) -> list[ox.Quad]:
        """Links to Wikidata, as quads (made anew each time)."""
        return as_quads(self.link_rows, self.iris.links)

    @property
    def quads(self) -> list[ox.Quad]:
        """All of them."""
        return [*self.own, *self.shared, *self.links]

    def lines(self) -> dict[str, list[str]]:
        """IRI of each graph to its N-Triples lines without the final `` .``, sorted; no graph without any."""
        graphs = (
            (self.iris.graph(self.article), self.own_rows),
            (self.iris.entities, [*self.shared_rows, *self.common_rows]),
            (self.iris.links, self.link_rows),
        )
        return {graph.value: sorted(f"{s} {p} {o}" for s, p, o in rows) for graph, rows in graphs if rows}
