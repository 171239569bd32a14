"""On whose word a claim is: its claimer or speakers, whom they speak for, and through which media it came."""

from __future__ import annotations

from collections.abc import Sequence

from kazkg.facts import Attribution, Source
from kazkg.graph.rows import KAZ, TYPE, boolean, integer, text
from kazkg.graph.writer import Writer

__all__ = ["Attributions"]


class Attributions:
    """Writes what all claims of an article have in common.

    Args:
        writer: of the article.
    """

    def __init__(self, writer: Writer) -> None:
        self.w = writer
        self.statements: list[str] = []
        """Nodes of the statements, in the order of the facts; claims inside them lead there."""

    def turn(self, statement: str, order: int, speaker: Source) -> None:
        """One speaker of a statement, in the order they are named."""
        w = self.w
        node, who = f"{statement[:-1]}/turn/{order}>", w.source(speaker)
        w.add(statement, KAZ["speaker"], who)
        w.add(statement, KAZ["turn"], node)
        w.add(node, TYPE, KAZ["SpeakerTurn"])
        w.add(node, KAZ["order"], integer(order))
        w.add(node, KAZ["turnSpeaker"], who)
        if speaker.span:
            w.add(node, KAZ["sourceSpan"], w.span(speaker.span))
        self.affiliation(statement, speaker)

    def affiliation(self, claim: str, source: Source) -> None:
        """The body that a source speaks for by the text."""
        if source.affiliation or source.affiliation_entity:
            body = self.w.named(source.affiliation or "", source.affiliation_entity)
            self.w.add(claim, KAZ["affiliation"], body)

    def media(self, claim: str, media: Sequence[Source]) -> None:
        """The relays, from the one next to the origin to the last."""
        w = self.w
        for order, medium in enumerate(media, 1):
            relay, who = f"{claim[:-1]}/relay/{order}>", w.source(medium)
            w.add(claim, KAZ["medium"], who)
            w.add(claim, KAZ["relay"], relay)
            w.add(relay, TYPE, KAZ["Relay"])
            w.add(relay, KAZ["order"], integer(order))
            w.add(relay, KAZ["relayedBy"], who)
            if medium.span:
                w.add(relay, KAZ["sourceSpan"], w.span(medium.span))
        if media:
            w.add(claim, KAZ["mediumText"], text("|".join(m.label for m in media)))

    def chain(self, claim: str, origin: str, media: Sequence[Source]) -> None:
        """The way of a claim in words, for readers."""
        links = [x for x in (origin, *(m.label for m in media)) if x]
        if links:
            self.w.add(claim, KAZ["chain"], text(" > ".join(links)))

    def attribution(self, claim: str, a: Attribution) -> None:
        """Claimer, media and the statement that holds the claim."""
        w = self.w
        w.add(claim, KAZ["ownVoice"], boolean(a.own_voice))
        if a.claimer:
            w.add(claim, KAZ["claimer"], w.source(a.claimer))
            self.affiliation(claim, a.claimer)
            if a.claimer.span:
                w.add(claim, KAZ["sourceSpan"], w.span(a.claimer.span))
        self.media(claim, a.media)
        self.chain(claim, a.claimer.label if a.claimer else "", a.media)
        if a.statement is not None:
            w.add(claim, KAZ["within"], self.statements[a.statement])

    def place(self, node: str, predicate: str, key: str | None) -> None:
        """A place, where its entity is published."""
        if key is not None and key in self.w.entities:
            self.w.add(node, predicate, self.w.entities[key])
