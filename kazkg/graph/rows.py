"""RDF as text: a term is its N-Triples form, a row is three of them.

Articles become rows, not objects of an RDF library: a row costs a twentieth of a quad, and a build wants text anyway.
Everything written here is the same, character for character, as what Oxigraph writes.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

import pyoxigraph as ox

from kazkg.graph import terms

__all__ = [
    "DCTERMS",
    "GEO",
    "KAZ",
    "OA",
    "OWL",
    "PROV",
    "RDF",
    "RDFS",
    "SCHEMA",
    "SKOS",
    "TYPE",
    "XSD",
    "Names",
    "Row",
    "boolean",
    "integer",
    "iri",
    "is_iri",
    "language_text",
    "literal",
    "moment",
    "quads",
    "text",
    "typed",
]

Row = tuple[str, str, str]
"""Subject, predicate and object in N-Triples form."""


class Names:
    """A namespace whose terms are looked up by local name: ``KAZ["claimer"]`` is ``<https://...#claimer>``."""

    def __init__(self, iri: str) -> None:
        self.iri = iri
        self._terms: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        term = self._terms.get(name)
        if term is None:
            term = self._terms[name] = f"<{self.iri}{name}>"
        return term


KAZ: Final = Names(terms.KAZ.iri)
RDF: Final = Names(terms.RDF.iri)
RDFS: Final = Names(terms.RDFS.iri)
OWL: Final = Names(terms.OWL.iri)
XSD: Final = Names(terms.XSD.iri)
SKOS: Final = Names(terms.SKOS.iri)
DCTERMS: Final = Names(terms.DCTERMS.iri)
OA: Final = Names(terms.OA.iri)
PROV: Final = Names(terms.PROV.iri)
GEO: Final = Names(terms.GEO.iri)
SCHEMA: Final = Names(terms.SCHEMA.iri)

TYPE: Final = RDF["type"]

_SPECIAL = re.compile('["\\\\\x00-\x1f\x7f\ufffe\uffff\ud800-\udfff]')
_ESCAPES = {c: str(ox.Literal(chr(c)))[1:-1] for c in (*range(0x20), 0x22, 0x5C, 0x7F, 0xFFFE, 0xFFFF)}
_ESCAPES |= dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_BACK = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)", re.DOTALL)
_PLAIN = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
_INTEGER = f'"^^{XSD["integer"]}'
_DATE_TIME = f'"^^{XSD["dateTime"]}'
_TRUE, _FALSE = (f'"{word}"^^{XSD["boolean"]}' for word in ("true", "false"))


def iri(value: str) -> str:
    """An IRI as a term; it must hold only what an IRI may."""
    return f"<{value}>"


def text(value: str) -> str:
    """A plain string; a lone surrogate, which no RDF literal can hold, becomes U+FFFD (one for one)."""
    if _SPECIAL.search(value):
        value = value.translate(_ESCAPES)
    return f'"{value}"'


def language_text(value: str, language: str | None) -> str:
    """A string in a language; a plain one where the language is None."""
    return f"{text(value)}@{language}" if language else text(value)


def typed(value: str, datatype: str) -> str:
    """A literal of a datatype, which is given as a term."""
    return f"{text(value)}^^{datatype}"


@cache
def integer(value: int) -> str:
    """An ``xsd:integer`` in canonical form."""
    return f'"{value}{_INTEGER}'


def boolean(value: bool) -> str:
    """An ``xsd:boolean`` in canonical form."""
    return _TRUE if value else _FALSE


def moment(value: str) -> str:
    """An ``xsd:dateTime`` from ISO 8601 text in UTC."""
    return f'"{value}{_DATE_TIME}'


def is_iri(term: str) -> bool:
    """Whether a term is an IRI (there are no blank nodes)."""
    return term[0] == "<"


def literal(term: str) -> tuple[str, str | None, str | None]:
    """A literal's text, the IRI of its datatype (None for a plain or language string) and its language."""
    close = term.rindex('"')
    value, tail = term[1:close], term[close + 1 :]
    if "\\" in value:
        value = _BACK.sub(_unescaped, value)
    if tail.startswith("^^"):
        return value, tail[3:-1], None
    return value, None, tail[1:] or None


def _unescaped(match: re.Match[str]) -> str:
    found = match[1]
    return chr(int(found[1:], 16)) if found[0] in "uU" and len(found) > 1 else _PLAIN.get(found, found)


def quads(rows: list[Row], graph: ox.NamedNode) -> list[ox.Quad]:
    """The rows as quads of one graph, in order."""
    parsed = ox.parse("".join(f"{s} {p} {o} {graph} .\n" for s, p, o in rows), format=ox.RdfFormat.N_QUADS)
    return list(parsed)
