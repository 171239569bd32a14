"""Takes down the rows of one article: spans, times, sources and entities are each written once."""

from __future__ import annotations

from collections.abc import Iterable

from kazkg.facts import Entity, Link, Source, Span, Time
from kazkg.graph.iris import Iris, short_hash
from kazkg.graph.links import link_rows
from kazkg.graph.registry import Registry
from kazkg.graph.rows import GEO, KAZ, OA, OWL, SKOS, TYPE, Row, integer, moment, text, typed
from kazkg.graph.settings import GraphSettings
from kazkg.graph.terms import WIKIDATA

__all__ = ["Writer"]

_SPAN, _IN_ARTICLE = KAZ["Span"], KAZ["inArticle"]
_START, _END, _EXACT = OA["start"], OA["end"], OA["exact"]
_LABEL = SKOS["prefLabel"]


class Writer:
    """Collects the rows of one article.

    Args:
        article: the article's id.
        iris: mints the IRIs.
        registry: knows the shared entities and concepts.
        settings: quote limit and the rest.
    """

    def __init__(self, article: str, iris: Iris, registry: Registry, settings: GraphSettings) -> None:
        self.id = article
        self.iris = iris
        self.registry = registry
        self.iri = iris.article(article)
        """The article's IRI, without brackets."""
        self.node = f"<{self.iri}>"
        self.rows: list[Row] = []
        """Of the article's own graph, in the order of writing."""
        self.shared: dict[Row, None] = {}
        """Of the graph of entities."""
        self._own = f"<{iris.base}article/"
        self.common: dict[Row, None] = {}
        """Of the graph of entities too: times, unnamed sources and unknown entities, which the article tells of and
        others may tell alike. Stated in one graph only, or the union of graphs would count them once an article."""
        self.links: dict[Row, None] = {}
        """Of the graph of links."""
        self.entities: dict[str, str] = {}
        self._limit = settings.quote_limit
        self._spans: dict[tuple[int, int], str] = {}
        self._times: dict[Time, str] = {}
        self._sources: dict[str, str] = {}
        self._concepts: dict[tuple[str, str], str] = {}
        self._minted: dict[str, int] = {}

    def add(self, subject: str, predicate: str, value: str) -> None:
        """Write one triple to the article's graph."""
        self.rows.append((subject, predicate, value))

    def say(self, subject: str, predicate: str, value: str) -> None:
        """Write one triple: to the article's graph about its own nodes, else to what it has in common with others."""
        if subject.startswith(self._own):
            self.add(subject, predicate, value)
        else:
            self.common[subject, predicate, value] = None

    def mint(self, kind: str, begin: int, parts: Iterable[object]) -> str:
        """The IRI of something whose content is ``parts``: where it begins in the text, then a hash.

        A second one of the very same content gets ``-2`` behind it.
        """
        stem = f"{self.iri}/{kind}/{begin}-{short_hash(parts)}"
        count = self._minted[stem] = self._minted.get(stem, 0) + 1
        return f"<{stem}>" if count == 1 else f"<{stem}-{count}>"

    def cut(self, span: Span) -> Span:
        """The span as published: cut at its end where it is longer than the quote limit."""
        if span.end - span.begin <= self._limit:
            return span
        return Span(span.begin, span.begin + self._limit, span.text[: self._limit])

    def span(self, span: Span) -> str:
        """The node of a span."""
        span = self.cut(span)
        node = self._spans.get((span.begin, span.end))
        if node is None:
            node = self._spans[span.begin, span.end] = f"<{self.iri}#char={span.begin},{span.end}>"
            self.rows += (
                (node, TYPE, _SPAN),
                (node, _IN_ARTICLE, self.node),
                (node, _START, integer(span.begin)),
                (node, _END, integer(span.end)),
                (node, _EXACT, text(span.text)),
            )
        return node

    def time(self, time: Time) -> str:
        """The node of a time."""
        node = self._times.get(time)
        if node is None:
            node = self._times[time] = f"<{self.iris.time(time)}>"
            self.say(node, TYPE, KAZ["Time"])
            self.say(node, KAZ["timeText"], text(time.text))
            self.say(node, KAZ["precision"], text(time.precision))
            if time.begin:
                self.say(node, KAZ["begin"], moment(time.begin))
            if time.end:
                self.say(node, KAZ["end"], moment(time.end))
        return node

    def named(self, label: str, entity: str | None) -> str:
        """The node of an entity by key, or of an unnamed source by label."""
        if entity is not None and entity in self.entities:
            return self.entities[entity]
        node = self._sources.get(label)
        if node is None:
            node = self._sources[label] = f"<{self.iris.source(label)}>"
            self.say(node, TYPE, KAZ["UnnamedSource"])
            self.say(node, _LABEL, text(label))
        return node

    def source(self, source: Source) -> str:
        """The node of whoever says or carries something."""
        return self.named(source.label, source.entity)

    def concept(self, cls: str, name: str) -> str:
        """The node of a measure, group, act or epistemic status; what is published of it goes to the shared facts."""
        node = self._concepts.get((cls, name))
        if node is None:
            node, rows = self.registry.concept(cls, name)
            self._concepts[cls, name] = node
            self.shared.update(dict.fromkeys(rows))
        return node

    def known(self, key: str) -> str:
        """The node of an entity of the gazetteer, with all that is published of it."""
        node = self.entities.get(key)
        if node is None:
            node = self.entities[key] = f"<{self.iris.entity(key)}>"
            self.shared.update(dict.fromkeys(self.registry.facts(key)))
            self.links.update(dict.fromkeys(self.registry.links(key)))
        return node

    def entity(self, entity: Entity) -> str:
        """The node of an entity: the gazetteer's facts for a known one, else what the article tells."""
        if entity.known and self.registry.knows(entity.key):
            return self.known(entity.key)
        iris = self.iris
        local = entity.local or self.registry.knows(entity.key)  # an article says nothing of the gazetteer's entities
        node = f"<{iris.local_entity(self.id, entity.key) if local else iris.entity(entity.key)}>"
        self.entities[entity.key] = node
        self.say(node, TYPE, KAZ[entity.cls])
        self.say(node, KAZ["typeName"], text(self.registry.type_name(entity.cls)))
        self.say(node, _LABEL, text(entity.label))
        if entity.role:
            self.say(node, KAZ["describedAs"], text(entity.role))
        return node

    def link(self, link: Link) -> None:
        """The node of a link, or of a candidate for one, in the graph of links; a sure one is also said plainly."""
        entity = self.entities.get(link.entity)
        if entity is None:
            return
        item = f"<{WIKIDATA}{link.item}>"
        rows = link_rows(self.iris, entity, link)
        if link.sure:
            rows.append((entity, OWL["sameAs"], item))
            if not self.registry.linked(link.entity):
                self._say_linked(entity, link, item)
        self.links.update(dict.fromkeys(rows))

    def _say_linked(self, entity: str, link: Link, item: str) -> None:
        """What follows from a link that the knowledge does not give, in the graph of entities."""
        self.say(entity, KAZ["wikidata"], item)
        self.say(entity, SKOS["exactMatch"], item)
        if self.registry.knows(link.entity):
            return
        if link.country:
            self.say(entity, KAZ["locatedIn"], f"<{self.iris.entity(link.country)}>")
            for key in (link.country, *self.registry.around(link.country)):
                self.shared.update(dict.fromkeys(self.registry.brief(key)))
        if link.point:
            shape = f"{entity[:-1]}/geometry>"
            latitude, longitude = link.point
            self.say(entity, GEO["hasGeometry"], shape)
            self.say(shape, TYPE, GEO["Geometry"])
            self.say(shape, GEO["asWKT"], typed(f"POINT({longitude:g} {latitude:g})", GEO["wktLiteral"]))
