"""Whom a claim goes back to, once the relays are followed to their end."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from kazkg.facts import ArticleFacts, Attribution, Source
from kazkg.fusion.nameless import Nameless
from kazkg.graph.emission import Emission
from kazkg.graph.registry import Registry
from kazkg.graph.rows import KAZ, SKOS, TYPE, Row, text
from kazkg.knowledge import Knowledge

__all__ = ["Origins", "origin_rows"]


def origin_rows(claim: str, origin: str, label: str, why: str) -> Iterator[Row]:
    """Whom a claim goes back to, and why; a source that only its article knows is described too.

    Args:
        claim: IRI of the claim, without brackets.
        origin: IRI of the origin, without brackets.
        label: the origin's.
        why: the evidence.
    """
    node = f"<{origin}>"
    yield f"<{claim}>", KAZ["claimOrigin"], node
    yield f"<{claim}>", KAZ["originReason"], text(why)
    if "/article/" in origin and "/source/" in origin:
        yield node, TYPE, KAZ["UnnamedSource"]
        yield node, SKOS["prefLabel"], text(label)


@lru_cache(maxsize=4)
def _nameless_of(knowledge: Knowledge) -> Nameless:
    return Nameless(knowledge.triples)


class Origins:
    """Finds the origins of one article's claims.

    Args:
        facts: of the article.
        emission: its graph, for the IRIs.
        registry: who belongs to whom.
        knowledge: for the words that make a source known again.
    """

    def __init__(self, facts: ArticleFacts, emission: Emission, registry: Registry, knowledge: Knowledge) -> None:
        self.article = facts.article
        self.emission = emission
        self.registry = registry
        self.words = _nameless_of(knowledge)
        self.reached: set[str] = set()
        """Keys of bodies of the gazetteer that are origins without being named in the article."""

    def rows(self) -> list[Row]:
        """What the gazetteer says of origins that the article does not name."""
        return list(dict.fromkeys(row for key in sorted(self.reached) for row in self.registry.facts(key)))

    def claimer(self, a: Attribution) -> str:
        """IRI of a claimer with a name; empty for any other."""
        key = a.claimer.entity if a.claimer else None
        return self.emission.entities.get(key or "", "")[1:-1]

    def origin(self, a: Attribution) -> tuple[str, str, str, str]:
        """IRI, label, kind and evidence of whoever a claim goes back to."""
        article = self.article
        if a.claimer:
            body = self.body(a.claimer)
            if body is not None:
                key, label = body
                return self.node(key, label), label, "named", f"{a.claimer.label} speaks for {label}"
            label = a.claimer.label
            if a.claimer.entity or self.words.known_again(label):
                return self.node(a.claimer.entity, label), label, "named", f"{label} is named as the source"
            return self.unnamed(label), label, "unnamed", f"{label} is not named more closely"
        if a.own_voice:
            iri, label = self.voice()
            return iri, label, "voice", f"{article.source or 'the article'} says it itself"
        first = next(iter(a.media), None)
        if first is not None and (first.entity or self.words.known_again(first.label)):
            why = f"{first.label} names no source"
            return self.node(first.entity, first.label), first.label, "unnamed", why
        label = f"a source not named, by {first.label}" if first else "a source not named"
        return self.unnamed(label), label, "unnamed", "the source is not named"

    def voice(self) -> tuple[str, str]:
        """IRI and label of who speaks where the article says something itself: its publisher, else the article."""
        source = self.article.source
        if source:
            return self.node(self.registry.by_label(source), source), source
        return self.emission.iris.article(self.article.id), f"article {self.article.id}"

    def body(self, claimer: Source) -> tuple[str | None, str] | None:
        """The body that the claimer speaks for, by the text or by the gazetteer; None for none, or more than one."""
        if claimer.affiliation or claimer.affiliation_entity:
            return claimer.affiliation_entity, claimer.affiliation or claimer.label
        if claimer.entity and self.registry.knows(claimer.entity):
            bodies = self.registry.bodies(claimer.entity)
            if len(bodies) == 1:
                return bodies[0], self.registry.label(bodies[0])
        return None

    def node(self, key: str | None, label: str) -> str:
        """IRI of an entity by key, or of an unnamed source by label."""
        iris = self.emission.iris
        if key and key in self.emission.entities:
            return self.emission.entities[key][1:-1]
        if key:
            self.reached.add(key)
            return iris.entity(key)
        return iris.source(label)

    def unnamed(self, label: str) -> str:
        """IRI of a source that is only known in this article."""
        return self.emission.iris.own_source(self.article.id, label)
