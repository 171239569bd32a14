"""What the knowledge says of shared things, ready as RDF rows: gazetteer entities, and the concepts that claims use.

These facts are the same for every article; they go to the graph of entities, and each is made once a process.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

import pyoxigraph as ox

from kazkg.graph.iris import Iris, short_hash
from kazkg.graph.rows import GEO, KAZ, OWL, SKOS, TYPE, Row, boolean, integer, language_text, text, typed
from kazkg.graph.terms import WIKIDATA
from kazkg.knowledge.triples import Triples

__all__ = ["Registry"]

_UPWARD = ("locatedIn", "partOf", "country")
_SIDEWAYS = ("capital",)
_TEXTS = ("demonym", "since", "until")
_ROLE_TEXTS = ("title", "since", "until")
_LOCAL = (*_UPWARD, *_SIDEWAYS, *_TEXTS, *_ROLE_TEXTS, "former", "wikidata", "wkt", "role", "roleAt")
_READ = {KAZ[name][1:-1]: name for name in _LOCAL} | {SKOS[n][1:-1]: n for n in ("prefLabel", "altLabel")}
_CONCEPTS = ("Act", "EpistemicStatus", "Group", "Measure", "Stage")
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_SUB_PROPERTY = "http://www.w3.org/2000/01/rdf-schema#subPropertyOf"
_NOTATION, _BROADER = SKOS.iri + "notation", SKOS.iri + "broader"

Value = ox.NamedNode | ox.BlankNode | ox.Literal


class Registry:
    """The shared facts under one base.

    Args:
        triples: the loaded knowledge.
        iris: mints the IRIs; entities of the gazetteer are published under its base.
    """

    def __init__(self, triples: Triples, iris: Iris) -> None:
        self.triples = triples
        self.iris = iris
        self._about: dict[str, dict[str, list[Value]]] = {}
        """Subject (as written in N-Triples) to short predicate to values."""
        self._keys: dict[str, str] = {}
        """Key of an entity to its subject."""
        self._classes: dict[str, list[str]] = {}
        """Key of an entity to its classes, as local names or IRIs."""
        self._read()
        self._names: dict[str, str] = {}
        self._roles: dict[str, bool] = {}
        self._facts: dict[str, tuple[Row, ...]] = {}
        self._brief: dict[str, tuple[Row, ...]] = {}
        self._concepts: dict[tuple[str, str], tuple[str, tuple[Row, ...]]] = {}

    def _read(self) -> None:
        classes = (_local(cls) for cls in self.triples.subjects(OWL.iri + "Class"))
        entity_classes = {cls for cls in classes if "Entity" in self.triples.ancestors(cls)}
        for cls in sorted(entity_classes):
            for subject in self.triples.subjects(cls):
                key = _last(subject)
                self._keys[key] = f"<{subject}>"
                self._classes.setdefault(key, []).append(cls)
        for t in self.triples.raw:
            short = _READ.get(t.predicate.value)
            if short is not None and not isinstance(t.object, ox.Triple):
                self._about.setdefault(str(t.subject), {}).setdefault(short, []).append(t.object)

    @cached_property
    def _labels(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for predicate in ("altLabel", "prefLabel"):
            for key in sorted(self._keys, reverse=True):
                for value in self._values(self._keys[key], predicate):
                    found[value.value] = key
        return found

    def _values(self, subject: str, predicate: str) -> list[Value]:
        found = self._about.get(subject, {}).get(predicate, [])
        return sorted(found, key=str) if len(found) > 1 else found

    def all_keys(self) -> list[str]:
        """Keys of all entities of the gazetteer, sorted."""
        return sorted(self._keys)

    def knows(self, key: str) -> bool:
        """Whether the gazetteer has an entity of this key."""
        return key in self._keys

    def is_any(self, key: str, classes: Iterable[str]) -> bool:
        """Whether an entity of the gazetteer is of one of these classes (local names), or of one below them."""
        return any({cls, *self.triples.ancestors(cls)} & {*classes} for cls in self._classes[key])

    def by_label(self, label: str) -> str | None:
        """Key of the entity with this label or alias, letter for letter; None for none. A label wins over an alias."""
        return self._labels.get(label)

    def type_name(self, cls: str) -> str:
        """The short name that tables print for a class: the ``skos:notation`` of the nearest class that has one."""
        name = self._names.get(cls)
        if name is None:
            found = (self.triples.value(c, _NOTATION) for c in self.triples.ancestors(cls))
            name = self._names[cls] = next((n for n in found if n), cls)
        return name

    def linked(self, key: str) -> bool:
        """Whether the knowledge itself gives an entity its item."""
        return key in self._keys and bool(self._wikidata(key))

    def links(self, key: str) -> list[Row]:
        """``owl:sameAs`` to Wikidata, for the graph of links."""
        return [(self._node(key), OWL["sameAs"], item) for item in self._wikidata(key)]

    def facts(self, key: str) -> tuple[Row, ...]:
        """All that is published of an entity that an article names, with the places and bodies above it."""
        if key not in self._facts:
            rows = dict.fromkeys(self._named(key))
            for other in self.around(key):
                rows.update(dict.fromkeys(self.brief(other)))
            self._facts[key] = tuple(rows)
        return self._facts[key]

    def brief(self, key: str) -> tuple[Row, ...]:
        """What is published of an entity that is only reached from a named one: type, label, place, item."""
        if key not in self._brief:
            self._brief[key] = tuple(self._basics(key))
        return self._brief[key]

    def around(self, key: str) -> list[str]:
        """Keys of all that the entity lies in, belongs to or holds office at, and all above those, in order."""
        todo, seen = [key], {key: None}
        while todo:
            one = todo.pop(0)
            above = [k for p in _UPWARD for k in self._targets(self._keys[one], p)]
            if one == key:
                above += [k for p in _SIDEWAYS for k in self._targets(self._keys[one], p)]
                roles = self._values(self._keys[one], "role")
                above += [k for role in roles for k in self._targets(str(role), "roleAt")]
            for other in above:
                if other not in seen:
                    seen[other] = None
                    todo.append(other)
        return list(seen)[1:]

    def country(self, key: str) -> str:
        """Key of the country that a place lies in, itself included; the widest place known where there is none."""
        inside = [key, *self._above(key)]
        return next((k for k in inside if "Country" in self._classes[k]), inside[-1])

    def within(self, key: str) -> list[str]:
        """Keys of the places and bodies above a place, nearest first, up to its country."""
        above = self._above(key)
        stop = next((i for i, k in enumerate(above) if "Country" in self._classes[k]), len(above) - 1)
        return above[: stop + 1] if "Country" not in self._classes[key] else []

    def _above(self, key: str) -> list[str]:
        todo, seen = [key], {key: None}
        while todo:
            one = todo.pop(0)
            for other in (k for p in _UPWARD for k in self._targets(self._keys[one], p)):
                if other not in seen:
                    seen[other] = None
                    todo.append(other)
        return list(seen)[1:]

    def bodies(self, key: str) -> list[str]:
        """Keys of the organisations at which somebody holds an office that has not ended, sorted."""
        roles = [str(r) for r in self._values(self._keys[key], "role")]
        held = (k for r in roles if not self._values(r, "until") for k in self._targets(r, "roleAt"))
        return sorted({k for k in held if self.type_name(self._classes[k][0]) == "Organization"})

    def label(self, key: str) -> str:
        """The English label of an entity of the gazetteer."""
        return self._label_pair(key)[0]

    def group(self, name: str) -> tuple[str, tuple[str, ...], str]:
        """A group's notation, the notations of the groups it belongs to (nearest first) and its label."""
        local = self.concept("Group", name)[0][1:-1].removeprefix(KAZ.iri)
        notations = tuple(self.triples.value(c, _NOTATION) or c for c in self._and_broader(local))
        return notations[0], notations[1:], self.triples.value(local, _LABEL) or notations[0]

    def _targets(self, subject: str, predicate: str) -> list[str]:
        nodes = (v for v in self._values(subject, predicate) if isinstance(v, ox.NamedNode))
        return [k for v in nodes if (k := _last(v.value)) in self._keys]

    def _node(self, key: str) -> str:
        return f"<{self.iris.entity(key)}>"

    def _wikidata(self, key: str) -> list[str]:
        items = self._values(self._keys[key], "wikidata")
        return [str(v) if isinstance(v, ox.NamedNode) else f"<{WIKIDATA}{v.value}>" for v in items]

    def _basics(self, key: str) -> Iterator[Row]:
        subject, node, classes = self._keys[key], self._node(key), self._classes[key]
        yield from ((node, TYPE, KAZ[cls] if ":" not in cls else f"<{cls}>") for cls in classes)
        for name in sorted({self.type_name(cls) for cls in classes}):
            yield node, KAZ["typeName"], text(name)
        yield node, SKOS["prefLabel"], text(self._label_pair(key)[0])
        for item in self._wikidata(key):
            yield node, KAZ["wikidata"], item
            yield node, SKOS["exactMatch"], item
        for predicate in _UPWARD:
            for target in self._targets(subject, predicate):
                yield node, KAZ[predicate], self._node(target)
        for wkt in self._values(subject, "wkt")[:1]:
            shape = f"{node[:-1]}/geometry>"
            yield node, GEO["hasGeometry"], shape
            yield shape, TYPE, GEO["Geometry"]
            yield shape, GEO["asWKT"], typed(wkt.value, GEO["wktLiteral"])

    def _named(self, key: str) -> Iterator[Row]:
        yield from self.brief(key)
        subject, node = self._keys[key], self._node(key)
        yield from ((node, SKOS["altLabel"], alias) for alias in self._label_pair(key)[1])
        for predicate in _TEXTS:
            for value in self._values(subject, predicate):
                yield node, KAZ[predicate], text(value.value)
        if any(v.value in {"true", "1"} for v in self._values(subject, "former")):
            yield node, KAZ["former"], boolean(True)
        for predicate in _SIDEWAYS:
            for target in self._targets(subject, predicate):
                yield node, KAZ[predicate], self._node(target)
        for role in self._values(subject, "role"):
            yield from self._role(node, str(role))

    def _role(self, person: str, role: str) -> Iterator[Row]:
        """A role under an IRI of its own; in the gazetteer it may be a blank node."""
        pairs = [(KAZ[name], text(v.value)) for name in _ROLE_TEXTS for v in self._values(role, name)]
        pairs += [(KAZ["roleAt"], self._node(key)) for key in self._targets(role, "roleAt")]
        node = f"{person[:-1]}/role/{short_hash(v for _, v in pairs)}>"
        yield person, KAZ["role"], node
        yield node, TYPE, KAZ["Role"]
        yield from ((node, predicate, value) for predicate, value in pairs)

    def _label_pair(self, key: str) -> tuple[str, list[str]]:
        """The English label (the key where there is none), and all other names as terms."""
        subject = self._keys[key]
        names = [v for v in self._values(subject, "prefLabel") if isinstance(v, ox.Literal)]
        best = [v for v in names if v.language in {None, "en"}] or names
        label = best[0].value if best else key
        others = names + [v for v in self._values(subject, "altLabel") if isinstance(v, ox.Literal)]
        plain = (language_text(v.value, v.language if v.language != "en" else None) for v in others)
        return label, [v for v in dict.fromkeys(plain) if v != text(label)]

    def concept(self, cls: str, name: str) -> tuple[str, tuple[Row, ...]]:
        """A concept of the ontology by its local name or its notation: its node, and what is published of it.

        Args:
            cls: Measure, Group, Act or EpistemicStatus.
            name: ``killed``, ``security_forces``, ``securityForces``, ``Condemn`` ...
        """
        found = self._concepts.get((cls, name))
        if found is None:
            by_notation = {self.triples.value(s, _NOTATION): _local(s) for s in self.triples.subjects(cls)}
            local = by_notation.get(name, name)
            rows = dict.fromkeys(row for c in self._and_broader(local) for row in self._concept(cls, c))
            found = self._concepts[cls, name] = (KAZ[local], tuple(rows))
        return found

    def concepts(self) -> Iterator[Row]:
        """What is published of every measure, group, act and epistemic status, in order."""
        for cls in _CONCEPTS:
            for subject in self.triples.subjects(cls):
                yield from self.concept(cls, _local(subject))[1]

    def _and_broader(self, name: str) -> list[str]:
        todo, seen = [name], {name: None}
        while todo:
            for above in self.triples.values(todo.pop(), _BROADER):
                if above not in seen:
                    seen[above] = None
                    todo.append(above)
        return list(seen)

    def _concept(self, cls: str, name: str) -> Iterator[Row]:
        node = KAZ[name]
        notation = self.triples.value(name, _NOTATION) or name
        yield node, TYPE, KAZ[cls]
        yield node, SKOS["notation"], text(notation)
        yield node, SKOS["prefLabel"], text(self.triples.value(name, _LABEL) or notation)
        for above in self.triples.values(name, _BROADER):
            yield node, SKOS["broader"], KAZ[above]
        for fate in self.triples.values(name, "fateName"):
            yield node, KAZ["fateName"], text(fate)
        for step in self.triples.values(name, "step"):
            yield node, KAZ["step"], integer(int(step))

    def is_participant_role(self, name: str) -> bool:
        """Whether the ontology has this property below ``kaz:participant``."""
        known = self._roles.get(name)
        if known is None:
            above = self.triples.values(name, _SUB_PROPERTY)
            known = name == "participant" or any(self.is_participant_role(a) for a in above if a != name)
            self._roles[name] = known
        return known


def _local(iri: str) -> str:
    return iri[len(KAZ.iri) :] if iri.startswith(KAZ.iri) else iri


def _last(iri: str) -> str:
    """The last part of an IRI: the key of an entity."""
    return iri.replace("#", "/").rpartition("/")[2]
