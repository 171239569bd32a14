"""What a check found, and the report of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import astuple, dataclass

import pyoxigraph as ox

from kazkg.graph.serialize import turtle
from kazkg.graph.settings import DEFAULT_BASE
from kazkg.graph.terms import KAZ, SH, TYPE, boolean, text

__all__ = ["RECEIPT", "SEVERITIES", "Finding", "conforms", "report_quads", "report_turtle", "sort_findings"]

SEVERITIES = ("Violation", "Warning", "Info")
"""From worst to mildest."""

RECEIPT = KAZ["ReceiptConstraintComponent"].value
"""The constraint of findings that the receipts' check makes."""

_SHACL = SH.iri


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a check found."""

    severity: str
    """Violation, Warning or Info."""
    message: str
    """In plain words; names the article and the quote where there are any."""
    focus: str
    """IRI of what it is about; of a node without an IRI, its label in Turtle."""
    path: str | None = None
    """IRI of the property; of a longer path, its words in SPARQL."""
    value: str | None = None
    """The value that is wrong, as text."""
    article: str | None = None
    """Id of the article."""
    quote: str | None = None
    """Words of the article."""
    shape: str | None = None
    """IRI of the node shape; None for the receipts' check."""
    constraint: str | None = None
    """IRI of the constraint component."""


def sort_findings(findings: Iterable[Finding]) -> list[Finding]:
    """Each finding once: the worst first, then by article and message."""
    return sorted(set(findings), key=_key)


def _key(f: Finding) -> tuple[object, ...]:
    rank = SEVERITIES.index(f.severity) if f.severity in SEVERITIES else len(SEVERITIES)
    return (rank, f.article or "", f.message, f.focus, f.path or "", f.value or "", f.shape or "", f.constraint or "")


def conforms(findings: Iterable[Finding]) -> bool:
    """Whether nothing is violated; warnings and information do not count."""
    return all(f.severity != "Violation" for f in findings)


def report_quads(findings: Iterable[Finding], base: str = DEFAULT_BASE) -> list[ox.Quad]:
    """The findings as an ``sh:ValidationReport``, without blank nodes.

    As SHACL has it, ``sh:conforms`` is false where there is any result, whatever its severity.

    Args:
        findings: in any order; each is reported once.
        base: what the IRIs of the report begin with.
    """
    found = sort_findings(findings)
    report = ox.NamedNode(base + "validation")
    quads = [
        ox.Quad(report, TYPE, SH["ValidationReport"]),
        ox.Quad(report, SH["conforms"], boolean(not found)),
    ]
    for f in found:
        quads += _result(f, report, base)
    return quads


def _result(f: Finding, report: ox.NamedNode, base: str) -> list[ox.Quad]:
    digest = hashlib.sha256("\x1f".join(v or "" for v in astuple(f)).encode("utf-8", "surrogatepass")).hexdigest()
    node = ox.NamedNode(f"{base}validation/{digest[:16]}")
    pairs: list[tuple[ox.NamedNode, ox.NamedNode | ox.Literal]] = [
        (TYPE, SH["ValidationResult"]),
        (TYPE, KAZ["Finding"]),
        (SH["resultSeverity"], SH[f.severity]),
        (SH["resultMessage"], text(f.message)),
        (SH["focusNode"], _node(f.focus)),
        (SH["sourceConstraintComponent"], ox.NamedNode(f.constraint or RECEIPT)),
    ]
    if f.path:
        name = SH["resultPath"] if _is_iri(f.path) else KAZ["resultPathText"]
        pairs.append((name, _node(f.path)))
    if f.value is not None:
        pairs.append((SH["value"], _node(f.value)))
    if f.shape:
        pairs.append((SH["sourceShape"], ox.NamedNode(f.shape)))
    if f.quote:
        pairs.append((KAZ["quote"], text(f.quote)))
    return [ox.Quad(report, SH["result"], node), *(ox.Quad(node, p, o) for p, o in pairs)]


def _is_iri(value: str) -> bool:
    if not value.startswith(("http://", "https://", "urn:")):
        return False
    try:
        ox.NamedNode(value)
    except ValueError:
        return False
    return True


def _node(value: str) -> ox.NamedNode | ox.Literal:
    return ox.NamedNode(value) if _is_iri(value) else text(value)


def report_turtle(findings: Iterable[Finding], base: str = DEFAULT_BASE) -> str:
    """The report in Turtle: skolemised, sorted, the same bytes for the same findings."""
    return turtle(report_quads(findings, base), base)
