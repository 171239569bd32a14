"""Entities of the graph as plain records: names, types, a line that tells namesakes apart, values of properties."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from kazkg.graph.terms import GEO, KAZ, SKOS, WIKIDATA
from kazkg.reconcile.terms import COORDINATES, ENTITY, MENTIONS, Terms
from kazkg.store.reader import Reader, Value, short

__all__ = ["Record", "Records", "Thing", "Worth"]

_ALIAS: Final = SKOS["altLabel"].value
_COUNTRY: Final = KAZ["country"].value
_HIDDEN: Final = frozenset(KAZ[name].value for name in ("typeName", "identifier"))
"""Predicates that say again what a record says otherwise."""
_AROUND: Final = ("locatedIn", "country", "partOf", "worksFor", "role/roleAt")
"""Properties that place an entity, the best first."""
_POINT: Final = re.compile(r"POINT\s*\(\s*(-?[\d.]+)\s+(-?[\d.]+)\s*\)")
_NUMBER: Final = re.compile(r"[+-]?\d{1,18}(?:\.\d{1,18})?")
_NUMERIC: Final = ("#integer", "#decimal", "#double", "#float", "#int", "#long", "#nonNegativeInteger")


@dataclass(frozen=True, slots=True)
class Thing:
    """A value that is an entity itself."""

    id: str
    name: str


Worth = str | int | float | Thing
"""A value of a property."""


@dataclass(frozen=True, slots=True)
class Record:
    """One entity."""

    id: str
    """What its IRI says behind the base."""
    name: str
    names: tuple[str, ...]
    """All names, each once, the label first."""
    types: tuple[str, ...]
    """The most specific first."""
    description: str
    values: dict[str, tuple[Worth, ...]]
    """By property, in order."""
    items: tuple[str, ...]
    """Its Q-ids at Wikidata."""
    mentions: int
    """At how many places of the articles it is named or meant."""


class Records:
    """Reads entities out of a store.

    Args:
        store: the graph.
        base: the base of the data's IRIs.
        terms: names of classes.
    """

    def __init__(self, store: ox.Store, base: str, terms: Terms) -> None:
        self._reader = Reader(store)
        self._base = base
        self._terms = terms

    def all(self) -> Iterator[Record]:
        """All entities under the base, in the order of their IRIs."""
        for node in self._reader.of_class(ENTITY):
            if node.value.startswith(self._base):
                yield self._record(node)

    def one(self, id: str) -> Record | None:
        """The entity of this id; None where there is none."""
        try:
            node = ox.NamedNode(self._base + id)
        except (ValueError, UnicodeEncodeError):
            return None
        return self._record(node) if self._is_entity(node) else None

    def _is_entity(self, node: ox.NamedNode) -> bool:
        return node.value.startswith(self._base) and ENTITY in self._reader.types(node)

    def _record(self, node: ox.NamedNode) -> Record:
        said = self._said(node)
        label = self._reader.label(node)
        aliases = (value.value for value in said.get(_ALIAS, []) if isinstance(value, ox.Literal))
        mentions = self._reader.subjects("refersTo", node)
        types = self._terms.ordered(self._reader.types(node))
        values = dict(sorted(self._values(node, said, mentions)))
        items = [v.value for v in said.get(KAZ["wikidata"].value, []) if isinstance(v, ox.NamedNode)]
        return Record(
            id=node.value.removeprefix(self._base),
            name=label,
            names=tuple(dict.fromkeys((label, *aliases))),
            types=tuple(types),
            description=self._description(label, types, values),
            values=values,
            items=tuple(item.removeprefix(WIKIDATA) for item in items),
            mentions=len(mentions),
        )

    def _said(self, node: ox.NamedNode) -> dict[str, list[Value]]:
        found: dict[str, set[Value]] = {}
        for quad in self._reader.store.quads_for_pattern(node, None, None, None):
            found.setdefault(quad.predicate.value, set()).add(quad.object)
        return {predicate: sorted(values, key=str) for predicate, values in found.items()}

    def _values(
        self, node: ox.NamedNode, said: dict[str, list[Value]], mentions: list[ox.NamedNode]
    ) -> Iterator[tuple[str, tuple[Worth, ...]]]:
        yield MENTIONS, (len(mentions),)
        articles = {article for mention in mentions for article in self._reader.nodes(mention, "inArticle")}
        if articles:
            yield "inArticle", tuple(sorted(self._reader.label(article) for article in articles))
        if _ALIAS in said:
            yield "altLabel", tuple(v.value for v in said[_ALIAS] if isinstance(v, ox.Literal))
        for shape in said.get(GEO["hasGeometry"].value, []):
            text = self._reader.text(shape, GEO["asWKT"].value) if isinstance(shape, ox.NamedNode) else None
            if point := _POINT.search(text or ""):
                yield COORDINATES, (f"{point[2]},{point[1]}",)
                break
        if _COUNTRY not in said and (country := self._country(node)) is not None:
            yield "country", (self._worth(country),)
        for predicate, values in said.items():
            if predicate.startswith(KAZ.iri) and predicate not in _HIDDEN:
                yield from self._along(node, predicate.removeprefix(KAZ.iri), values)

    def _country(self, node: ox.NamedNode) -> ox.NamedNode | None:
        """The country that a place lies in, over whatever lies between; None for a country, and where none is known."""
        seen: list[ox.NamedNode] = []
        at: ox.NamedNode | None = node
        while at is not None and at not in seen:
            if "Country" in self._reader.types(at):
                return at if seen else None
            seen.append(at)
            at = self._reader.node(at, "locatedIn")
        return None

    def _along(self, node: ox.NamedNode, name: str, values: list[Value]) -> Iterator[tuple[str, tuple[Worth, ...]]]:
        """Values of one property; of what belongs to the entity alone (an office held), the values of that."""
        inside = [v for v in values if isinstance(v, ox.NamedNode) and v.value.startswith(node.value + "/")]
        plain = [self._worth(v) for v in values if v not in inside and isinstance(v, ox.NamedNode | ox.Literal)]
        if plain:
            yield name, tuple(plain)
        deeper: dict[str, list[Worth]] = {}
        for part in inside:
            for predicate, further in self._said(part).items():
                if predicate.startswith(KAZ.iri):
                    found = (self._worth(v) for v in further if isinstance(v, ox.NamedNode | ox.Literal))
                    deeper.setdefault(f"{name}/{predicate.removeprefix(KAZ.iri)}", []).extend(found)
        yield from ((path, tuple(dict.fromkeys(found))) for path, found in deeper.items())

    def _worth(self, value: ox.NamedNode | ox.Literal) -> Worth:
        if isinstance(value, ox.NamedNode):
            if self._is_entity(value):
                return Thing(value.value.removeprefix(self._base), self._reader.label(value))
            return self._reader.text(value, SKOS["prefLabel"].value) or value.value
        if value.datatype.value.endswith(_NUMERIC) and _NUMBER.fullmatch(value.value):
            return float(value.value) if "." in value.value else int(value.value)
        return value.value

    def _description(self, label: str, types: list[str], values: dict[str, tuple[Worth, ...]]) -> str:
        """What kind of thing it is, what office it holds, and where it belongs."""
        parts = [self._terms.type_name(types[0])] if types else []
        told = [value for name in ("describedAs", "role/title") for value in values.get(name, ())[:2]]
        around = next((values[name] for name in _AROUND if name in values), ())
        for value in (*told, *around[:2]):
            text = value.name if isinstance(value, Thing) else str(value)
            if text not in (label, *parts):
                parts.append(text)
        return ", ".join(parts) or short(label)
