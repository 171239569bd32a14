"""Counts and dates of claims, as they would stand on a Wikidata item.

Which property a measure means is said in ``ontology/alignments.ttl``; which classes of bodies speak for a state, in
``ontology/kazkg.ttl``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from kazkg import resources
from kazkg.errors import UsageFault
from kazkg.graph.terms import DCTERMS, KAZ, SCHEMA, SKOS, WIKIDATA
from kazkg.knowledge.triples import local
from kazkg.reconcile.terms import Terms
from kazkg.store.reader import Reader, short

__all__ = ["CRISIS", "Claim", "Source", "claims", "day_of", "items_of"]

CRISIS: Final = "crisis"
"""The name of what the articles as a whole are about: every count whose status is current belongs to it."""
_DIRECT: Final = "http://www.wikidata.org/prop/direct/"
_CLASS: Final = "http://www.w3.org/2002/07/owl#Class"
_POINT_IN_TIME: Final = "P585"
_DAY: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T.*)?)?)?")


@dataclass(frozen=True, slots=True)
class Source:
    """The article that a claim stands in."""

    article: str
    """Its id."""
    url: str | None
    title: str | None
    publisher: str | None
    """The publisher's Wikidata item; None where it has none here."""
    published: str | None
    """ISO 8601, as precise as known."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A count, or the date of an event."""

    iri: str
    item: str
    """The item of the event it is about."""
    measure: str
    """The notation of a count's measure; ``date`` for the date of an event."""
    means: str | None
    """The property of Wikidata it would be a value of; None where none fits."""
    words: str
    group: str
    """The notation of whom it counts; empty for a date."""
    described: str | None
    """The words for whom it counts, where they say more than the group does; None where they do not."""
    low: int | None
    high: int | None
    qualifier: str
    """As in the column of that name; ``exact`` for a date."""
    date: str | None
    """As-of of a count, or the date itself; ISO 8601, as precise as known."""
    place: str | None
    """Label of the place."""
    place_item: str | None
    status: str
    epistemic: str
    """The notation of how sure it is; an event's modality is looked at besides."""
    happened: bool
    """False for an event that is planned, alleged or denied."""
    chain: str
    """From the origin to the last medium; empty in the article's own voice."""
    official: bool
    """Whether it goes back to a body that speaks officially."""
    origins: int
    """Separate origins that give the same."""
    quote: str
    source: Source

    @property
    def name(self) -> str:
        """The claim's IRI behind ``/article/``."""
        return short(self.iri)

    @property
    def said(self) -> str:
        """What is claimed, in a few words."""
        group = self.group.replace("_", " ")
        first = f"date: {self.words}" if self.measure == "date" else f"{self.measure} {group}: {self.words}"
        rest = (self.place, None if self.measure == "date" else self.date)
        return ", ".join([first, *(part for part in rest if part)])


def items_of(reader: Reader, given: Mapping[str, str]) -> dict[str, str]:
    """Items by what has them: ``crisis``, or the IRI of an event.

    Args:
        reader: of the graph.
        given: item by name: ``crisis``, or an event as its IRI, the end of it, or its label; of a happening, what
            several articles report, all its events. The gazetteer's own items of named events are taken besides.

    Raises:
        UsageFault: for an item that is none, or an event that the graph does not know.
    """
    found: dict[str, str] = {}
    for node in reader.of_class("Event"):
        for item in reader.nodes(node, "wikidata"):
            found[node.value] = item.value.removeprefix(WIKIDATA)
    for name, item_id in given.items():
        if not re.fullmatch(r"Q[1-9]\d*", item_id):
            raise UsageFault(
                f"--item {name}={item_id}: {item_id!r} is no item of Wikidata.", "Give one such as Q4115189."
            )
        if name == CRISIS:
            found[CRISIS] = item_id
            continue
        node = reader.find(name)
        events = reader.subjects("reportOf", node) if "Happening" in reader.types(node) else [node]
        for event in events:
            if "Event" not in reader.types(event) and not reader.subjects("mentionOf", event):
                raise UsageFault(
                    f"--item {name}: that is no event.", "`kazkg query events` lists them; or give crisis."
                )
            found[event.value] = item_id
    return found


def claims(store: ox.Store, items: Mapping[str, str], addresses: Mapping[str, str] | None = None) -> Iterator[Claim]:
    """All counts and dates about the events that have an item, in the order of items and claims.

    Args:
        store: the graph.
        items: as :func:`items_of` gives them.
        addresses: web addresses of articles by id, for those that have none in the graph.
    """
    reader = Reader(store)
    maker = _Maker(reader, addresses or {})
    rows: list[Claim] = []
    figures = reader.of_class("Figure")
    if CRISIS in items:
        rows += [maker.count(figure, items[CRISIS]) for figure in figures]
    tellings: dict[str, list[ox.NamedNode]] = {}
    for telling in reader.of_class("EventMention"):
        for event in reader.nodes(telling, "mentionOf"):
            tellings.setdefault(event.value, []).append(telling)
    told: dict[str, list[ox.NamedNode]] = {}
    for name, item in items.items():
        told.setdefault(item, []).extend(tellings.get(name, []))
    for item, mine in told.items():
        triggers = {span for telling in mine for span in reader.nodes(telling, "triggerSpan")}
        rows += [maker.count(f, item) for f in figures if triggers & set(reader.nodes(f, "triggerSpan"))]
        rows += maker.dates(mine, item)
    yield from sorted(set(rows), key=lambda one: (one.item, one.means or "", one.iri))


class _Maker:
    def __init__(self, reader: Reader, addresses: Mapping[str, str]) -> None:
        self.reader = reader
        self.addresses = addresses
        self.properties = _properties()
        self.official = _official()

    def count(self, node: ox.NamedNode, item: str) -> Claim:
        reader = self.reader
        measure = reader.node(node, "measure")
        as_of = reader.node(node, "asOf")
        group = self._notation(reader.node(node, "group"))
        return Claim(
            node.value,
            item,
            self._notation(measure),
            self.properties.get(measure.value) if measure else None,
            reader.text(node, "words") or "",
            group,
            self._described(node, group),
            reader.number(node, "low"),
            reader.number(node, "high"),
            reader.text(node, "qualifier") or "",
            reader.text(as_of, "timeText") if as_of else None,
            *self._place(node),
            reader.text(node, "status") or "",
            self._notation(reader.node(node, "epistemic")),
            True,
            reader.text(node, "chain") or "",
            self._official(reader.node(node, "claimOrigin") or reader.node(node, "claimer")),
            reader.number(node, "originCount") or 1,
            self._quote(node),
            self._source(node),
        )

    def _described(self, node: ox.NamedNode, group: str) -> str | None:
        """Words such as "pilgrims"; not the group's own name, nor a word that says what happened ("deaths")."""
        words = self.reader.text(node, "described")
        if words is None or words.casefold() == group:
            return None
        same = self.reader.nodes(node, "describedSpan") == self.reader.nodes(node, "triggerSpan")
        return None if same else words

    def dates(self, tellings: list[ox.NamedNode], item: str) -> Iterator[Claim]:
        """The dates that tellings give one event themselves; who gives the same day is one origin each."""
        reader = self.reader
        told = [(t, when) for t in tellings if (when := self._time(t)) is not None]
        for telling, when in told:
            same = {self._origin(other) for other, others in told if others == when}
            yield Claim(
                telling.value,
                item,
                "date",
                _POINT_IN_TIME,
                when,
                "",
                None,
                None,
                None,
                "exact",
                when,
                *self._place(telling),
                "current",
                self._notation(reader.node(telling, "epistemic")),
                reader.text(telling, "modality") == "happened",
                reader.text(telling, "chain") or "",
                self._official(reader.node(telling, "claimer")),
                len(same),
                self._quote(telling),
                self._source(telling),
            )

    def _time(self, telling: ox.NamedNode) -> str | None:
        node = self.reader.node(telling, "eventTime")
        return self.reader.text(node, "timeText") if node else None

    def _origin(self, telling: ox.NamedNode) -> str:
        node = self.reader.node(telling, "claimer") or self.reader.node(telling, "inArticle")
        return node.value if node else ""

    def _official(self, origin: ox.NamedNode | None) -> bool:
        return origin is not None and bool(self.official & self.reader.types(origin))

    def _notation(self, node: ox.NamedNode | None) -> str:
        return "" if node is None else self.reader.text(node, SKOS["notation"].value) or short(node.value)

    def _place(self, node: ox.NamedNode) -> tuple[str | None, str | None]:
        place = self.reader.node(node, "claimPlace")
        return (None, None) if place is None else (self.reader.label(place), self._item(place))

    def _item(self, node: ox.NamedNode | None) -> str | None:
        item = self.reader.node(node, "wikidata") if node else None
        return item.value.removeprefix(WIKIDATA) if item else None

    def _quote(self, node: ox.NamedNode) -> str:
        span = self.reader.node(node, "quoteSpan")
        return (self.reader.text(span, "http://www.w3.org/ns/oa#exact") or "") if span else ""

    def _source(self, node: ox.NamedNode) -> Source:
        reader = self.reader
        article = reader.node(node, "inArticle")
        if article is None:
            return Source("", None, None, None, None)
        name = reader.text(article, "identifier") or short(article.value)
        published = reader.node(article, "published")
        return Source(
            name,
            self.addresses.get(name) or reader.text(article, SCHEMA["url"].value),
            reader.text(article, DCTERMS["title"].value),
            self._item(reader.node(article, DCTERMS["publisher"].value)),
            reader.text(published, "timeText") if published else None,
        )


def _official() -> frozenset[str]:
    """Local names of the classes of bodies that speak officially: those said to, and all below them."""
    triples = Terms().triples
    said = {local(iri) for iri in triples.subjects(_CLASS) if triples.value(iri, "speaksOfficially") == "true"}
    classes = map(local, triples.subjects(_CLASS))
    return frozenset(cls for cls in classes if said & set(triples.ancestors(cls)))


def _properties() -> dict[str, str]:
    """Wikidata's property by the IRI of a measure, as the alignments give it."""
    file = resources.folder("ontology") / "alignments.ttl"
    matches = (SKOS["closeMatch"], SKOS["exactMatch"])
    found: dict[str, str] = {}
    for quad in sorted(ox.parse(path=str(file), format=ox.RdfFormat.TURTLE), key=str):
        subject, value = quad.subject, quad.object
        if (
            quad.predicate in matches
            and isinstance(subject, ox.NamedNode)
            and isinstance(value, ox.NamedNode)
            and value.value.startswith(_DIRECT)
            and subject.value.startswith(KAZ.iri)
        ):
            found.setdefault(subject.value, value.value.removeprefix(_DIRECT))
    return found


def day_of(when: str) -> tuple[int, int, int] | None:
    """Year, month and day of ISO 8601 text, 0 for what is not known; None for an interval or no date."""
    match = _DAY.fullmatch(when)
    return (int(match[1]), int(match[2] or 0), int(match[3] or 0)) if match else None
