"""Asking the same of two engines, with answers in one comparable form."""

from __future__ import annotations

import pyoxigraph as ox
import rdflib

__all__ = ["ask_oxigraph", "ask_rdflib"]

STRING = "http://www.w3.org/2001/XMLSchema#string"
Cell = tuple[str, str] | None


def _oxigraph(term: object) -> Cell:
    if isinstance(term, ox.NamedNode):
        return ("iri", term.value)
    if isinstance(term, ox.Literal):
        return (term.language or term.datatype.value, term.value)
    assert term is None, term
    return None


def _rdflib(term: object) -> Cell:
    if isinstance(term, rdflib.URIRef):
        return ("iri", str(term))
    if isinstance(term, rdflib.Literal):
        return (term.language or str(term.datatype or STRING), str(term))
    assert term is None, term
    return None


def ask_oxigraph(store: ox.Store, text: str) -> list[tuple[Cell, ...]]:
    """Rows in order; triples sorted."""
    found = store.query(text, use_default_graph_as_union=True)
    if isinstance(found, ox.QueryTriples):
        return sorted({(_oxigraph(t.subject), _oxigraph(t.predicate), _oxigraph(t.object)) for t in found})
    assert isinstance(found, ox.QuerySolutions)
    return [tuple(_oxigraph(row[name]) for name in found.variables) for row in found]


def ask_rdflib(data: rdflib.Graph, text: str) -> list[tuple[Cell, ...]]:
    """Rows in order; triples sorted."""
    found = data.query(text)
    if found.type == "CONSTRUCT":
        return sorted({(_rdflib(s), _rdflib(p), _rdflib(o)) for s, p, o in found})
    return [tuple(_rdflib(term) for term in row) for row in found]
