"""From one article's facts to its reports."""

from __future__ import annotations

from dataclasses import replace

from kazkg.facts import ArticleFacts, Figure
from kazkg.fusion.origins import Origins
from kazkg.fusion.report import Report
from kazkg.fusion.runs import runs
from kazkg.fusion.where import where
from kazkg.graph.emission import Emission
from kazkg.graph.emit import registry_of
from kazkg.graph.registry import Registry
from kazkg.graph.rows import Row
from kazkg.graph.settings import GraphSettings
from kazkg.knowledge import Knowledge

__all__ = ["reports_of"]

RUN = 4
"""Words in a run by which sentences are compared; a sentence shorter than two of them may be alike by
chance."""


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
    registry = registry_of(knowledge, settings)
    origins = Origins(facts, emission, registry, knowledge)
    maker = _Maker(facts, emission, registry, origins)
    reports = [maker.report(node, f) for node, f in zip(emission.figures, facts.figures, strict=True)]
    return _after_earlier_tolls(_named_in_the_same_article(reports)), origins.rows()


class _Maker:
    def __init__(self, facts: ArticleFacts, emission: Emission, registry: Registry, origins: Origins) -> None:
        self.facts = facts
        self.emission = emission
        self.registry = registry
        self.origins = origins
        triples = registry.triples
        self.added = tuple(
            f"{p} " for iri in triples.subjects("AmountWord") for p in triples.values(iri, "addedPhrase")
        )
        self.labels = {e.key: e.label for e in facts.entities}

    def report(self, node: str, f: Figure) -> Report:
        place, within, root = where(f.place, self.emission, self.registry)
        group, wider, group_label = self.registry.group(f.group)
        whole = self.facts.figures[f.part_of] if f.part_of is not None else None
        origin, label, kind, why = self.origins.origin(f.attribution)
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
            root=root,
            as_of=f.as_of.text if f.as_of else "",
            as_of_begin=(f.as_of.begin or "") if f.as_of else "",
            as_of_end=(f.as_of.end or "") if f.as_of else "",
            origin=origin,
            origin_label=label,
            origin_kind=kind,
            origin_why=why,
            claimer=self.origins.claimer(f.attribution),
            part_of=self.emission.figures[f.part_of][1:-1] if f.part_of is not None else "",
            part_of_group=whole.group if whole else "",
            added=f.words.text.lower().startswith(self.added),
            sentence=_sentence(f.quote.text),
        )


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


def _sentence(text: str) -> tuple[int, ...]:
    """The sentence's runs of words; none for a short one."""
    found = tuple(runs(text, RUN))
    return found if len(found) > RUN else ()
