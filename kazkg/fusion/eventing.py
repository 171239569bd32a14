"""From one article's facts to what it leaves of its events, and to the sketch of its text."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from kazkg.facts import ArticleFacts, Event, EventMention, Time
from kazkg.fusion.happening import EventReport, Told
from kazkg.fusion.origins import Origins
from kazkg.fusion.runs import runs
from kazkg.fusion.where import where
from kazkg.graph.emission import Emission
from kazkg.graph.emit import registry_of
from kazkg.graph.registry import Registry
from kazkg.graph.rows import Row
from kazkg.graph.settings import GraphSettings
from kazkg.knowledge import Knowledge
from kazkg.knowledge.triples import Triples

__all__ = ["SKETCH", "event_reports", "sketch"]

DAYS: Final = 3
"""An event that is only known to lie within more days than these has no date by which it could be found again."""
RUN: Final = 5
"""Words in a run by which whole articles are compared."""
SKETCH: Final = 64
"""Smallest hashes of an article's runs that are kept of it."""


def event_reports(
    facts: ArticleFacts, emission: Emission, knowledge: Knowledge, settings: GraphSettings
) -> tuple[list[EventReport], tuple[str, str], list[Row]]:
    """One report an event, in the order of the facts; IRI and label of who speaks in the article's own voice; and what
    the gazetteer says of origins that the article does not name.

    Args:
        facts: what was read.
        emission: the article's graph, for the IRIs.
        knowledge: which places lie in which, and which classes happen once.
        settings: base of the IRIs.
    """
    registry = registry_of(knowledge, settings)
    origins = Origins(facts, emission, registry, knowledge)
    maker = _Maker(facts, emission, registry, origins, knowledge.triples)
    tellings: dict[int, list[int]] = {}
    for i, t in enumerate(facts.event_mentions):
        tellings.setdefault(t.event, []).append(i)
    reports = [maker.report(n, e, tellings.get(n, [])) for n, e in enumerate(facts.events)]
    return reports, origins.voice(), origins.rows()


def sketch(text: str) -> tuple[int, ...]:
    """The smallest hashes of the text's runs of words, sorted: how many two articles share says how alike they are.

    Source: bottom-k sketches, A. Broder, On the resemblance and containment of documents (1997).
    """
    return tuple(runs(text, RUN)[:SKETCH])


class _Maker:
    def __init__(
        self, facts: ArticleFacts, emission: Emission, registry: Registry, origins: Origins, triples: Triples
    ) -> None:
        self.facts = facts
        self.emission = emission
        self.registry = registry
        self.origins = origins
        self.triples = triples
        self.known = {e.key: e for e in facts.entities}

    def report(self, number: int, e: Event, mine: list[int]) -> EventReport:
        place, within, root = where(e.place, self.emission, self.registry)
        facility = bool(place and e.place and self.known[e.place].kind == "Facility")
        around = {*within, root} | (set() if facility else {place})
        tellings = [self.facts.event_mentions[i] for i in mine]
        first, last = _days(e.time)
        published = self.facts.article.date
        return EventReport(
            event=self.emission.events[number][1:-1],
            article=self.facts.article.id,
            begin=min((t.trigger.begin for t in tellings), default=0),
            cls=e.cls,
            type=self.registry.type_name(e.cls),
            above=tuple(self.triples.ancestors(e.cls)),
            label=e.label,
            once=any(self.triples.value(c, "happensOnce") == "true" for c in self.triples.ancestors(e.cls)),
            first=first,
            last=last,
            date=e.time.text if e.time else "",
            published=(published.begin or "")[:10] if published else "",
            place=place,
            place_label=self.known[e.place].label if place and e.place else "",
            facility=facility,
            within=within,
            root=root,
            named=tuple(n for n in self.named(e) if n[1] not in around),
            nouns=tuple(sorted({p.label.lower() for p in e.participants if not self.shared(p.entity)})),
            planned=all(t.modality == "planned" for t in tellings),
            told=tuple(self.told(self.emission.tellings[i], self.facts.event_mentions[i]) for i in mine),
        )

    def shared(self, key: str | None) -> str:
        """IRI of an entity that other articles can name too; empty for any other."""
        entity = self.known.get(key or "")
        return self.emission.entities[entity.key][1:-1] if entity and not entity.local else ""

    def named(self, e: Event) -> Iterable[tuple[str, str, str]]:
        found = ((p.role, self.shared(p.entity), p.label) for p in e.participants)
        return dict.fromkeys(one for one in found if one[1])

    def told(self, node: str, t: EventMention) -> Told:
        origin, label, kind, why = self.origins.origin(t.attribution)
        return Told(node[1:-1], origin, label, kind, why, self.origins.claimer(t.attribution))


def _days(time: Time | None) -> tuple[str, str]:
    """First and last day of a time; empty where it is open or too long to place the event."""
    if time is None or not time.begin or not time.end:
        return "", ""
    begin = datetime.fromisoformat(time.begin)
    last = max(datetime.fromisoformat(time.end) - timedelta(seconds=1), begin)
    if (last.date() - begin.date()).days >= DAYS:
        return "", ""
    return begin.date().isoformat(), last.date().isoformat()
