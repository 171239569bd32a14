"""From one article's facts to its reports."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from functools import lru_cache

from kazkg.facts import ArticleFacts, Attribution, Figure, Source
from kazkg.fusion.report import Report
from kazkg.graph.emit import Emission, registry_of
from kazkg.graph.registry import Registry
from kazkg.graph.rows import Row
from kazkg.graph.settings import GraphSettings
from kazkg.knowledge import Knowledge

__all__ = ["reports_of", "shingles"]

RUN = 4
"""Words in a run that copies are found by."""
_WORD = re.compile(r"\w+")


def reports_of(
    facts: ArticleFacts, emission: Emission, knowledge: Knowledge, settings: GraphSettings
) -> tuple[list[Report], list[Row]]:
    """The reports of an article's figures, in their order, and what the gazetteer says of origins it does not name.

    Args:
        facts: what was read.
        emission: the article's graph, for the IRIs.
        knowledge: who belongs to whom, and which places lie in which.
        settings: base of the IRIs.
    """
    maker = _Maker(facts, emission, registry_of(knowledge, settings), _words_of(knowledge))
    reports = [maker.report(node, f) for node, f in zip(emission.figures, facts.figures, strict=True)]
    rows = dict.fromkeys(row for key in sorted(maker.reached) for row in maker.registry.facts(key))
    return _after_earlier_tolls(_named_in_the_same_article(reports)), list(rows)


@lru_cache(maxsize=4)
def _words_of(knowledge: Knowledge) -> _Words:
    return _Words(knowledge)


class _Words:
    """What tells a body of a country from just anybody."""

    def __init__(self, knowledge: Knowledge) -> None:
        t = knowledge.triples
        self.crowd = frozenset(
            noun
            for iri in t.subjects("SourceNoun")
            if t.value(iri, "sourceKind") == "crowd"
            for noun in t.values(iri, "noun")
        )
        self.owners = frozenset(
            word.lower()
            for cls in ("Country", "Region", "City")
            for iri in t.subjects(cls)
            for name in ("demonym", "adjectiveForm", "http://www.w3.org/2004/02/skos/core#prefLabel")
            for word in t.values(iri, name)
        )

    def known_again(self, label: str) -> bool:
        """Whether a source without a name is the same one in another article: "Kazakh police", not "witnesses"."""
        words = label.lower().split()
        owned = any(" ".join(words[:n]) in self.owners for n in range(1, len(words)))
        return owned and not {words[-1], words[-1].removesuffix("s"), words[-1].removesuffix("es")} & self.crowd


class _Maker:
    def __init__(self, facts: ArticleFacts, emission: Emission, registry: Registry, words: _Words) -> None:
        self.facts = facts
        self.emission = emission
        self.registry = registry
        self.words = words
        self.reached: set[str] = set()
        """Keys of bodies of the gazetteer that are origins without being named in the article."""
        self.labels = {e.key: e.label for e in facts.entities}

    def report(self, node: str, f: Figure) -> Report:
        place = self.emission.entities.get(f.place or "", "")[1:-1]
        around = self.registry.within(f.place) if place and f.place and self.registry.knows(f.place) else []
        within = tuple(self.emission.iris.entity(key) for key in around)
        group, wider, group_label = self.registry.group(f.group)
        whole = self.facts.figures[f.part_of] if f.part_of is not None else None
        origin, label, kind, why = self.origin(f.attribution)
        return Report(
            claim=node[1:-1],
            article=self.facts.article.id,
            begin=f.words.begin,
            measure=f.measure,
            group=group,
            group_label=group_label,
            wider_groups=wider,
            low=f.low,
            high=f.high,
            qualifier=f.qualifier,
            words=f.words.text,
            status=f.status,
            epistemic=f.epistemic,
            place=place,
            place_label=self.labels.get(f.place or "", "") if place else "",
            within=within,
            root=self.root(f.place) if place else "",
            as_of=f.as_of.text if f.as_of else "",
            as_of_begin=(f.as_of.begin or "") if f.as_of else "",
            as_of_end=(f.as_of.end or "") if f.as_of else "",
            origin=origin,
            origin_label=label,
            origin_kind=kind,
            origin_why=why,
            claimer=self.claimer(f.attribution),
            part_of=self.emission.figures[f.part_of][1:-1] if f.part_of is not None else "",
            part_of_group=whole.group if whole else "",
            sentence=shingles(f.quote.text),
        )

    def root(self, place: str | None) -> str:
        """The country of a place, or the place itself where the gazetteer does not know it."""
        if place and self.registry.knows(place):
            return self.emission.iris.entity(self.registry.country(place))
        return self.emission.entities[place or ""][1:-1]

    def claimer(self, a: Attribution) -> str:
        """IRI of a claimer with a name; empty for any other."""
        key = a.claimer.entity if a.claimer else None
        return self.emission.entities.get(key or "", "")[1:-1]

    def origin(self, a: Attribution) -> tuple[str, str, str, str]:
        """IRI, label, kind and evidence of whoever a claim goes back to."""
        article = self.facts.article
        here = self.emission.iris.article(article.id)
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
            if article.source:
                key = self.registry.by_label(article.source)
                why = f"{article.source} says it itself"
                return self.node(key, article.source), article.source, "voice", why
            return here, f"article {article.id}", "voice", "the article says it itself"
        first = next(iter(a.media), None)
        if first is not None and (first.entity or self.words.known_again(first.label)):
            why = f"{first.label} names no source"
            return self.node(first.entity, first.label), first.label, "unnamed", why
        label = f"a source not named, by {first.label}" if first else "a source not named"
        return self.unnamed(label), label, "unnamed", "the source is not named"

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
        iris = self.emission.iris
        if key and key in self.emission.entities:
            return self.emission.entities[key][1:-1]
        if key:
            self.reached.add(key)
            return iris.entity(key)
        return iris.source(label)

    def unnamed(self, label: str) -> str:
        return self.emission.iris.own_source(self.facts.article.id, label)


def _named_in_the_same_article(reports: list[Report]) -> list[Report]:
    """A number that the article says itself, and elsewhere gives to a source, goes back to that source."""
    named: dict[tuple[str, str, str], list[Report]] = {}
    for r in reports:
        if r.origin_kind == "named" and r.kind == "total":
            named.setdefault((r.measure, r.group, r.number), []).append(r)
    out = []
    for r in reports:
        found = named.get((r.measure, r.group, r.number), ()) if r.origin_kind == "voice" else ()
        near = (o for o in found if o.place == r.place or o.place in r.within or r.place in o.within)
        same = next(near, None)
        if same is not None:
            why = f"the article gives the same number to {same.origin_label}"
            r = r.with_origin(same.origin, same.origin_label, same.origin_kind, why)
        out.append(r)
    return out


def _after_earlier_tolls(reports: list[Report]) -> list[Report]:
    """An earlier toll that an article gives beside the present one is the one that this updates."""
    earlier = {(r.measure, r.group): r.claim for r in reversed(reports) if r.kind == "superseded"}
    now = {(r.measure, r.group): r.claim for r in reversed(reports) if r.kind == "total"}
    return [
        replace(r, supersedes=earlier[r.measure, r.group])
        if now.get((r.measure, r.group)) == r.claim and (r.measure, r.group) in earlier
        else r
        for r in reports
    ]


def shingles(sentence: str) -> tuple[int, ...]:
    """Hashes of the sentence's runs of words, sorted; none for a short sentence, which may be alike by chance."""
    words = [w.lower() for w in _WORD.findall(sentence)]
    if len(words) < 2 * RUN:
        return ()
    runs = {" ".join(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}
    return tuple(sorted(int.from_bytes(hashlib.blake2b(r.encode(), digest_size=6).digest()) for r in runs))
