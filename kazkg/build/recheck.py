"""Checking again what a build holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import takewhile
from pathlib import Path

import pyoxigraph as ox

from kazkg.build.chunk import Chunk
from kazkg.build.together import check_fused
from kazkg.errors import InputError
from kazkg.graph.findings import Finding, sort_findings
from kazkg.graph.terms import SH
from kazkg.graph.validate import checker_of, validate_knowledge, worded
from kazkg.knowledge import Knowledge
from kazkg.query.bundled import checks
from kazkg.query.run import ask
from kazkg.store.source import open_source

__all__ = ["recheck", "recheck_knowledge", "run_checks"]


def recheck(source: Path, knowledge: Sequence[Path] = ()) -> list[Finding]:
    """Validate a build, or the graph in an RDF file, by the shapes and the bundled checks.

    Args:
        source: the folder of a build, checked article by article, or an RDF file, checked as one graph.
        knowledge: knowledge folders laid on top of the packaged ontology.

    Returns:
        The findings, the worst first.

    Raises:
        InputError: where there is no build or the file is broken.
    """
    known = Knowledge(knowledge)
    shapes = checker_of(known)
    store = open_source(source)
    findings = run_checks(store)
    articles = sorted((source / "store" / "articles").glob("*.json")) if source.is_dir() else []
    if articles:
        head = _head(source / "kg.ttl")
        for path in articles:
            chunk = Chunk.load(path)
            shared = [line for name, lines in chunk.shared.items() if not name.endswith("/inferred") for line in lines]
            text = "".join((head, chunk.own, *(f"{line} .\n" for line in shared)))
            triples = (quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE))
            findings += shapes.check(triples, chunk.id)
        findings += check_fused(store, known)
    else:
        findings += shapes.check(dict.fromkeys(quad.triple for quad in store))
    return sort_findings(findings)


def _head(turtle: Path) -> str:
    """The base and prefix lines that a build's Turtle begins with."""
    try:
        with turtle.open(encoding="utf-8") as lines:
            return "".join(takewhile(lambda line: line.startswith("@"), lines))
    except OSError as err:
        raise InputError(f"{turtle}: {err}", "Run kazkg build again.") from err


def recheck_knowledge(knowledge: Sequence[Path] = ()) -> list[Finding]:
    """Validate ontology, lexicon and gazetteer, the given folders' included."""
    return validate_knowledge(Knowledge(knowledge))


def run_checks(store: ox.Store) -> list[Finding]:
    """Ask the bundled checks: each row of an answer is a finding."""
    found: list[Finding] = []
    for check in checks():
        for row in ask(store, check).plain():
            rest = "; ".join(f"{name} {value}" for name, value in row.items() if name not in {"article", "quote"})
            message = worded(f"{check.title}: {rest}" if rest else check.title, row.get("article"), row.get("quote"))
            found.append(
                Finding(
                    severity=(check.severity or "info").capitalize(),
                    message=message,
                    focus=_focus(row.values()) or check.name,
                    article=row.get("article"),
                    quote=row.get("quote"),
                    constraint=SH["SPARQLConstraintComponent"].value,
                )
            )
    return found


def _focus(values: Iterable[str]) -> str | None:
    """The first IRI among the values of a row."""
    return next((v for v in values if v.startswith(("http://", "https://"))), None)
