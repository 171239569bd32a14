"""Terms of the vocabularies we write, made once."""

from __future__ import annotations

from functools import cache
from typing import Final

import pyoxigraph as ox

__all__ = [
    "DCTERMS",
    "GEO",
    "KAZ",
    "OA",
    "OWL",
    "PREFIXES",
    "PROV",
    "RDF",
    "RDFS",
    "SCHEMA",
    "SH",
    "SKOS",
    "TYPE",
    "WIKIDATA",
    "XSD",
    "Vocabulary",
    "boolean",
    "integer",
    "moment",
    "text",
    "value_of",
]


class Vocabulary:
    """A namespace whose terms are looked up by local name: ``KAZ["claimer"]``; each term is made once."""

    def __init__(self, iri: str) -> None:
        self.iri = iri
        self._terms: dict[str, ox.NamedNode] = {}

    def __getitem__(self, name: str) -> ox.NamedNode:
        term = self._terms.get(name)
        if term is None:
            term = self._terms[name] = ox.NamedNode(self.iri + name)
        return term


KAZ: Final = Vocabulary("https://w3id.org/kazkg/ontology#")
RDF: Final = Vocabulary("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS: Final = Vocabulary("http://www.w3.org/2000/01/rdf-schema#")
OWL: Final = Vocabulary("http://www.w3.org/2002/07/owl#")
XSD: Final = Vocabulary("http://www.w3.org/2001/XMLSchema#")
SKOS: Final = Vocabulary("http://www.w3.org/2004/02/skos/core#")
DCTERMS: Final = Vocabulary("http://purl.org/dc/terms/")
OA: Final = Vocabulary("http://www.w3.org/ns/oa#")
PROV: Final = Vocabulary("http://www.w3.org/ns/prov#")
GEO: Final = Vocabulary("http://www.opengis.net/ont/geosparql#")
SCHEMA: Final = Vocabulary("https://schema.org/")
SH: Final = Vocabulary("http://www.w3.org/ns/shacl#")

TYPE: Final = RDF["type"]

WIKIDATA = "http://www.wikidata.org/entity/"
"""What the IRI of an item begins with."""

PREFIXES: Final[dict[str, str]] = {
    "kaz": KAZ.iri,
    "rdf": RDF.iri,
    "rdfs": RDFS.iri,
    "owl": OWL.iri,
    "xsd": XSD.iri,
    "skos": SKOS.iri,
    "dcterms": DCTERMS.iri,
    "oa": OA.iri,
    "prov": PROV.iri,
    "geo": GEO.iri,
    "schema": SCHEMA.iri,
    "sh": SH.iri,
    "wd": WIKIDATA,
}
"""Prefix to namespace, for every file we write."""

_INTEGER = XSD["integer"]
_DATE_TIME = XSD["dateTime"]
_TRUE = ox.Literal("true", datatype=XSD["boolean"])
_FALSE = ox.Literal("false", datatype=XSD["boolean"])


def text(value: str) -> ox.Literal:
    """A plain string; a lone surrogate, which no RDF literal can hold, becomes U+FFFD (one for one)."""
    try:
        return ox.Literal(value)
    except UnicodeEncodeError:
        return ox.Literal("".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in value))


@cache
def integer(value: int) -> ox.Literal:
    """An ``xsd:integer`` in canonical form."""
    return ox.Literal(str(value), datatype=_INTEGER)


def boolean(value: bool) -> ox.Literal:
    """An ``xsd:boolean`` in canonical form."""
    return _TRUE if value else _FALSE


def moment(value: str) -> ox.Literal:
    """An ``xsd:dateTime`` from ISO 8601 text in UTC."""
    return ox.Literal(value, datatype=_DATE_TIME)


def value_of(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    """The IRI of a node or the text of a literal.

    Raises:
        TypeError: for a quoted triple, which RDF 1.1 does not have.
    """
    if isinstance(term, ox.Triple):
        raise TypeError(f"a triple as a term: {term}")
    return term.value
