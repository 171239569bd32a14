"""What follows from an article's graph under OWL 2 RL: owlrl behind one function, given only what can entail.

What is derived is what owlrl derives from the ontology and the whole graph, with these limits:

* Datatype rules, axiomatic and reflexive triples, ``owl:Thing`` and triples about literals are left out.
* Nothing is equated: graphs of articles carry no ``owl:sameAs`` (links have a graph that is not read here), and
  the ontology has no functional object property.
* Inconsistencies (two disjoint kinds) are found by SHACL, not here.
* Each article is closed by itself. That equals the closure of all of them together as long as an article states facts
  about its own nodes only. Two exceptions are wanted: what the types and bodies of one unknown person in two articles
  would give only when joined is not derived, and places lie where the gazetteer puts them, never where an article does.
* Facts between shared things are closed once a process, from the whole gazetteer.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from functools import lru_cache

import pyoxigraph as ox
from rdflib import Literal, URIRef
from rdflib.term import Node

from kazkg.errors import KazkgError
from kazkg.graph.emission import Emission
from kazkg.graph.emit import registry_of
from kazkg.graph.rows import TYPE, Row, is_iri, quads
from kazkg.graph.schema import Schema, Triple, close, is_schema_row
from kazkg.graph.settings import GraphSettings
from kazkg.knowledge import Knowledge

__all__ = ["Reasoner", "VocabularyInDataError", "closure", "reasoner_of"]


class VocabularyInDataError(KazkgError):
    """An article's graph carries OWL or RDFS vocabulary, which could change what everything else means."""


class Reasoner:
    """Closes graphs under one ontology.

    Args:
        knowledge: the ontology, and the gazetteer whose facts are closed once.
        settings: the base under which the gazetteer is published.
    """

    def __init__(self, knowledge: Knowledge, settings: GraphSettings) -> None:
        self.schema = Schema(knowledge.triples)
        self._registry = registry_of(knowledge, settings)
        self._types: dict[str, set[str]] = {}
        """Types of shared things, those above included."""
        self._shared: dict[str, tuple[Row, ...]] = {}
        """What follows about a shared thing from the knowledge alone."""
        self._onward: dict[str, list[Triple]] = {}
        """Facts of a shared thing, stated or derived, that continue a chain."""
        self._close_shared()

    def _close_shared(self) -> None:
        rows = dict.fromkeys(row for key in self._registry.all_keys() for row in self._registry.facts(key))
        rows.update(dict.fromkeys(self._registry.concepts()))
        self._types = self._all_types(rows)
        derived = self._derive(rows, self._types, ())
        by_subject: dict[str, list[Row]] = {}
        for row in derived:
            by_subject.setdefault(row[0], []).append(row)
            if row[1] == TYPE:
                self._types.setdefault(row[0], set()).add(row[2])
        self._shared = {subject: tuple(found) for subject, found in by_subject.items()}
        for row in (*rows, *derived):
            if row[1] in self.schema.steps and is_iri(row[2]):
                self._onward.setdefault(row[0], []).append(_triple(row))

    def closure(self, emission: Emission) -> list[ox.Quad]:
        """What follows from one article and from what the gazetteer says of the things it names.

        Returns:
            Quads of the graph of inferred triples, sorted; none of them is asserted in the emission.

        Raises:
            VocabularyInDataError: where the article's graph carries OWL or RDFS vocabulary.
        """
        return quads(self.closure_rows(emission), emission.iris.inferred)

    def closure_rows(self, emission: Emission) -> list[Row]:
        """The closure as rows, sorted."""
        self._guard(emission)
        told = [*emission.own_rows, *emission.common_rows]
        types = self._all_types(told)
        named = dict.fromkeys(row[0] for row in emission.shared_rows)
        for subject in named:
            types.setdefault(subject, set()).update(self._types.get(subject, ()))
        derived = self._derive(told, types, named)
        for subject in named:
            derived.update(dict.fromkeys(self._shared.get(subject, ())))
        asserted = {*told, *emission.shared_rows}
        return sorted(row for row in derived if row not in asserted)

    def _guard(self, emission: Emission) -> None:
        for row in (*emission.own_rows, *emission.common_rows):
            if is_schema_row(row):
                message = f"Article '{emission.article}' carries vocabulary: {' '.join(row)}."
                raise VocabularyInDataError(message, "Take it out of the data.")

    def _all_types(self, rows: Iterable[Row]) -> dict[str, set[str]]:
        above, types = self.schema.above, dict[str, set[str]]()
        for subject, predicate, cls in rows:
            if predicate == TYPE:
                mine = types.setdefault(subject, set())
                mine.add(cls)
                mine.update(above.get(cls, ()))
        return types

    def _derive(self, rows: Iterable[Row], types: dict[str, set[str]], named: Container[str]) -> dict[Row, None]:
        fed = list(self._fed(rows, types))
        if not fed:
            return {}
        classes = [o for _, p, o in fed if p == TYPE]
        properties = [p for _, p, _ in fed if p != TYPE]
        known = self.schema.part(classes, properties) if self.schema.simple else self.schema.whole
        found = close((*known, *map(_triple, fed), *self._continuing(fed, named)))
        made = ((f"<{s}>", f"<{p}>", f"<{o}>") for s, p, o in found if isinstance(o, URIRef))
        return dict.fromkeys(row for row in made if not is_schema_row(row))

    def _fed(self, rows: Iterable[Row], types: dict[str, set[str]]) -> Iterator[Row]:
        """The rows from which something can follow."""
        schema, none = self.schema, set[str]()
        if not schema.simple:
            yield from (row for row in rows if is_iri(row[2]))
            return
        for row in rows:
            subject, predicate, value = row
            if predicate == TYPE:
                if value in schema.above:
                    yield row
            elif predicate in schema.active:
                ends = types.get(value, none) if is_iri(value) else None
                if schema.can_entail(predicate, types.get(subject, none), ends):
                    yield row

    def _continuing(self, fed: Iterable[Row], named: Container[str]) -> Iterator[Triple]:
        """Facts of the shared things named that continue what the article begins."""
        for node in dict.fromkeys(value for _, _, value in fed):
            if node in named:
                yield from self._onward.get(node, ())


@lru_cache(maxsize=4)
def reasoner_of(knowledge: Knowledge, settings: GraphSettings) -> Reasoner:
    """The reasoner of a knowledge; made once a process."""
    return Reasoner(knowledge, settings)


def closure(emission: Emission, settings: GraphSettings, knowledge: Knowledge) -> list[ox.Quad]:
    """What follows from one article's graph; see :meth:`Reasoner.closure`."""
    return reasoner_of(knowledge, settings).closure(emission)


def _triple(row: Row) -> Triple:
    subject, predicate, value = row
    end: Node = URIRef(value[1:-1]) if is_iri(value) else Literal(value)  # a literal's value makes no difference
    return URIRef(subject[1:-1]), URIRef(predicate[1:-1]), end
