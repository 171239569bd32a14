"""The part of the ontology that a reasoner can use, closed once, and what of it a given graph can set off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

import pyoxigraph as ox
from owlrl.OWLRL import OWLRL_Semantics
from rdflib import BNode, Graph, URIRef
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDF, RDFS
from rdflib.term import Node

from kazkg.graph.rows import Row
from kazkg.knowledge.triples import Triples

__all__ = ["Schema", "Triple", "close", "is_schema", "is_schema_row"]

Triple = tuple[Node, Node, Node]

_TYPE = str(RDF.type)
_LANGUAGE = {str(OWL), str(RDFS)}
_STRUCTURE = {str(RDFS.subClassOf), str(RDFS.subPropertyOf), str(RDFS.domain), str(RDFS.range)}
_ANNOTATIONS = {str(RDFS.label), str(RDFS.comment), str(RDFS.seeAlso), str(RDFS.isDefinedBy)}
_ABOUT_FILES = {str(OWL.versionInfo), str(OWL.versionIRI), str(OWL.imports)}
_SIMPLE_KINDS = {
    str(k)
    for k in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.FunctionalProperty, OWL.TransitiveProperty)
} | {str(OWL.Ontology), str(OWL.AllDisjointClasses), str(OWL.AnnotationProperty), str(RDFS.Class), str(RDFS.Datatype)}
_SIMPLE = _STRUCTURE | {str(OWL.propertyChainAxiom), str(OWL.members)}
_UPWARD = {str(RDFS.subClassOf), str(RDFS.subPropertyOf), str(OWL.equivalentClass), str(OWL.equivalentProperty)}
_TRIVIAL = {str(OWL.Thing), str(OWL.Nothing), str(RDFS.Resource), str(RDFS.Literal)}


@cache
def _of_language(iri: str) -> bool:
    return iri[: max(iri.rfind("#"), iri.rfind("/")) + 1] in _LANGUAGE


def is_schema(predicate: str, value: str) -> bool:
    """Whether a triple is vocabulary (RDFS or OWL) and so can change what follows from other triples.

    Args:
        predicate: an IRI.
        value: an IRI, or anything else for another kind of node.
    """
    if predicate == _TYPE:
        return _of_language(value)
    return _of_language(predicate) and predicate not in _ANNOTATIONS and predicate not in _ABOUT_FILES


def is_schema_row(row: Row) -> bool:
    """Whether a row is vocabulary."""
    return is_schema(row[1][1:-1], row[2][1:-1])


class _Engine(OWLRL_Semantics):
    """OWL 2 RL by owlrl without what only adds noise: axioms, datatypes, and ``x owl:sameAs x`` for every term.

    Each rule of the tables on properties, classes and class axioms starts at a triple of the vocabulary, so the other
    triples are not even looked at.
    """

    def __init__(self, graph: Graph) -> None:
        super().__init__(graph, axioms=False, daxioms=False)

    def one_time_rules(self) -> None:
        """No datatype rules."""

    def rules(self, t: Triple, cycle_num: int) -> None:
        if is_schema(str(t[1]), str(t[2])):  # a URIRef never equals a str
            for group in (self._properties, self._classes, self._class_axioms, self._schema_vocabulary):
                group(t, cycle_num)  # type: ignore[no-untyped-call]


def close(triples: Iterable[Triple]) -> set[Triple]:
    """What owlrl derives from the triples, those given left out.

    Left out too: axiomatic and reflexive triples, ``owl:Thing``, and statements about literals.
    """
    graph = Graph()
    given = set()
    for t in triples:
        given.add(t)
        graph.add(t)
    _Engine(graph).closure()  # type: ignore[no-untyped-call]
    return {t for t in graph if t not in given and _says_something(t)}


def _says_something(t: Triple) -> bool:
    subject, _, value = t
    return isinstance(subject, URIRef) and subject != value and not _TRIVIAL & {str(subject), str(value)}


class Schema:
    """The ontology for reasoning: its vocabulary triples, closed by owlrl itself.

    Classes and properties stand in the tables as terms (``<iri>``), as they do in rows.

    Args:
        triples: the loaded knowledge; entries of lexicon and gazetteer are no vocabulary and are passed over, and so
            are classes and properties above ours that the knowledge does not declare (alignments).
    """

    def __init__(self, triples: Triples) -> None:
        stated = list(_vocabulary(triples.raw))
        self.whole: list[Triple] = [*stated, *(t for t in close(stated) if is_schema(str(t[1]), str(t[2])))]
        """Every vocabulary triple, stated or derived."""
        self.above: dict[str, set[str]] = {}
        """Class to all classes above it."""
        self.wider: dict[str, set[str]] = {}
        """Property to all properties above it."""
        self.domains: dict[str, set[str]] = {}
        self.ranges: dict[str, set[str]] = {}
        self.transitive: set[str] = set()
        self.chains: list[tuple[str, list[str], list[Triple]]] = []
        """Property, the properties of the chain that makes it, and the triples that say so."""
        self.simple = True
        """False where the ontology uses more of OWL 2 RL than can be trimmed; then nothing is trimmed."""
        self._sort()
        self.active = {
            *self.wider,
            *self.domains,
            *self.ranges,
            *self.transitive,
            *(p for c in self.chains for p in c[1]),
        }
        """Properties from whose triples anything can follow."""
        self.links = {p for _, chain, _ in self.chains for p in chain} | self.transitive | set(self.wider)
        """Properties from which other properties follow."""
        self.steps = {p for _, chain, _ in self.chains for p in chain[1:]} | self.transitive
        """Properties that continue a chain begun elsewhere."""

    def _sort(self) -> None:
        tables: dict[Node, dict[str, set[str]]] = {RDFS.subClassOf: self.above, RDFS.subPropertyOf: self.wider}
        tables |= {RDFS.domain: self.domains, RDFS.range: self.ranges}
        graph = Graph()
        for t in self.whole:
            graph.add(t)
        for s, p, o in self.whole:
            subject, value = f"<{s}>", f"<{o}>"
            if subject == value or p in {RDF.first, RDF.rest}:
                continue
            if p in tables:
                if str(o) not in _TRIVIAL and isinstance(s, URIRef):
                    tables[p].setdefault(subject, set()).add(value)
            elif p == OWL.propertyChainAxiom:
                chain = list(Collection(graph, o))
                nodes = list(graph.transitive_objects(o, RDF.rest))
                said = [(s, p, o), *(t for n in nodes for t in graph.triples((n, None, None)))]
                self.chains.append((subject, [f"<{c}>" for c in chain], said))
            elif p == RDF.type and o == OWL.TransitiveProperty:
                self.transitive.add(subject)
            elif not (str(p) in _SIMPLE or (p == RDF.type and str(o) in _SIMPLE_KINDS)):
                self.simple = False
        self.chains.sort(key=lambda c: (c[0], c[1]))

    def can_entail(self, predicate: str, subject_types: set[str], object_types: set[str] | None) -> bool:
        """Whether a triple of this predicate can give anything new, its ends being typed as given.

        Args:
            predicate: any but ``rdf:type``.
            subject_types: all types of the subject, those above them included.
            object_types: likewise of the object; None for a literal.
        """
        if predicate in self.links:
            return True
        if not self.domains.get(predicate, _NONE) <= subject_types:
            return True
        return object_types is not None and not self.ranges.get(predicate, _NONE) <= object_types

    def part(self, classes: Iterable[str], properties: Iterable[str]) -> Iterator[Triple]:
        """The vocabulary triples that these classes and properties can set off."""
        known = dict.fromkeys(properties)
        todo = list(known)
        used = [False] * len(self.chains)
        while todo:
            p = todo.pop()
            reached = set(self.wider.get(p, ()))
            for i, (head, chain, said) in enumerate(self.chains):
                if not used[i] and (p in chain or reached & set(chain)):
                    used[i] = True
                    reached.add(head)
                    yield from said
            for q in reached:
                if q not in known:
                    known[q] = None
                    todo.append(q)
        for p in known:
            node = _uri(p)
            yield from ((node, RDFS.subPropertyOf, _uri(q)) for q in self.wider.get(p, ()))
            yield from ((node, RDFS.domain, _uri(c)) for c in self.domains.get(p, ()))
            yield from ((node, RDFS.range, _uri(c)) for c in self.ranges.get(p, ()))
            if p in self.transitive:
                yield (node, RDF.type, OWL.TransitiveProperty)
        for c in dict.fromkeys(classes):
            yield from ((_uri(c), RDFS.subClassOf, _uri(d)) for d in self.above.get(c, ()))


_NONE: set[str] = set()


@cache
def _uri(term: str) -> URIRef:
    return URIRef(term[1:-1])


def _vocabulary(raw: Iterable[ox.Triple]) -> Iterator[Triple]:
    """The ontology's own vocabulary triples as rdflib terms, with the lists they use."""
    raw = list(raw)
    declared = {t.subject for t in raw if t.predicate.value == _TYPE and is_schema(_TYPE, str(t.object)[1:-1])}
    lists: dict[str, list[ox.Triple]] = {}
    heads: list[str] = []
    for t in raw:
        if t.predicate.value in {str(RDF.first), str(RDF.rest)}:
            lists.setdefault(str(t.subject), []).append(t)
        elif not isinstance(t.object, ox.Triple | ox.Literal) and is_schema(t.predicate.value, t.object.value):
            if t.predicate.value in _UPWARD and t.object not in declared:
                continue
            yield _triple(t)
            heads.append(str(t.object))
    while heads:
        for t in lists.pop(heads.pop(), ()):
            yield _triple(t)
            heads.append(str(t.object))


def _triple(t: ox.Triple) -> Triple:
    return _term(t.subject), URIRef(t.predicate.value), _term(t.object)


def _term(term: object) -> Node:
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    raise TypeError(f"no node of a vocabulary: {term}")
