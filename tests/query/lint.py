"""What keeps a query inside the SPARQL 1.1 that all stores share."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rdflib.paths import InvPath, MulPath, Path, SequencePath
from rdflib.plugins.sparql.algebra import translateQuery
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import URIRef, Variable

from kazkg.query.guard import words

__all__ = ["faults"]

KEYWORDS = frozenset(
    re.findall(
        r"\w+",
        """
        SELECT CONSTRUCT ASK DESCRIBE PREFIX BASE DISTINCT REDUCED WHERE ORDER BY ASC DESC LIMIT OFFSET GROUP HAVING
        VALUES UNDEF OPTIONAL UNION MINUS FILTER BIND AS NOT EXISTS IN A TRUE FALSE COUNT SUM MIN MAX AVG STR LANG
        LANGMATCHES DATATYPE BOUND IRI URI ABS CEIL FLOOR ROUND CONCAT STRLEN UCASE LCASE ENCODE_FOR_URI CONTAINS
        STRSTARTS STRENDS STRBEFORE STRAFTER YEAR MONTH DAY HOURS MINUTES SECONDS TIMEZONE TZ MD5 SHA1 SHA256 SHA384
        SHA512 COALESCE IF STRLANG STRDT SAMETERM ISIRI ISURI ISBLANK ISLITERAL ISNUMERIC REGEX SUBSTR REPLACE
        """,
    )
)
"""SPARQL 1.1 Query, without what depends on the store's dataset, clock, chance or order: GRAPH, FROM, SERVICE, NOW,
RAND, UUID, STRUUID, BNODE, SAMPLE, GROUP_CONCAT."""
XSD = "http://www.w3.org/2001/XMLSchema#"
CASTS = {XSD + name for name in ("boolean", "double", "float", "decimal", "integer", "dateTime", "string")}
"""The constructor functions of SPARQL 1.1, section 17.5."""


def faults(text: str) -> list[str]:
    """What in a query another store may not know; empty for a query that all share."""
    found = [
        f"no word of the shared SPARQL: {word}" for word in words(text) if word[-1] != ":" and word not in KEYWORDS
    ]
    try:
        algebra = translateQuery(parseQuery(text)).algebra
    except Exception as err:  # rdflib raises a bare one for a prefix that is not declared, such as Virtuoso's bif:
        return [*found, f"not SPARQL 1.1: {err}"]
    for node in _nodes(algebra):
        if node.name == "Function" and str(node.iri) not in CASTS:
            found.append(f"a vendor's function: {node.iri}")
        if node.name in ("BGP", "TriplesBlock"):
            found += _free_ends(node.triples)
    return found


def _nodes(node: object) -> Iterator[CompValue]:
    if isinstance(node, CompValue):
        yield node
        for part in node.values():
            yield from _nodes(part)
    elif isinstance(node, list | tuple | set) and not isinstance(node, URIRef):
        for part in node:
            yield from _nodes(part)


def _free_ends(triples: list[tuple[object, object, object]]) -> Iterator[str]:
    """Repeated paths with nothing else in their group of triples to hold one of their ends."""
    held = {end for s, p, o in triples if not _endless(p) for end in (s, o)}
    for s, p, o in triples:
        if _endless(p) and all(isinstance(end, Variable) and end not in held for end in (s, o)):
            yield f"a path with both ends free: {s.n3()} {p.n3()} {o.n3()}"  # type: ignore[attr-defined]


def _endless(path: object) -> bool:
    """Whether a path begins and ends with a repetition, so that no plain step holds one of its ends."""
    if isinstance(path, MulPath):
        return path.mod in ("+", "*")
    if isinstance(path, InvPath):
        return _endless(path.arg)
    if isinstance(path, SequencePath):
        return all(_endless(one) for one in path.args)
    return isinstance(path, Path) and any(_endless(one) for one in getattr(path, "args", ()))
