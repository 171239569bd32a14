"""The ontology for readers: its terms under the headings of the file they are kept in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from kazkg.graph.terms import KAZ, OWL, PREFIXES, RDF, RDFS, SKOS

__all__ = ["Section", "Term", "terms"]

_SUBJECT: Final = re.compile(r"kaz:([A-Za-z]\w*)\s")
_KINDS: Final = {
    OWL["Class"].value: "class",
    OWL["ObjectProperty"].value: "property to a thing",
    OWL["DatatypeProperty"].value: "property to a value",
    OWL["AnnotationProperty"].value: "annotation",
}
_SHOWN: Final = {
    RDFS["subClassOf"].value: "is a",
    RDFS["subPropertyOf"].value: "narrows",
    RDFS["domain"].value: "of",
    RDFS["range"].value: "to",
    OWL["inverseOf"].value: "inverse of",
    SKOS["example"].value: "example",
}


@dataclass(frozen=True, slots=True)
class Term:
    """One class, property or named value."""

    name: str
    """Local name."""
    label: str
    kind: str
    definition: str
    notes: tuple[tuple[str, str, str | None], ...]
    """What is said besides: word, text, IRI or None for text alone."""


@dataclass(frozen=True, slots=True)
class Section:
    """Terms under one heading."""

    title: str
    terms: tuple[Term, ...]


def terms(turtle: str) -> list[Section]:
    """Every term of our namespace, in the order and under the headings (comments) of the file.

    Args:
        turtle: the text of ``ontology/kazkg.ttl``.
    """
    store = ox.Store()
    store.bulk_load(turtle.encode("utf-8"), format=ox.RdfFormat.TURTLE)
    sections: list[tuple[str, list[Term]]] = [("Terms", [])]
    seen: set[str] = set()
    for line in turtle.splitlines():
        if line.startswith("# ---"):
            title = line.strip("#- ").strip()
            if title:
                sections.append((title, []))
        elif (found := _SUBJECT.match(line)) and found[1] not in seen:
            seen.add(found[1])
            sections[-1][1].append(_term(store, found[1]))
    return [Section(title, tuple(listed)) for title, listed in sections if listed]


def _term(store: ox.Store, name: str) -> Term:
    node = KAZ[name]
    said: dict[str, list[ox.NamedNode | ox.Literal]] = {}
    for quad in store.quads_for_pattern(node, None, None, None):
        if isinstance(quad.object, ox.NamedNode | ox.Literal):
            said.setdefault(quad.predicate.value, []).append(quad.object)
    kinds = [one.value for one in said.get(RDF["type"].value, [])]
    kind = next((_KINDS[one] for one in kinds if one in _KINDS), "")
    kind = kind or ", ".join(sorted(_short(one) for one in kinds if one != OWL["NamedIndividual"].value))
    notes = tuple(
        (word, _short(value.value), value.value if isinstance(value, ox.NamedNode) else None)
        for predicate, word in _SHOWN.items()
        for value in sorted(said.get(predicate, []), key=str)
    )
    return Term(name, _first(said, RDFS["label"]) or name, kind, _first(said, SKOS["definition"]) or "", notes)


def _first(said: dict[str, list[ox.NamedNode | ox.Literal]], predicate: ox.NamedNode) -> str | None:
    return next((value.value for value in sorted(said.get(predicate.value, []), key=str)), None)


def _short(iri: str) -> str:
    for prefix, space in PREFIXES.items():
        if iri.startswith(space):
            return f"{prefix}:{iri.removeprefix(space)}"
    return iri
