"""Types and properties by the ontology: what people call them, and what stands above them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Final

import pyoxigraph as ox

from kazkg import resources
from kazkg.knowledge.triples import KAZ, RDFS_LABEL, SUBCLASS, Triples, local

__all__ = ["COORDINATES", "ENTITY", "MENTIONS", "Terms"]

ENTITY: Final = "Entity"
MENTIONS: Final = "mentions"
"""A property that is counted: at how many places of the articles the entity is named or meant."""
COORDINATES: Final = "coordinates"
"""A property that is rewritten: latitude and longitude in degrees, with a comma between."""
_ALIAS: Final = "altLabel"
_NAMES: Final = {MENTIONS: "number of mentions", COORDINATES: "coordinates", _ALIAS: "other name"}
_RANGE: Final = "http://www.w3.org/2000/01/rdf-schema#range"
_NOTATION: Final = "http://www.w3.org/2004/02/skos/core#notation"
_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@cache
def _ontology() -> Triples:
    file = resources.folder("ontology") / "kazkg.ttl"
    return Triples([quad.triple for quad in ox.parse(path=str(file), format=ox.RdfFormat.TURTLE)])


@dataclass(frozen=True, slots=True)
class Terms:
    """Names of the ontology's terms. A class or property of ours goes by its local name, any other by its IRI.

    Args:
        triples: the ontology; the packaged one where none is given.
    """

    triples: Triples = field(default_factory=_ontology)

    def type_name(self, name: str) -> str:
        """What people call a class."""
        return self.triples.value(name, RDFS_LABEL) or _spelt(name)

    def property_name(self, name: str) -> str:
        """What people call a property; one that is reached over another ("role/roleAt") has both names."""
        if ":" in name:
            return name
        words = [_NAMES.get(part) or self.triples.value(part, RDFS_LABEL) or _spelt(part) for part in name.split("/")]
        return words[-1] if words[-1].startswith(words[0]) else ": ".join(words)

    def broader(self, name: str) -> list[str]:
        """The classes directly above a class, sorted, without the class of all entities."""
        return [cls for cls in self.triples.values(name, SUBCLASS) if cls != ENTITY]

    def ordered(self, classes: set[str]) -> list[str]:
        """Classes of an entity, the most specific first, each before those above it; of one rank by name.

        Classes of ours that are no kinds of entity (being a source is a part played, no kind) are left out.
        """
        above = {cls: set(self.triples.ancestors(cls)) - {cls} for cls in classes}
        kinds = [cls for cls in classes if cls != ENTITY and (ENTITY in above[cls] or not self._declared(cls))]
        return sorted(kinds, key=lambda cls: (-len(above[cls] & set(kinds)), cls))

    def range(self, name: str) -> str | None:
        """The class of entities that a property leads to; None where it leads to something else."""
        found = self.triples.value(name.rpartition("/")[2], _RANGE)
        return found if found is not None and ENTITY in self.triples.ancestors(found) and found != ENTITY else None

    def kind(self, cls: str) -> str:
        """The short name that tables print for a class: the notation of the nearest class that has one."""
        found = (self.triples.value(name, _NOTATION) for name in self.triples.ancestors(cls))
        return next((name for name in found if name), cls)

    def widest(self, cls: str) -> str:
        """The class directly below the class of all entities that a class is or stands below."""
        return next((c for c in self.triples.ancestors(cls) if ENTITY in self.triples.values(c, SUBCLASS)), cls)

    def top(self) -> list[str]:
        """The widest kinds of entity, sorted."""
        subjects = (local(iri) for iri in self.triples.subjects("http://www.w3.org/2002/07/owl#Class"))
        return sorted(cls for cls in subjects if ENTITY in self.triples.values(cls, SUBCLASS))

    def _declared(self, name: str) -> bool:
        return bool(self.triples.properties(name if ":" in name else KAZ + name))


def _spelt(name: str) -> str:
    """A local name as words ("roleAt" -> "role at"); an IRI as it is."""
    return name if ":" in name else _HUMP.sub(" ", name).lower()
