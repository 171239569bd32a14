"""Turtle in, plain strings out: the one place where knowledge folders are parsed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from kazkg.errors import KnowledgeError

__all__ = ["KAZ", "LEX", "Triples", "load", "local"]

KAZ = "https://w3id.org/kazkg/ontology#"
LEX = "https://w3id.org/kazkg/lexicon#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
RDFS_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
SUBCLASS = "http://www.w3.org/2000/01/rdf-schema#subClassOf"

Node = ox.NamedNode | ox.BlankNode


class Triples:
    """What a set of Turtle files says, for look-up by subject and predicate.

    A predicate or class is given by its local name in the kazkg ontology (``"verb"``) or by its whole IRI.
    Values come back as strings: a literal's text, an IRI of the ontology as its local name, any other IRI whole.
    """

    def __init__(self, quads: list[ox.Triple], files: Mapping[str, Path] | None = None) -> None:
        self.raw = quads
        self.files = files or {}
        """Everything that has a class, as written in N-Triples, to the file that says so."""
        self._table: dict[str, dict[str, list[str]]] = {}
        self._types: dict[str, list[str]] = {}
        for t in quads:
            subject = t.subject
            if isinstance(subject, ox.NamedNode):
                name, predicate, node = subject.value, t.predicate.value, t.object
                value = node.value if not isinstance(node, ox.Triple) else ""
                self._table.setdefault(name, {}).setdefault(predicate, []).append(value)
                if predicate == RDF_TYPE:
                    self._types.setdefault(value, []).append(name)
        for table in self._table.values():
            for values in table.values():
                values.sort()

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the sorted N-Triples of everything loaded, in hexadecimal.

        A blank node has a new name each time a file is read; what is said of it stands here in the place of its name.
        """
        said: dict[ox.BlankNode, list[ox.Triple]] = {}
        for t in self.raw:
            if isinstance(t.subject, ox.BlankNode):
                said.setdefault(t.subject, []).append(t)

        def written(term: object, above: tuple[ox.BlankNode, ...] = ()) -> str:
            if not isinstance(term, ox.BlankNode):
                return str(term)
            if term in above:
                return "[ ... ]"
            inner = (f"{t.predicate} {written(t.object, (*above, term))}" for t in said.get(term, ()))
            return f"[ {' ; '.join(sorted(inner))} ]"

        lines = sorted(f"{written(t.subject)} {t.predicate} {written(t.object)}" for t in self.raw)
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()

    def properties(self, subject: str) -> Mapping[str, list[str]]:
        """Everything said of a subject: whole IRIs of predicates, to values as they stand (IRIs whole), sorted."""
        return self._table.get(full(subject), {})

    def subjects(self, cls: str) -> list[str]:
        """IRIs of everything typed ``cls``, sorted."""
        return sorted(self._types.get(full(cls), ()))

    def values(self, subject: str, predicate: str) -> list[str]:
        """All values, sorted; empty where there is none."""
        return [local(v) for v in self._table.get(full(subject), {}).get(full(predicate), ())]

    def value(self, subject: str, predicate: str) -> str | None:
        """The first value in sorted order, or None."""
        found = self.values(subject, predicate)
        return found[0] if found else None

    def ancestors(self, cls: str) -> Iterator[str]:
        """Local names of ``cls`` and all its superclasses, nearest first."""
        todo, seen = [cls], set()
        while todo:
            one = todo.pop(0)
            if one not in seen:
                seen.add(one)
                yield one
                todo.extend(self.values(one, SUBCLASS))


def full(name: str) -> str:
    """The IRI of a local name of the ontology; an IRI stays as it is."""
    return name if ":" in name else KAZ + name


def local(iri: str) -> str:
    """The local name of an IRI of the ontology; anything else stays as it is."""
    return iri[len(KAZ) :] if iri.startswith(KAZ) else iri


def load(folders: Iterable[Path]) -> Triples:
    """Read every ``*.ttl`` of the folders, in name order.

    Raises:
        KnowledgeError: for a folder that is none, or a file that is no Turtle; names the file and the line.
    """
    triples: list[ox.Triple] = []
    origin: dict[str, Path] = {}
    for folder in folders:
        files = sorted(folder.glob("*.ttl"))
        if not files:
            raise KnowledgeError(f"{folder}: no Turtle file (*.ttl) there.", "Give a folder of knowledge in Turtle.")
        for file in files:
            try:
                found = [q.triple for q in ox.parse(path=str(file), format=ox.RdfFormat.TURTLE)]
            except (SyntaxError, ValueError, OSError) as err:
                raise KnowledgeError(f"{file}: {err}", "Mend the Turtle.") from err
            triples += found
            origin.update((str(t.subject), file) for t in found if t.predicate.value == RDF_TYPE)
    return Triples(triples, origin)
