"""From facts to RDF: the graph of one article, with what the gazetteer says of the things it names."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from kazkg.facts import (
    Alarm,
    Article,
    ArticleFacts,
    Event,
    EventMention,
    Figure,
    Mention,
    Naming,
    Omission,
    Participant,
    Span,
    Statement,
    Unknown,
)
from kazkg.graph.attribution import Attributions
from kazkg.graph.emission import Emission
from kazkg.graph.iris import Iris, slug
from kazkg.graph.registry import Registry
from kazkg.graph.rows import DCTERMS, KAZ, RDF, RDFS, SCHEMA, SKOS, TYPE, XSD, integer, text, typed
from kazkg.graph.settings import GraphSettings
from kazkg.graph.writer import Writer
from kazkg.knowledge import Knowledge

__all__ = ["emit", "registry_of"]

_IN_ARTICLE = KAZ["inArticle"]
_ALARMS = {
    "place": "UnsupportedPlace",
    "role": "UnsupportedRole",
    "quotation mark": "UnpairedQuotationMark",
    "glued sentences": "GluedSentences",
    "list": "ListWithoutCommas",
    "margin": "MarginalClaim",
}
"""Kind of an alarm -> its class."""


@lru_cache(maxsize=4)
def registry_of(knowledge: Knowledge, settings: GraphSettings) -> Registry:
    """The registry of a knowledge under the settings' base; made once a process."""
    return Registry(knowledge.triples, Iris(settings.base))


def emit(facts: ArticleFacts, settings: GraphSettings, knowledge: Knowledge) -> Emission:
    """Write one article's facts as RDF.

    The result depends on the arguments alone; no blank node occurs in it.

    Args:
        facts: what was read.
        settings: base IRI, quote limit, whether the text is published.
        knowledge: for what the gazetteer says of named entities.
    """
    registry = registry_of(knowledge, settings)
    writer = Writer(facts.article.id, registry.iris, registry, settings)
    emitter = _Emitter(writer, facts, settings)
    emitter.run()
    return Emission(
        article=facts.article.id,
        iris=registry.iris,
        own_rows=list(dict.fromkeys(writer.rows)),
        shared_rows=list(writer.shared),
        common_rows=list(writer.common),
        link_rows=list(writer.links),
        entities=writer.entities,
        figures=emitter.figures,
        events=emitter.events,
        tellings=emitter.tellings,
        claims=emitter.claims,
    )


class _Emitter(Attributions):
    def __init__(self, writer: Writer, facts: ArticleFacts, settings: GraphSettings) -> None:
        super().__init__(writer)
        self.facts = facts
        self.settings = settings
        self.figures: list[str] = []
        self.events: list[str] = []
        self.tellings: list[str] = []
        self.claims: dict[str, list[str]] = {"telling": self.tellings, "unknown": [], "naming": [], "mention": []}
        self.unnamed: set[str] = set()
        self.mentioned: dict[tuple[int, int], int] = {}

    def run(self) -> None:
        w, facts = self.w, self.facts
        for e in facts.entities:
            w.entity(e)
        for link in facts.links:
            w.link(link)
        self.article(facts.article)
        self.offices()
        for mention in facts.mentions:
            self.mention(mention)
        self.statements = [w.mint("statement", s.cue.begin, _statement_key(s)) for s in facts.statements]
        self.figures = [w.mint("figure", f.words.begin, _figure_key(f)) for f in facts.figures]
        self.events = self.event_nodes()
        self.claims |= {"statement": self.statements, "figure": self.figures, "event": self.events}
        for node, statement in zip(self.statements, facts.statements, strict=True):
            self.statement(node, statement)
        for node, figure in zip(self.figures, facts.figures, strict=True):
            self.figure(node, figure)
        for node, event in zip(self.events, facts.events, strict=True):
            self.event(node, event)
        for telling in facts.event_mentions:
            self.event_mention(telling)
        for unknown in facts.unknowns:
            self.unknown(unknown)
        for naming in facts.namings:
            self.naming(naming)
        for omission in facts.omissions:
            self.omission(omission)
        for alarm in facts.alarms:
            self.alarm(alarm)

    def offices(self) -> None:
        """What the article ties persons to that the gazetteer does not know: a body, or a country they act for."""
        by_key = {e.key: e for e in self.facts.entities}
        for e in self.facts.entities:
            body = by_key.get(e.role_of) if e.role_of and e.kind == "Person" and not e.known else None
            if body is not None and body.kind == "Organization":
                self.w.say(self.w.entities[e.key], KAZ["worksFor"], self.w.entities[body.key])
            elif body is not None and body.cls == "Country":
                self.w.say(self.w.entities[e.key], KAZ["country"], self.w.entities[body.key])

    def article(self, a: Article) -> None:
        w, node = self.w, self.w.node
        w.add(node, TYPE, KAZ["Article"])
        w.add(node, TYPE, SCHEMA["NewsArticle"])
        w.add(node, KAZ["identifier"], text(a.id))
        if a.title:
            w.add(node, DCTERMS["title"], text(a.title))
        if a.source:
            key = w.registry.by_label(a.source)
            w.add(node, DCTERMS["publisher"], w.known(key) if key else w.named(a.source, None))
        if a.url:
            w.add(node, SCHEMA["url"], typed(a.url, XSD["anyURI"]))
        if a.date:
            w.add(node, KAZ["published"], w.time(a.date))
        if a.date_basis:
            w.add(node, KAZ["dateBasis"], text(a.date_basis))
        if a.date_span:
            w.add(node, KAZ["dateSpan"], w.span(a.date_span))
        w.add(node, DCTERMS["language"], text(a.language))
        w.add(node, KAZ["textLength"], integer(len(a.text)))
        w.add(node, KAZ["textDigest"], text(a.sha256))
        if self.settings.with_text:
            w.add(node, KAZ["text"], text(a.text))
        for key, value in a.extra:
            field = f"{node[:-1]}/field/{slug(key)}>"
            w.add(node, KAZ["field"], field)
            w.add(field, TYPE, KAZ["Field"])
            w.add(field, RDFS["label"], text(key))
            w.add(field, RDF["value"], text(value))

    def mention(self, m: Mention) -> None:
        w = self.w
        entity = w.entities.get(m.entity)
        if entity is None:
            self.claims["mention"].append("")
            return
        place = (m.span.begin, m.span.end)
        count = self.mentioned[place] = self.mentioned.get(place, 0) + 1
        tail = "" if count == 1 else f"-{count}"
        node = f"<{w.iri}/mention/{place[0]}-{place[1]}{tail}>"
        self.claims["mention"].append(node)
        w.add(node, TYPE, KAZ["Mention"])
        w.add(node, _IN_ARTICLE, w.node)
        w.add(node, KAZ["refersTo"], entity)
        w.add(node, KAZ["surface"], text(w.cut(m.span).text))
        w.add(node, KAZ["form"], text(m.form))
        w.add(node, KAZ["span"], w.span(m.span))

    def statement(self, node: str, s: Statement) -> None:
        w = self.w
        w.add(node, TYPE, KAZ["Statement"])
        w.add(node, _IN_ARTICLE, w.node)
        for order, speaker in enumerate(s.speakers, 1):
            self.turn(node, order, speaker)
        w.add(node, KAZ["act"], w.concept("Act", s.act))
        w.add(node, KAZ["cue"], text(w.cut(s.cue).text))
        w.add(node, KAZ["cueSpan"], w.span(s.cue))
        if s.content:
            w.add(node, KAZ["content"], text(w.cut(s.content).text))
            w.add(node, KAZ["contentSpan"], w.span(s.content))
        for part in s.parts if len(s.parts) > 1 else ():
            w.add(node, KAZ["contentPart"], w.span(part))
        w.add(node, KAZ["quoteSpan"], w.span(s.quote))
        w.add(node, KAZ["mode"], text(s.mode))
        w.add(node, KAZ["polarity"], text(s.polarity))
        w.add(node, KAZ["certainty"], text(s.certainty))
        w.add(node, KAZ["tense"], text(s.tense))
        if s.said:
            w.add(node, KAZ["said"], w.time(s.said))
        self.media(node, s.media)
        self.chain(node, ", ".join(x.label for x in s.speakers), s.media)

    def figure(self, node: str, f: Figure) -> None:
        w = self.w
        w.add(node, TYPE, KAZ["Figure"])
        w.add(node, _IN_ARTICLE, w.node)
        w.add(node, KAZ["measure"], w.concept("Measure", f.measure))
        w.add(node, KAZ["group"], w.concept("Group", f.group))
        if f.low is not None:
            w.add(node, KAZ["low"], integer(f.low))
        if f.high is not None:
            w.add(node, KAZ["high"], integer(f.high))
        w.add(node, KAZ["qualifier"], text(f.qualifier))
        w.add(node, KAZ["words"], text(w.cut(f.words).text))
        w.add(node, KAZ["wordsSpan"], w.span(f.words))
        if f.described:
            w.add(node, KAZ["described"], text(w.cut(f.described).text))
            w.add(node, KAZ["describedSpan"], w.span(f.described))
        if f.trigger:
            w.add(node, KAZ["triggerSpan"], w.span(f.trigger))
        w.add(node, KAZ["quoteSpan"], w.span(f.quote))
        w.add(node, KAZ["status"], text(f.status))
        w.add(node, KAZ["epistemic"], w.concept("EpistemicStatus", f.epistemic))
        if f.as_of:
            w.add(node, KAZ["asOf"], w.time(f.as_of))
        if f.event_time:
            w.add(node, KAZ["eventTime"], w.time(f.event_time))
        self.place(node, KAZ["claimPlace"], f.place)
        if f.part_of is not None:
            w.add(node, KAZ["partOfFigure"], self.figures[f.part_of])
        self.attribution(node, f.attribution)

    def event_nodes(self) -> list[str]:
        first: dict[int, Span] = {}
        for m in self.facts.event_mentions:
            if m.event not in first or m.trigger < first[m.event]:
                first[m.event] = m.trigger
        nodes = []
        for i, e in enumerate(self.facts.events):
            told = first.get(i)
            parts = (e.cls, *_span_key(told)) if told else (e.cls, e.label, e.place, e.time)
            nodes.append(self.w.mint("event", told.begin if told else 0, parts))
        return nodes

    def event(self, node: str, e: Event) -> None:
        w = self.w
        w.add(node, TYPE, KAZ[e.cls])
        w.add(node, _IN_ARTICLE, w.node)
        w.add(node, KAZ["typeName"], text(w.registry.type_name(e.cls)))
        w.add(node, SKOS["prefLabel"], text(e.label))
        if e.time:
            w.add(node, KAZ["eventDate"], w.time(e.time))
        self.extent(node, e)
        self.place(node, KAZ["eventPlace"], e.place)
        for p, who in self.participants(node, e.participants):
            role = p.role if w.registry.is_participant_role(p.role) else "participant"
            w.add(node, KAZ[role], who)
        self.participants_text(node, e.participants)

    def participants(self, event: str, participants: Iterable[Participant]) -> Iterable[tuple[Participant, str]]:
        """Each participant with its node; one without a name is this event's own."""
        w = self.w
        for p in participants:
            node = w.entities.get(p.entity) if p.entity else None
            if node is None:
                node = f"{event[:-1]}/participant/{slug(p.label)}>"
                if node not in self.unnamed:
                    self.unnamed.add(node)
                    w.add(node, TYPE, KAZ["UnnamedParticipant"])
                    w.add(node, SKOS["prefLabel"], text(p.label))
            yield p, node

    def extent(self, node: str, told: Event | EventMention) -> None:
        """Until when and how long it holds, where that is said."""
        if told.until:
            self.w.add(node, KAZ["validUntil"], self.w.time(told.until))
        if told.duration:
            self.w.add(node, KAZ["duration"], text(told.duration))

    def participants_text(self, node: str, participants: Iterable[Participant]) -> None:
        labels = "|".join(dict.fromkeys(p.label for p in participants))
        if labels:
            self.w.add(node, KAZ["participantsText"], text(labels))

    def event_mention(self, m: EventMention) -> None:
        w, event = self.w, self.events[m.event]
        node = w.mint("telling", m.trigger.begin, (m.cls, *_span_key(m.trigger)))
        self.tellings.append(node)
        w.add(node, TYPE, KAZ["EventMention"])
        w.add(node, _IN_ARTICLE, w.node)
        w.add(node, KAZ["mentionOf"], event)
        w.add(node, KAZ["typeName"], text(w.registry.type_name(m.cls)))
        w.add(node, KAZ["trigger"], text(w.cut(m.trigger).text))
        w.add(node, KAZ["triggerSpan"], w.span(m.trigger))
        w.add(node, KAZ["quoteSpan"], w.span(m.quote))
        w.add(node, KAZ["modality"], text(m.modality))
        w.add(node, KAZ["epistemic"], w.concept("EpistemicStatus", m.epistemic))
        w.add(node, KAZ["polarity"], text(m.polarity))
        if m.time:
            w.add(node, KAZ["eventTime"], w.time(m.time))
        self.extent(node, m)
        self.place(node, KAZ["claimPlace"], m.place)
        self.participants_text(node, m.participants)
        if m.stage:
            w.add(node, KAZ["stage"], w.concept("Stage", m.stage))
            for key in m.followed:
                self.place(node, KAZ["fateSubject"], key)
        for order, (p, who) in enumerate(self.participants(event, m.participants), 1):
            part = f"{node[:-1]}/participation/{order}>"
            w.add(node, KAZ["participation"], part)
            w.add(part, TYPE, KAZ["Participation"])
            w.add(part, KAZ["order"], integer(order))
            w.add(part, KAZ["participantIs"], who)
            w.add(part, KAZ["inRole"], KAZ[p.role if w.registry.is_participant_role(p.role) else "participant"])
        self.attribution(node, m.attribution)

    def unknown(self, u: Unknown) -> None:
        w = self.w
        node = w.mint("unknown", u.cue.begin, (u.kind, *_span_key(u.cue), *_span_key(u.about)))
        self.claims["unknown"].append(node)
        w.add(node, TYPE, KAZ["ReportedUnknown"])
        w.add(node, _IN_ARTICLE, w.node)
        w.add(node, KAZ["unknownKind"], text(u.kind))
        w.add(node, KAZ["unknownCue"], text(w.cut(u.cue).text))
        w.add(node, KAZ["cueSpan"], w.span(u.cue))
        if u.about:
            w.add(node, KAZ["topic"], text(w.cut(u.about).text))
            w.add(node, KAZ["topicSpan"], w.span(u.about))
        if u.holder:
            w.add(node, KAZ["unknownTo"], w.source(u.holder))
            if u.holder.span:
                w.add(node, KAZ["unknownToSpan"], w.span(u.holder.span))
        w.add(node, KAZ["quoteSpan"], w.span(u.quote))
        self.attribution(node, u.attribution)

    def naming(self, n: Naming) -> None:
        w = self.w
        node = w.mint("naming", n.span.begin, (n.term, n.group, *_span_key(n.span)))
        self.claims["naming"].append(node)
        w.add(node, TYPE, KAZ["Naming"])
        w.add(node, _IN_ARTICLE, w.node)
        w.add(node, KAZ["term"], text(n.term))
        w.add(node, KAZ["termSpan"], w.span(n.span))
        w.add(node, KAZ["namesGroup"], w.concept("Group", n.group))
        w.add(node, KAZ["quoteSpan"], w.span(n.quote))
        self.attribution(node, n.attribution)

    def omission(self, o: Omission) -> None:
        w = self.w
        node = f"<{w.iri}/omission/{slug(o.kind)}-{o.span.begin}-{o.span.end}>"
        w.add(node, TYPE, KAZ["Omission"])
        w.add(node, _IN_ARTICLE, w.node)
        w.add(node, KAZ["omittedKind"], text(o.kind))
        w.add(node, KAZ["reason"], text(o.reason))
        w.add(node, KAZ["span"], w.span(o.span))

    def alarm(self, a: Alarm) -> None:
        w = self.w
        node = f"<{w.iri}/alarm/{slug(a.kind)}-{a.span.begin}-{a.span.end}>"
        w.add(node, TYPE, KAZ[_ALARMS[a.kind]])
        w.add(node, _IN_ARTICLE, w.node)
        w.add(node, KAZ["alarmKind"], text(a.kind))
        w.add(node, KAZ["reason"], text(a.reason))
        w.add(node, KAZ["span"], w.span(a.span))
        w.add(node, KAZ["quoteSpan"], w.span(a.quote))


def _span_key(span: Span | None) -> tuple[object, ...]:
    return (span.begin, span.end, span.text) if span else ("", "", "")


def _statement_key(s: Statement) -> tuple[object, ...]:
    return (*_span_key(s.cue), *_span_key(s.content))


def _figure_key(f: Figure) -> tuple[object, ...]:
    return (f.measure, f.group, f.low, f.high, *_span_key(f.words), *_span_key(f.trigger))
