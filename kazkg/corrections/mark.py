"""What corrections leave in an article's graph: a mark at what was changed, a record of what was rejected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from kazkg.corrections.apply import Applied, Outcome
from kazkg.corrections.dates import time_of
from kazkg.corrections.resolve import Found
from kazkg.facts import Article, ArticleFacts, Span
from kazkg.graph.emission import Emission
from kazkg.graph.emit import registry_of
from kazkg.graph.rows import KAZ, TYPE, text
from kazkg.graph.settings import GraphSettings
from kazkg.graph.writer import Writer
from kazkg.knowledge import Knowledge
from kazkg.knowledge.corrections import Address, Correction

__all__ = ["dated", "mark"]


def dated(article: Article, knowledge: Knowledge) -> Article:
    """The article with the date that a correction gives it; as it is where none does, or none that can be read."""
    fix = knowledge.corrections.date_of(article.id)
    if fix is None:
        return article
    try:
        return replace(article, date=time_of(fix.date or ""), date_basis="correction", date_span=None)
    except ValueError:
        return article


def mark(
    before: ArticleFacts,
    old: Emission,
    outcome: Outcome,
    emission: Emission,
    knowledge: Knowledge,
    settings: GraphSettings,
) -> list[dict[str, Any]]:
    """Add to the emission what the corrections did, and tell it for the whole build.

    Args:
        before: the facts as read.
        old: what would have been published of them.
        outcome: the corrected facts and what was changed.
        emission: of the corrected facts; rows are added to it.
        knowledge: for what is published of concepts.
        settings: base and quote limit.

    Returns:
        One entry a target that concerns this article: correction, target, problem, nodes (IRIs in brackets), events.
    """
    marker = _Marker(before, old, outcome, emission, knowledge, settings)
    entries = [marker.entry(one) for one in outcome.applied]
    own = f"<{emission.iris.base}article/"
    emission.own_rows.extend(r for r in dict.fromkeys(marker.rows) if r[0].startswith(own))
    emission.common_rows.extend(r for r in dict.fromkeys(marker.rows) if not r[0].startswith(own))
    emission.shared_rows.extend(r for r in marker.writer.shared if r not in emission.shared_rows)
    emission.own_rows[:] = dict.fromkeys(emission.own_rows)
    return entries


class _Marker:
    def __init__(
        self,
        before: ArticleFacts,
        old: Emission,
        outcome: Outcome,
        emission: Emission,
        knowledge: Knowledge,
        settings: GraphSettings,
    ) -> None:
        self.before = before
        self.old = old
        self.outcome = outcome
        self.emission = emission
        registry = registry_of(knowledge, settings)
        self.writer = Writer(before.article.id, registry.iris, registry, settings)
        self.rows = self.writer.rows

    def entry(self, one: Applied) -> dict[str, Any]:
        c = one.correction
        nodes: list[str] = []
        events: list[str] = []
        problem = one.problem
        if not problem and one.entity:
            nodes.append(self.corrected(self.emission.entities.get(one.entity, ""), c))
        elif not problem and c.kind == "DateFix" and one.target == Address(one.target.text, self.before.article.id, ""):
            problem = self.date_problem(c)
            nodes += [] if problem else [self.corrected(self.writer.node, c)]
        for found in () if problem else one.found:
            if found[0] == "entity":
                continue
            kept = self.outcome.kept.get(found)
            if kept is None:
                nodes.append(self.rejected(found, c))
            else:
                nodes.append(self.corrected(self.emission.claims[found[0]][kept], c))
                if c.kind in {"EventMerge", "EventSplit"}:
                    event = kept if found[0] == "event" else self.outcome.facts.event_mentions[kept].event
                    events.append(self.emission.events[event])
        for event_node in events:
            self.corrected(event_node, c)
        return {
            "correction": c.iri,
            "target": one.target.text,
            "problem": problem,
            "nodes": sorted(filter(None, {*nodes, *events})),
            "events": sorted(set(events)),
        }

    def date_problem(self, c: Correction) -> str:
        try:
            time_of(c.date or "")
        except ValueError as err:
            return str(err)
        return "" if self.before.article.date_basis == "correction" else "another correction dates the article"

    def corrected(self, node: str, c: Correction) -> str:
        if node:
            self.rows += [(node, KAZ["correctedBy"], f"<{c.iri}>"), (node, KAZ["correctionText"], text(c.words))]
        return node

    def rejected(self, found: Found, c: Correction) -> str:
        kind, number = found
        node = self.old.claims[kind][number]
        quote, words = self.told(kind, number)
        self.rows += [
            (node, TYPE, KAZ["RejectedClaim"]),
            (node, KAZ["inArticle"], self.writer.node),
            (node, KAZ["rejectedKind"], text(kind)),
            (node, KAZ["rejectedText"], text(words)),
        ]
        self.rows.append((node, KAZ["span"], self.writer.span(quote)))
        if kind == "figure":
            f = self.before.figures[number]
            self.rows += [
                (node, KAZ["rejectedMeasure"], self.writer.concept("Measure", f.measure)),
                (node, KAZ["rejectedGroup"], self.writer.concept("Group", f.group)),
                (node, KAZ["rejectedWords"], text(f.words.text)),
            ]
        return self.corrected(node, c)

    def told(self, kind: str, number: int) -> tuple[Span, str]:
        """The sentence of a claim, and the claim in a few words."""
        facts = self.before
        match kind:
            case "figure":
                f = facts.figures[number]
                return f.quote, f"{f.group} {f.measure}: {f.words.text}"
            case "statement":
                s = facts.statements[number]
                who = ", ".join(x.label for x in s.speakers) or "nobody named"
                return s.quote, f"{who}: {s.cue.text}"
            case "unknown":
                u = facts.unknowns[number]
                return u.quote, u.cue.text
            case "naming":
                n = facts.namings[number]
                return n.quote, n.term
            case "telling":
                t = facts.event_mentions[number]
                return t.quote, f"{self.writer.registry.type_name(t.cls)}: {t.trigger.text}"
            case _:
                first = next(_tellings(facts, number))
                return facts.event_mentions[first].quote, facts.events[number].label


def _tellings(facts: ArticleFacts, event: int) -> Iterator[int]:
    return (i for i, t in enumerate(facts.event_mentions) if t.event == event)
