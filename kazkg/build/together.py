"""Checking what was found over all articles: relations of figures, origins, happenings, copies."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

import pyoxigraph as ox

from kazkg.graph.findings import Finding
from kazkg.graph.terms import KAZ, PREFIXES, TYPE
from kazkg.graph.validate import Checker
from kazkg.knowledge import Knowledge

__all__ = ["check_fused"]

SHAPES: Final = ("Relation", "RelationKind", "Origin", "ClaimOrigin", "Happening", "Report", "NearCopy")
"""Shapes of what is found over all articles."""
BLOCK: Final = 400
"""Things checked at once, and more only where one happening has as many reports."""
NOTATION: Final = ox.NamedNode(PREFIXES["skos"] + "notation")


@lru_cache(maxsize=4)
def _checker(knowledge: Knowledge) -> Checker:
    return Checker(knowledge.triples, only=SHAPES)


def check_fused(store: ox.Store, knowledge: Knowledge) -> list[Finding]:
    """Check the fused graph by its shapes, some hundred things at a time with what the shapes need beside them.

    Args:
        store: of a build.
        knowledge: holds the shapes and the class tree.

    Returns:
        The findings, in the order of the things.
    """
    beside = (KAZ["measure"], KAZ["typeName"], TYPE, NOTATION)
    checker, findings = _checker(knowledge), list[Finding]()
    for graph in store.named_graphs():
        if not str(graph)[1:-1].endswith("/graph/fused"):
            continue
        for block in _blocks(store, graph):
            triples = dict.fromkeys(q.triple for s in block for q in store.quads_for_pattern(s, None, None, graph))
            others = {t.object for t in triples if isinstance(t.object, ox.NamedNode)}
            for other in sorted(others | set(block), key=str):
                for predicate in beside:
                    triples.update(dict.fromkeys(q.triple for q in store.quads_for_pattern(other, predicate, None)))
            findings += checker.check(triples)
    return findings


def _blocks(
    store: ox.Store, graph: ox.NamedNode | ox.BlankNode | ox.DefaultGraph
) -> Iterator[list[ox.NamedNode | ox.BlankNode | ox.Triple]]:
    """Things that are checked together: a happening never without its reports, nor a report without its happening."""
    whole = {q.subject: q.object for q in store.quads_for_pattern(None, KAZ["reportOf"], None, graph)}
    units: dict[object, list[ox.NamedNode | ox.BlankNode | ox.Triple]] = {}
    for thing in dict.fromkeys(q.subject for q in store.quads_for_pattern(None, None, None, graph)):
        units.setdefault(whole.get(thing, thing), []).append(thing)
    block: list[ox.NamedNode | ox.BlankNode | ox.Triple] = []
    for unit in units.values():
        block += unit
        if len(block) >= BLOCK:
            yield block
            block = []
    if block:
        yield block
