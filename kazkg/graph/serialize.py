"""Quads written down: the same quads give the same bytes, whatever their order and the hash seed.

Turtle and TriG are laid out for readers: an article first, then what it claims, then who is named, then the spans;
within a subject ``a`` comes first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import pyoxigraph as ox

from kazkg.graph.iris import Iris
from kazkg.graph.rows import Row
from kazkg.graph.settings import DEFAULT_BASE
from kazkg.graph.terms import KAZ, PREFIXES, RDF, TYPE, XSD

__all__ = ["head", "jsonld", "nquads", "ntriples", "trig", "trig_block", "turtle", "turtle_body"]

_RANKS = (
    ("/graph/", 0),
    ("/run/", 1),
    ("/statement/", 4),
    ("/figure/", 5),
    ("/event/", 6),
    ("/telling/", 7),
    ("/mention/", 9),
    ("/omission/", 10),
)
_LOCAL = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*\Z")
_LAST = "\U0010ffff"
_NUMBER = re.compile(r"\d+")
_BEGIN = re.compile(r"/[a-z]+/(?:[a-z]+-)?(\d+)-")

_TYPE = str(TYPE)
_SHORT = {XSD["integer"].value: re.compile(r"[+-]?[0-9]+\Z"), XSD["boolean"].value: re.compile(r"(true|false)\Z")}

_FIRST = {
    f"<{iri}>": f"{i:02d}"
    for i, iri in enumerate(
        (
            TYPE.value,
            RDF["value"].value,
            KAZ["typeName"].value,
            PREFIXES["skos"] + "prefLabel",
            PREFIXES["skos"] + "altLabel",
            KAZ["identifier"].value,
            PREFIXES["dcterms"] + "title",
            KAZ["measure"].value,
            KAZ["group"].value,
            KAZ["low"].value,
            KAZ["high"].value,
            KAZ["qualifier"].value,
            KAZ["words"].value,
            KAZ["speaker"].value,
            KAZ["claimer"].value,
            KAZ["chain"].value,
            KAZ["act"].value,
            KAZ["cue"].value,
            KAZ["content"].value,
            KAZ["mentionOf"].value,
            KAZ["trigger"].value,
            PREFIXES["oa"] + "start",
            PREFIXES["oa"] + "end",
            PREFIXES["oa"] + "exact",
        )
    )
}
"""Predicates that come first within a subject, in this order; the rest follow by name."""


class _Layout:
    """Writes terms short, and orders subjects for readers."""

    def __init__(self, base: str) -> None:
        base = Iris(base).base
        self.prefixes = dict(PREFIXES) | {"ent": base + "entity/", "src": base + "source/", "t": base + "time/"}
        self.base = base
        self._stems = {iri: name for name, iri in self.prefixes.items()}
        self._written: dict[str, str] = {}

    def head(self) -> str:
        lines = [f"@prefix {name}: <{iri}> .\n" for name, iri in sorted(self.prefixes.items())]
        return f"@base <{self.base}> .\n" + "".join(lines)

    def iri(self, iri: str) -> str:
        """An IRI, by prefix or relative to the base where it can be."""
        cut = max(iri.rfind("/"), iri.rfind("#")) + 1
        name = self._stems.get(iri[:cut])
        if name is not None and _LOCAL.match(iri, cut):
            return f"{name}:{iri[cut:]}"
        if iri.startswith(self.base):
            rest = iri[len(self.base) :]
            if rest and not rest.startswith(("/", "#", "?", ".")) and ":" not in rest.partition("/")[0]:
                return f"<{rest}>"
        return f"<{iri}>"

    def term(self, term: str) -> str:
        """A term in N-Triples form, written short."""
        short = self._written.get(term)
        if short is None:
            short = self._short(term)
            if term[0] == "<":
                self._written[term] = short
        return short

    def _short(self, term: str) -> str:
        if term[0] == "<":
            return self.iri(term[1:-1])
        if term[-1] != ">":
            return term
        value, _, datatype = term.rpartition("^^")
        plain = _SHORT.get(datatype[1:-1])
        if plain is not None and plain.match(value, 1, len(value) - 1):
            return value[1:-1]
        return f"{value}^^{self.term(datatype)}"

    def subject_key(self, subject: str) -> tuple[int, str, int, tuple[int, ...], str]:
        """Rank of the kind, then offsets as numbers, then the IRI itself."""
        iri = subject[1:-1]
        if not iri.startswith(self.base):
            return (20, iri, 0, (), "")
        path = "/" + iri[len(self.base) :]
        if path.startswith("/entity/"):
            return (8, iri, 0, (), "")
        if path.startswith(("/source/", "/time/")):
            return (11, iri, 0, (), "")
        if path.startswith("/article/"):
            end = path.find("/", 9)
            hash_at = path.find("#", 9)
            if hash_at >= 0:
                numbers = tuple(int(n) for n in _NUMBER.findall(path, hash_at))
                return (2, path[:hash_at], 12, numbers, path)
            if end < 0:
                return (2, path, 0, (), "")
            rank = next((r for part, r in _RANKS if path.startswith(part, end)), 8)
            begin = _BEGIN.match(path, end)
            numbers = (int(begin[1]),) if begin else ()
            return (2, path[:end], rank, numbers, path)
        return (next((r for part, r in _RANKS if path.startswith(part)), 13), path, 0, (), "")

    def blocks(self, rows: Iterable[Row]) -> Iterable[str]:
        """Turtle of rows, one subject a block; within a predicate, objects stand in the order of the rows."""
        table: dict[str, dict[str, list[str]]] = {}
        for subject, predicate, value in dict.fromkeys(rows):
            table.setdefault(subject, {}).setdefault(predicate, []).append(value)
        term = self.term
        for subject in sorted(table, key=self.subject_key):
            pairs = table[subject]
            lines = [
                f"{'a' if p == _TYPE else term(p)} {', '.join(map(term, pairs[p]))}"
                for p in sorted(pairs, key=self.predicate_key)
            ]
            yield f"\n{term(subject)} " + " ;\n    ".join(lines) + " .\n"

    def predicate_key(self, predicate: str) -> str:
        return _FIRST.get(predicate, _LAST + predicate)


def head(base: str = DEFAULT_BASE) -> str:
    """The lines that a Turtle or TriG file begins with: its base and its prefixes."""
    return _Layout(base).head()


def turtle_body(rows: Iterable[Row], base: str = DEFAULT_BASE) -> str:
    """Rows as one graph in Turtle, to be put behind :func:`head`; several bodies make one file.

    Args:
        rows: without blank nodes; objects of one subject and predicate keep their order.
        base: the data's base IRI, for short names.
    """
    return "".join(_Layout(base).blocks(rows))


def trig_block(name: str, body: str, base: str = DEFAULT_BASE) -> str:
    """A Turtle body as one named graph in TriG, to be put behind :func:`head`."""
    return f"\n{_Layout(base).iri(name)} {{\n{body}}}\n"


def turtle(quads: Iterable[ox.Quad], base: str = DEFAULT_BASE) -> str:
    """All quads as one graph in Turtle, whatever graphs they name; see :func:`turtle_body`."""
    return head(base) + turtle_body(_rows(quads), base)


def trig(quads: Iterable[ox.Quad], base: str = DEFAULT_BASE) -> str:
    """The quads in TriG: each named graph a block of its own, in the order of their names."""
    by_graph: dict[str, list[ox.Quad]] = {}
    for q in quads:
        name = q.graph_name.value if isinstance(q.graph_name, ox.NamedNode) else ""
        by_graph.setdefault(name, []).append(q)
    parts = [head(base)]
    for name in sorted(by_graph):
        body = turtle_body(_rows(by_graph[name]), base)
        parts.append(trig_block(name, body, base) if name else body)
    return "".join(parts)


def _rows(quads: Iterable[ox.Quad]) -> list[Row]:
    """The quads as rows, in an order that does not depend on theirs."""
    return sorted((str(q.subject), str(q.predicate), str(q.object)) for q in quads)


def nquads(quads: Iterable[ox.Quad]) -> str:
    """The quads in N-Quads, each line once, sorted by code point."""
    return "".join(f"{line} .\n" for line in sorted({str(q) for q in quads}))


def ntriples(quads: Iterable[ox.Quad]) -> str:
    """All quads as one graph in N-Triples, each line once, sorted by code point."""
    return "".join(f"{line} .\n" for line in sorted({str(q.triple) for q in quads}))


def jsonld(quads: Iterable[ox.Quad]) -> str:
    """The quads in JSON-LD 1.1, with prefixes, in the order of N-Quads."""
    ordered = sorted(set(quads), key=str)
    data = ox.serialize(ordered, format=ox.RdfFormat.JSON_LD, prefixes=PREFIXES)
    return (data or b"").decode() + "\n"
