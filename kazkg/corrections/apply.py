"""The corrections of one article, applied to its facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from kazkg.corrections.dates import time_of
from kazkg.corrections.entities import entity_of, moved, with_entity
from kazkg.corrections.events import merged, split
from kazkg.corrections.resolve import Addressed, Found, NotThereError
from kazkg.facts import ArticleFacts, Attribution, Entity, Source, Span
from kazkg.graph.emission import Emission
from kazkg.knowledge import Knowledge
from kazkg.knowledge.corrections import Address, Correction

__all__ = ["Applied", "Outcome", "apply"]

_ORDER: Final = ("EntityMerge", "EntitySplit", "ClaimerFix", "DateFix", "EventMerge", "EventSplit", "Rejection")
_LISTS: Final = {
    "figure": "figures",
    "statement": "statements",
    "telling": "event_mentions",
    "unknown": "unknowns",
    "naming": "namings",
    "event": "events",
}


@dataclass(slots=True)
class Applied:
    """What came of one target of a correction in this article."""

    correction: Correction
    target: Address
    problem: str = ""
    """Why it matches nothing; empty where it does."""
    found: list[Found] = field(default_factory=list)
    """What was changed, by index among the facts as they were before; an entity is ``entity`` with index -1."""
    entity: str = ""
    """Key of the entity that it is now about, where it is about one."""


@dataclass(slots=True)
class Outcome:
    """The corrected facts, and what was done to them."""

    facts: ArticleFacts
    applied: list[Applied]
    kept: dict[Found, int]
    """What was changed and is still there, to its index among the corrected facts."""


def apply(facts: ArticleFacts, emission: Emission, corrections: Sequence[Correction], knowledge: Knowledge) -> Outcome:
    """Apply all corrections that concern an article.

    Each is looked up in the facts as they were read, so that none depends on another; what they change is changed in a
    fixed order (entities, claimers, dates, events, rejections), and among those of a kind in the order of their IRIs.

    Args:
        facts: as read.
        emission: what would be published of them, for the IRIs.
        corrections: that concern the article.
        knowledge: for entities of the gazetteer.
    """
    addressed = Addressed(facts, emission)
    job = _Job(facts, addressed, knowledge)
    for c in sorted(corrections, key=lambda c: (_ORDER.index(c.kind), c.iri)):
        for target in c.targets:
            if target.article in (None, facts.article.id):
                one = Applied(c, target)
                job.applied.append(one)
                try:
                    job.look_up(one)
                except (NotThereError, ValueError) as err:
                    one.problem = str(err)
        job.change(c, [a for a in job.applied if a.correction is c and not a.problem])
    return job.outcome()


class _Job:
    def __init__(self, facts: ArticleFacts, addressed: Addressed, knowledge: Knowledge) -> None:
        self.facts = facts
        self.addressed = addressed
        self.knowledge = knowledge
        self.applied: list[Applied] = []
        self.gone: set[Found] = set()
        self.event_of = [t.event for t in facts.event_mentions]
        """Index of each telling's event, which merges and splits change."""
        self.was_of = tuple(self.event_of)

    def look_up(self, one: Applied) -> None:
        c, target = one.correction, one.target
        if target.entity is not None:
            if not any(e.key == target.entity for e in self.facts.entities):
                raise NotThereError(f"article {self.facts.article.id} names no {target.text}")
            one.found = [("entity", -1)]
        elif not (c.kind == "DateFix" and not target.part and target.begin < 0 and not c.quote):
            one.found = self.addressed.find(c, target)

    def change(self, c: Correction, hit: list[Applied]) -> None:
        found = list(dict.fromkeys(f for a in hit for f in a.found))
        if not found:
            return
        try:
            match c.kind:
                case "EntityMerge" | "EntitySplit":
                    for one in hit:
                        self.entity(one)
                case "ClaimerFix":
                    self.claimer(c, found)
                case "DateFix":
                    self.date(c, found)
                case "EventMerge":
                    self.facts, self.event_of = merged(self.facts, self.event_of, self.events(found))
                case "EventSplit":
                    tellings = [i for kind, i in found if kind == "telling"]
                    self.facts, self.event_of = split(self.facts, self.event_of, tellings, self.knowledge)
                case _:
                    for one in hit:
                        events = {i for kind, i in one.found if kind == "event"}
                        one.found += [("telling", i) for i, e in enumerate(self.was_of) if e in events]
                        self.gone.update(one.found)
        except (NotThereError, ValueError) as err:
            for one in hit:
                one.problem = str(err)

    def events(self, found: Iterable[Found]) -> list[int]:
        return sorted({i if kind == "event" else self.event_of[i] for kind, i in found})

    def entity(self, one: Applied) -> None:
        c, old = one.correction, one.target.entity or ""
        like = next((e for e in self.facts.entities if e.key == old), None)
        new = entity_of(c.becomes or "", like, c, self.facts, self.knowledge)
        if new is None:
            raise NotThereError(f"nobody knows a name for {c.becomes}; add kaz:newLabel")
        if new.key == old:
            raise NotThereError(f"{c.becomes} is the same entity")
        if c.kind == "EntityMerge":
            self.facts = moved(self.facts, old, new, lambda _: True)
        else:
            places = [self.place(a, c.quote) for a in c.at if a.article == self.facts.article.id]
            if not places:
                one.found = []
                return
            mine = [m.span for m in self.facts.mentions if m.entity == old]
            inside = [s for s in mine if any(b < s.end and s.begin < e for b, e in places)]
            if not inside:
                raise NotThereError(f"{one.target.text} is not named there in article {self.facts.article.id}")
            every = len(inside) == len(mine)
            self.facts = moved(
                self.facts,
                old,
                new,
                lambda s: every if s is None else any(b < s.end and s.begin < e for b, e in places),
            )
        one.entity = new.key

    def place(self, at: Address, quote: str | None) -> tuple[int, int]:
        span = self.addressed.mention(at.part) if at.part else None
        if at.part and span is None:
            raise NotThereError(f"article {self.facts.article.id} has no {at.part}")
        return (span.begin, span.end) if span else self.addressed.place(at, quote)

    def claimer(self, c: Correction, found: list[Found]) -> None:
        for kind, i in found:
            claims = list(getattr(self.facts, _LISTS[kind]))
            claim = claims[i]
            who = None if c.own_voice else self.source(c, claim.quote)
            if kind == "statement":
                claims[i] = replace(claim, speakers=(who,) if who else ())
            elif who is None:
                claims[i] = replace(claim, attribution=Attribution(None))
            else:
                media = tuple(m for m in claim.attribution.media if m.label != who.label)
                changed = replace(claim.attribution, claimer=who, media=media, own_voice=False)
                claims[i] = replace(claim, attribution=changed)
            put: dict[str, Any] = {_LISTS[kind]: tuple(claims)}
            self.facts = replace(self.facts, **put)

    def source(self, c: Correction, quote: Span) -> Source:
        """The claimer as a source; its place is where the correction says, else its nearest mention, else the quote."""
        name = c.claimer or ""
        entity: Entity | None = None
        if "/" in name or name.startswith("ent:"):
            entity = entity_of(name, None, c, self.facts, self.knowledge) if "/source/" not in name else None
            label = entity.label if entity else c.label or name.rpartition("/")[2].replace("_", " ")
        else:
            label = name
            listed = self.knowledge.gazetteer.lookup(name)
            told = next((e for e in self.facts.entities if e.label == name), None)
            if listed:
                entity = entity_of(f"entity/{listed[0].key}", None, c, self.facts, self.knowledge)
            elif told:
                entity = told
            label = entity.label if entity else label
        span = quote
        if entity is not None:
            self.facts = with_entity(self.facts, entity)
            named = [m.span for m in self.facts.mentions if m.entity == entity.key]
            before = [s for s in named if s.begin < quote.end]
            span = before[-1] if before else named[0] if named else quote
        for at in c.at:
            if at.article == self.facts.article.id:
                begin, end = self.place(at, None)
                span = Span(begin, end, self.facts.article.text[begin:end])
        return Source(label, entity.key if entity else None, span)

    def date(self, c: Correction, found: list[Found]) -> None:
        time = time_of(c.date or "")
        figures, tellings = list(self.facts.figures), list(self.facts.event_mentions)
        events = list(self.facts.events)
        for kind, i in found:
            if kind == "figure":
                figures[i] = replace(figures[i], as_of=time)
                continue
            event = i if kind == "event" else self.event_of[i]
            before = events[event].time
            mine = [n for n, e in enumerate(self.event_of) if e == event]
            if kind == "telling":
                tellings[i] = replace(tellings[i], time=time)
            if kind == "event" or len(mine) == 1:
                events[event] = replace(events[event], time=time)
                for n in mine:
                    if tellings[n].time == before and before is not None:
                        tellings[n] = replace(tellings[n], time=time)
        self.facts = replace(self.facts, figures=tuple(figures), event_mentions=tuple(tellings), events=tuple(events))

    def outcome(self) -> Outcome:
        """The facts without what was rejected or merged away, and with every index put right."""
        f, gone = self.facts, self.gone
        told = [i for i in range(len(f.event_mentions)) if ("telling", i) not in gone]
        live = {self.event_of[i] for i in told}
        at = {
            "figure": _kept(len(f.figures), lambda i: ("figure", i) not in gone),
            "statement": _kept(len(f.statements), lambda i: ("statement", i) not in gone),
            "telling": _kept(len(f.event_mentions), lambda i: ("telling", i) not in gone),
            "unknown": _kept(len(f.unknowns), lambda i: ("unknown", i) not in gone),
            "naming": _kept(len(f.namings), lambda i: ("naming", i) not in gone),
            "event": _kept(len(f.events), lambda i: i in live),
        }

        def said(a: Attribution) -> Attribution:
            return replace(a, statement=None if a.statement is None else at["statement"].get(a.statement))

        facts = replace(
            f,
            figures=tuple(
                replace(
                    x,
                    part_of=None if x.part_of is None else at["figure"].get(x.part_of),
                    attribution=said(x.attribution),
                )
                for i, x in enumerate(f.figures)
                if i in at["figure"]
            ),
            statements=tuple(x for i, x in enumerate(f.statements) if i in at["statement"]),
            event_mentions=tuple(
                replace(f.event_mentions[i], event=at["event"][self.event_of[i]],
                        attribution=said(f.event_mentions[i].attribution))
                for i in told
            ),
            events=tuple(x for i, x in enumerate(f.events) if i in at["event"]),
            unknowns=tuple(replace(x, attribution=said(x.attribution)) for i, x in enumerate(f.unknowns)
                           if i in at["unknown"]),
            namings=tuple(replace(x, attribution=said(x.attribution)) for i, x in enumerate(f.namings)
                          if i in at["naming"]),
        )  # fmt: skip
        kept = {}
        for found in dict.fromkeys(x for a in self.applied for x in a.found if x[0] in at):
            kind, i = found
            if kind == "event" and i not in live:  # merged into another one
                i = next((self.event_of[n] for n in told if self.was_of[n] == i), i)
            if i in at[kind]:
                kept[found] = at[kind][i]
        return Outcome(facts, self.applied, kept)


def _kept(count: int, keep: Callable[[int], bool]) -> dict[int, int]:
    found = [i for i in range(count) if keep(i)]
    return {i: n for n, i in enumerate(found)}
