"""From a read ``Doc`` to frozen facts: the last step of the language stage."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeVar

from kazkg import facts
from kazkg.language.drafts import (
    CallingDraft,
    EntityDraft,
    EventDraft,
    FigureDraft,
    SourceDraft,
    StatementDraft,
    UnknownDraft,
)

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from kazkg.knowledge import Knowledge

__all__ = ["harvest"]

T = TypeVar("T")


def harvest(doc: Doc, knowledge: Knowledge) -> facts.ArticleFacts:
    """Freeze what the components noted on ``doc``.

    Args:
        doc: a Doc that went through the whole pipeline, with its article in ``doc._.article``.
        knowledge: gives the labels of event classes.

    Returns:
        The article's facts; nothing in them refers to the Doc.
    """
    return _Harvest(doc, knowledge).all()


class _Harvest:
    def __init__(self, doc: Doc, knowledge: Knowledge) -> None:
        self.doc = doc
        self.knowledge = knowledge
        self.article: facts.Article = doc._.article
        self.text: str = doc.text
        self.starts = [sentence.start for sentence in doc.sents]
        self.entities: dict[str, EntityDraft] = {}
        self.statements: list[StatementDraft] = sorted(doc._.statements, key=lambda s: (s.cue, s.act))
        self.statement_index = {id(s): i for i, s in enumerate(self.statements)}
        self.figures: list[FigureDraft] = sorted(doc._.figures, key=lambda f: (f.amount.start, f.measure))
        self.figure_index = {id(f): i for i, f in enumerate(self.figures)}
        self.events: list[EventDraft] = sorted(doc._.events, key=lambda e: (e.trigger, e.cls))
        numbers = dict.fromkeys(e.happening if e.happening >= 0 else -1 - i for i, e in enumerate(self.events))
        self.event_numbers = {number: i for i, number in enumerate(numbers)}

    def all(self) -> facts.ArticleFacts:
        mentions = tuple(
            facts.Mention(self.entity(m.entity) or "", span, m.form)
            for m in sorted(self.doc._.mentions, key=lambda m: (m.start, -m.end))
            if (span := self.span(m.start, m.end))
        )
        statements = tuple(self.statement(s) for s in self.statements)
        figures = tuple(self.figure(f) for f in self.figures)
        tellings = tuple(self.telling(i, e) for i, e in enumerate(self.events))
        events = tuple(self.happening(i, tellings) for i in range(len(self.event_numbers)))
        return facts.ArticleFacts(
            article=self.article,
            entities=tuple(self.frozen(self.entities[key]) for key in sorted(self.entities)),
            mentions=mentions,
            statements=statements,
            figures=figures,
            events=events,
            event_mentions=tellings,
            omissions=tuple(self.omissions()),
            alarms=tuple(self.alarms()),
            unknowns=tuple(self.unknown(u) for u in self.doc._.unknowns),
            namings=tuple(self.naming(c) for c in self.doc._.callings),
        )

    def span(self, start: int, end: int) -> facts.Span | None:
        """The span of tokens ``start:end`` without white space at its ends; None where nothing is left."""
        doc = self.doc
        while start < end and doc[start].is_space:
            start += 1
        while end > start and doc[end - 1].is_space:
            end -= 1
        if start >= end or start < 0:
            return None
        begin, stop = doc[start].idx, doc[end - 1].idx + len(doc[end - 1])
        return facts.Span(begin, stop, self.text[begin:stop])

    def required(self, start: int, end: int) -> facts.Span:
        found = self.span(start, end)
        if found is None:
            raise ValueError(f"{self.article.id}: tokens {start}:{end} hold no text")
        return found

    def sentence(self, token: int) -> facts.Span:
        """The sentence that holds the token; found by bisection, since spaCy walks to it."""
        at = bisect_right(self.starts, token) - 1
        end = self.starts[at + 1] if at + 1 < len(self.starts) else len(self.doc)
        return self.required(self.starts[at], end)

    def entity(self, draft: EntityDraft | None) -> str | None:
        """The key of the entity, which is now among the article's entities."""
        if draft is None:
            return None
        if draft.key not in self.entities:
            self.entities[draft.key] = draft
            self.entity(draft.role_of)
        return draft.key

    def frozen(self, e: EntityDraft) -> facts.Entity:
        role_of = e.role_of.key if e.role_of else None
        return facts.Entity(e.key, e.label, e.kind, e.cls, e.known, e.local, e.wikidata, e.role, role_of)

    def source(self, draft: SourceDraft) -> facts.Source:
        span = self.span(draft.start, draft.end)
        body = self.entity(draft.affiliation_entity)
        return facts.Source(draft.label, self.entity(draft.entity), span, draft.affiliation, body)

    def statement(self, s: StatementDraft) -> facts.Statement:
        parts = tuple(p for a, b in sorted(s.content) if (p := self.span(a, b)))
        content = None
        if parts:
            begin, end = parts[0].begin, max(p.end for p in parts)
            content = facts.Span(begin, end, self.text[begin:end])
        return facts.Statement(
            speakers=tuple(self.source(x) for x in s.speakers),
            act=s.act,
            cue=self.required(*s.cue),
            content=content,
            parts=parts,
            quote=self.sentence(s.cue[0]),
            mode=s.mode,
            media=self.relays(s),
            polarity=s.polarity,
            certainty=s.certainty,
            tense=s.tense,
            said=s.said.time if s.said else None,
        )

    def relays(self, s: StatementDraft) -> tuple[facts.Source, ...]:
        """Who carried the statement, nearest to the origin first: its own media, then the statements around it."""
        relays = [self.source(x) for x in s.media]
        told = {x.label for x in s.speakers} | {x.label for x in relays}
        seen, outer = {id(s)}, s.parent
        while outer is not None and id(outer) not in seen:
            seen.add(id(outer))
            for draft in (*outer.speakers, *outer.media):
                if draft.label not in told:
                    told.add(draft.label)
                    relays.append(self.source(draft))
            outer = outer.parent
        return tuple(relays)

    def attribution(self, statement: StatementDraft | None, source: SourceDraft | None = None) -> facts.Attribution:
        if statement is None or id(statement) not in self.statement_index:
            claimer = self.source(source) if source else None
            return facts.Attribution(claimer, (), None, own_voice=source is None)
        if source is None and statement.speakers:
            source = statement.speakers[0]
        claimer = self.source(source) if source else None
        media = tuple(m for m in self.relays(statement) if claimer is None or m.label != claimer.label)
        return facts.Attribution(claimer, media, self.statement_index[id(statement)], own_voice=False)

    def figure(self, f: FigureDraft) -> facts.Figure:
        said = f.statement.said.time if f.statement and f.statement.said else None
        a = f.amount
        return facts.Figure(
            measure=f.measure,
            group=f.group,
            low=None if a.low is None else int(a.low),
            high=None if a.high is None else int(a.high),
            qualifier=a.qualifier,
            words=self.required(a.start, a.end),
            described=self.span(*f.described) if f.described else None,
            trigger=self.span(f.trigger, f.trigger + 1) if f.trigger >= 0 else None,
            quote=self.sentence(a.start),
            attribution=self.attribution(f.statement, f.source),
            place=self.entity(f.place),
            status=f.status,
            epistemic=f.epistemic,
            as_of=f.as_of or said or self.article.date,
            event_time=f.time,
            part_of=self.figure_index.get(id(f.part_of)) if f.part_of else None,
        )

    def telling(self, index: int, e: EventDraft) -> facts.EventMention:
        participants = tuple(
            facts.Participant(p.label, p.role, self.entity(p.entity), self.span(p.head, p.head + 1))
            for p in e.participants
        )
        return facts.EventMention(
            event=self.event_numbers[e.happening if e.happening >= 0 else -1 - index],
            cls=e.cls,
            trigger=self.required(*e.trigger),
            quote=self.sentence(e.head),
            modality=e.modality,
            epistemic=e.epistemic,
            polarity=e.polarity,
            attribution=self.attribution(e.statement),
            time=e.time,
            place=self.entity(e.place),
            participants=participants,
            until=e.until,
            duration=e.duration,
            stage=e.stage,
            followed=tuple(key for f in e.followed if (key := self.entity(f))),
        )

    def happening(self, number: int, tellings: Iterable[facts.EventMention]) -> facts.Event:
        """What all tellings of one happening say together."""
        mine = [t for t in tellings if t.event == number]
        cls = _most(t.cls for t in mine) or "Event"
        place = _most(t.place for t in mine if t.place)
        time = _most(t.time for t in mine if t.time and t.time.precision in {"day", "hour", "minute"}) or _most(
            t.time for t in mine if t.time
        )
        participants: dict[tuple[str, str], facts.Participant] = {}
        for t in mine:
            for p in t.participants:
                participants.setdefault((p.label, p.role), p)
        label = self.knowledge.triples.value(cls, "http://www.w3.org/2000/01/rdf-schema#label") or cls
        where = f" in {self.entities[place].label}" if place else ""
        until = _most(t.until for t in mine if t.until)
        duration = _most(t.duration for t in mine if t.duration)
        return facts.Event(cls, f"{label}{where}", time, place, tuple(participants.values()), until, duration)

    def alarms(self) -> Iterable[facts.Alarm]:
        for a in self.doc._.alarms:
            span = self.span(a.start, a.end)
            if span:
                yield facts.Alarm(a.kind, span, self.sentence(a.start), a.reason)

    def unknown(self, u: UnknownDraft) -> facts.Unknown:
        return facts.Unknown(
            kind=u.kind,
            cue=self.required(*u.cue),
            about=self.span(*u.about) if u.about else None,
            holder=self.source(u.holder) if u.holder else None,
            quote=self.sentence(u.head),
            attribution=self.attribution(u.statement),
        )

    def naming(self, c: CallingDraft) -> facts.Naming:
        attribution = self.attribution(c.statement)
        return facts.Naming(c.term, self.required(*c.tokens), c.group, self.sentence(c.tokens[0]), attribution)

    def omissions(self) -> Iterable[facts.Omission]:
        left_out = [("number", a.start, a.end, a.reason or "unread") for a in self.doc._.amounts if not a.figure]
        left_out += [("cue", i, i + 1, reason) for i, reason in self.doc._.dropped_cues]
        for kind, start, end, reason in sorted(left_out, key=lambda o: (o[1], o[0])):
            span = self.span(start, end)
            if span:
                yield facts.Omission(kind, span, reason)


def _most(values: Iterable[T]) -> T | None:
    """The commonest value, the first of several equally common ones; None for none."""
    counted = Counter(values)
    return max(counted, key=lambda v: counted[v]) if counted else None
