"""Quads written down: the same quads give the same bytes, whatever their order and the hash seed.

Turtle and TriG are laid out for readers: an article first, then what it claims, then who is named, then the spans;
within a subject ``a`` comes first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

import pyoxigraph as ox

from kazkg.graph.iris import Iris
from kazkg.graph.rows import Row
from kazkg.graph.settings import DEFAULT_BASE
from kazkg.graph.terms import KAZ, PREFIXES, RDF, TYPE, XSD

__all__ = ["head", "jsonld", "nquads", "ntriples", "short", "trig", "trig_block", "turtle", "turtle_body"]

_RANKS = {"statement": 4, "figure": 5, "event": 6, "telling": 7, "mention": 9, "omission": 10, "alarm": 10}
"""Order of what stands in an article; entities of its own come between tellings and mentions, spans last."""
_SHARED = {"graph": 0, "run": 1, "happening": 6, "relation": 7, "entity": 8, "author": 9, "source": 11, "time": 11}
_REMEMBERED = 50_000
"""Short forms remembered, so that a long run does not grow."""
_LOCAL = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*\Z")
_LAST = "\U0010ffff"
_BEGIN = re.compile(r"(?:[a-z]+-)?(\d+)-")

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
    """Writes terms short, and orders subjects for readers; made once for a base."""

    def __init__(self, base: str) -> None:
        base = Iris(base).base
        self.prefixes = dict(PREFIXES) | {"ent": base + "entity/", "src": base + "source/", "t": base + "time/"}
        self.base = base
        self._stems = {iri: name for name, iri in self.prefixes.items()}
        self._article = f"<{base}article/"
        self._cut = len(base) + 1
        self._written: dict[str, str] = {}
        self._verbs: dict[str, tuple[str, str]] = {}

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
        if term[-1] != ">":
            return term
        if term.startswith(self._article):
            return "<" + term[self._cut :]
        short = self._written.get(term)
        if short is None:
            short = self.iri(term[1:-1]) if term[0] == "<" else self._literal(term)
            if len(self._written) < _REMEMBERED:
                self._written[term] = short
        return short

    def _literal(self, term: str) -> str:
        value, _, datatype = term.rpartition("^^")
        plain = _SHORT.get(datatype[1:-1])
        if plain is not None and plain.match(value, 1, len(value) - 1):
            return value[1:-1]
        return f"{value}^^{self.term(datatype)}"

    def verb(self, predicate: str) -> tuple[str, str]:
        """The sort key of a predicate and how it is written."""
        found = self._verbs.get(predicate)
        if found is None:
            key = _FIRST.get(predicate, _LAST + predicate)
            found = self._verbs[predicate] = (key, "a" if predicate == _TYPE else self.term(predicate))
        return found

    def subject_key(self, subject: str) -> tuple[int, str, int, tuple[int, ...], str]:
        """Rank of the kind, then, in an article, rank of the part and offsets as numbers, then the IRI itself."""
        if subject.startswith(self._article):
            article, mark, span = subject[self._cut : -1].partition("#char=")
            if mark:
                begin, _, end = span.partition(",")
                return (2, article, 12, (int(begin), int(end)), "")
            _, _, part = article[8:].partition("/")
            kind, _, name = part.partition("/")
            offset = _BEGIN.match(name)
            return (2, article[: -len(part) - 1] if part else article, _RANKS.get(kind, 8 if part else 0),
                    (int(offset[1]),) if offset else (), name)  # fmt: skip
        if subject.startswith(self.base, 1):
            kind = subject[self._cut : subject.find("/", self._cut)]
            return (_SHARED.get(kind, 13), subject, 0, (), "")
        return (20, subject, 0, (), "")

    def blocks(self, rows: Iterable[Row]) -> Iterable[str]:
        """Turtle of rows, one subject a block; within a predicate, objects stand in the order of the rows."""
        table: dict[str, dict[str, list[str]]] = {}
        for subject, predicate, value in dict.fromkeys(rows):
            table.setdefault(subject, {}).setdefault(predicate, []).append(value)
        term, verb = self.term, self.verb
        for subject in sorted(table, key=self.subject_key):
            pairs = sorted((*verb(predicate), values) for predicate, values in table[subject].items())
            lines = [
                f"{written} {term(values[0]) if len(values) == 1 else ', '.join(map(term, values))}"
                for _, written, values in pairs
            ]
            yield f"\n{term(subject)} " + " ;\n    ".join(lines) + " .\n"


@lru_cache(maxsize=4)
def _layout(base: str) -> _Layout:
    return _Layout(base)


def head(base: str = DEFAULT_BASE) -> str:
    """The lines that a Turtle or TriG file begins with: its base and its prefixes."""
    return _layout(base).head()


def turtle_body(rows: Iterable[Row], base: str = DEFAULT_BASE) -> str:
    """Rows as one graph in Turtle, to be put behind :func:`head`; several bodies make one file.

    Args:
        rows: without blank nodes; objects of one subject and predicate keep their order.
        base: the data's base IRI, for short names.
    """
    return "".join(_layout(base).blocks(rows))


def trig_block(name: str, body: str, base: str = DEFAULT_BASE) -> str:
    """A Turtle body as one named graph in TriG, to be put behind :func:`head`."""
    return f"\n{_layout(base).iri(name)} {{\n{body}}}\n"


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


def short(
    triples: Iterable[ox.Triple], form: ox.RdfFormat = ox.RdfFormat.TURTLE, prefixes: Mapping[str, str] = PREFIXES
) -> bytes:
    """A few triples in any format, sorted, each once, with those prefixes alone that they have a use for."""
    ordered = sorted(set(triples), key=str)
    written = "\n".join(map(str, ordered))
    used = {name: iri for name, iri in prefixes.items() if f"<{iri}" in written}
    return ox.serialize(ordered, format=form, prefixes=used) or b""


def jsonld(quads: Iterable[ox.Quad]) -> str:
    """The quads in JSON-LD 1.1, with prefixes, in the order of N-Quads."""
    ordered = sorted(set(quads), key=str)
    data = ox.serialize(ordered, format=ox.RdfFormat.JSON_LD, prefixes=PREFIXES)
    return (data or b"").decode() + "\n"
