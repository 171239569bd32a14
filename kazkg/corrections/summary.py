"""What became of all corrections in a whole build: provenance, warnings, and what is said of events across articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kazkg.graph.findings import Finding
from kazkg.graph.iris import Iris, slug
from kazkg.graph.rows import KAZ, PROV, RDFS, TYPE, Row, boolean, text
from kazkg.graph.terms import KAZ as TERMS
from kazkg.knowledge.corrections import Correction, CorrectionFault, Corrections

__all__ = ["Summary", "summarise"]


@dataclass(slots=True)
class Summary:
    """Of one build."""

    rows: list[Row] = field(default_factory=list)
    """For the graph of the run."""
    findings: list[Finding] = field(default_factory=list)
    """A warning for each record that cannot be used or matches nothing."""
    applied: list[str] = field(default_factory=list)
    """IRIs of the corrections that changed something, sorted."""
    joined: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    """What an analyst says is one happening: the reason, and IRIs of the events."""
    apart: dict[str, str] = field(default_factory=dict)
    """Events that are a happening of their own: IRI to the reason."""


def summarise(corrections: Corrections, entries: Mapping[str, Iterable[Mapping[str, Any]]], iris: Iris) -> Summary:
    """Put together what the articles say of the corrections.

    Args:
        corrections: of the knowledge.
        entries: article id to what :func:`kazkg.corrections.mark.mark` told of it.
        iris: mints the IRIs of authors.
    """
    told: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for article in sorted(entries):
        for entry in entries[article]:
            told.setdefault((entry["correction"], entry["target"]), []).append(entry)
    summary = Summary()
    for fault in corrections.faults:
        _fault(summary, fault)
    for c in corrections.records:
        mine = {t.text: told.get((c.iri, t.text), []) for t in c.targets}
        nodes = sorted({n for found in mine.values() for e in found for n in e["nodes"]})
        events = sorted({n for found in mine.values() for e in found for n in e["events"]})
        problems = list(_problems(c, mine, entries))
        hit = [t for t in c.targets if any(e["events"] for e in mine[t.text])]
        if c.kind == "EventMerge" and len(hit) == 1 and not problems:
            problems.append("only one of its events is there")
        if c.kind == "EventMerge" and len(events) > 1:
            summary.joined.append((c.words, tuple(e[1:-1] for e in events)))
        elif c.kind == "EventSplit":
            summary.apart.update((e[1:-1], c.words) for e in events)
        summary.rows.extend(_told(c, nodes, problems, iris))
        summary.findings.extend(_finding(f"{c.name}: {p}", c.iri) for p in problems)
        if nodes:
            summary.applied.append(c.iri)
    return summary


def _problems(
    c: Correction, told: Mapping[str, list[Mapping[str, Any]]], articles: Mapping[str, object]
) -> Iterator[str]:
    for target in c.targets:
        found = told[target.text]
        said = sorted({e["problem"] for e in found if e["problem"]})
        if target.article is not None and target.article not in articles:
            yield f"{target.text}: this build has no article {target.article}"
        elif target.article is None and not any(e["nodes"] for e in found):
            yield from said or [f"{target.text}: no article of this build names it"]
        else:
            yield from said
    for at in c.at:
        if at.article is not None and at.article not in articles:
            yield f"{at.text}: this build has no article {at.article}"


def _told(c: Correction, nodes: list[str], problems: list[str], iris: Iris) -> Iterator[Row]:
    node, author = f"<{c.iri}>", f"<{iris.base}author/{slug(c.author)}>"
    yield node, TYPE, KAZ[c.kind]
    yield node, TYPE, KAZ["Correction"]
    yield node, TYPE, PROV["Entity"]
    yield node, KAZ["author"], text(c.author)
    yield node, KAZ["decidedOn"], text(c.decided)
    yield node, KAZ["reason"], text(c.reason)
    yield node, PROV["wasAttributedTo"], author
    yield author, TYPE, PROV["Agent"]
    yield author, RDFS["label"], text(c.author)
    yield node, KAZ["applied"], boolean(bool(nodes))
    yield from ((node, KAZ["corrected"], changed) for changed in nodes)
    yield from ((node, KAZ["outcome"], text(f"{c.name}: {p}")) for p in problems)


def _fault(summary: Summary, fault: CorrectionFault) -> None:
    focus = fault.iri or TERMS["Correction"].value
    summary.findings.append(_finding(fault.message, focus))
    if fault.iri:
        node = f"<{fault.iri}>"
        summary.rows += [
            (node, TYPE, KAZ["Correction"]),
            (node, KAZ["applied"], boolean(False)),
            (node, KAZ["outcome"], text(fault.message)),
        ]


def _finding(message: str, focus: str) -> Finding:
    return Finding(
        severity="Warning",
        message=f"A correction was not applied. {message}",
        focus=focus,
        path=TERMS["corrects"].value,
        constraint=TERMS["CorrectionConstraintComponent"].value,
    )
