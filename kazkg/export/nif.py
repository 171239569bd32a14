"""The articles in the NLP Interchange Format (NIF 2.1), by the bundled query ``nif``."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kazkg.graph.serialize import short
from kazkg.graph.terms import PREFIXES, XSD, Vocabulary
from kazkg.query import answer

__all__ = ["NIF", "nif"]

NIF: Final = Vocabulary("http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#")
_ITS: Final = "http://www.w3.org/2005/11/its/rdf#"
_OFFSETS: Final = (NIF["beginIndex"], NIF["endIndex"])


def nif(source: Path | str) -> bytes:
    """Contexts and named mentions, as Turtle, sorted.

    Offsets get the type that the NIF core ontology gives them, which a query cannot: stores keep whole numbers as
    ``xsd:integer``.

    Args:
        source: the folder of a build, or an RDF file.

    Raises:
        UsageFault: for a source that is none.
        InputError: for a broken file or a folder without a build.
    """
    found = (_typed(triple) for triple in answer("nif", source=source).triples or ())
    return short(found, prefixes=PREFIXES | {"nif": NIF.iri, "itsrdf": _ITS})


def _typed(triple: ox.Triple) -> ox.Triple:
    value = triple.object
    if triple.predicate in _OFFSETS and isinstance(value, ox.Literal):
        value = ox.Literal(value.value, datatype=XSD["nonNegativeInteger"])
    return ox.Triple(triple.subject, triple.predicate, value)
