"""What kind of thing a Wikidata class stands for, by the alignments and by Wikidata's own tree of classes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final

import pyoxigraph as ox

from kazkg import resources
from kazkg.graph.terms import WIKIDATA
from kazkg.knowledge.triples import Triples
from kazkg.reconcile.terms import ENTITY, Terms

__all__ = ["ITEM", "Kinds"]

ITEM: Final = re.compile(r"Q[1-9][0-9]{0,14}", re.ASCII)
"""A Q-id, and nothing else."""
_SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
_SAME: Final = (_SKOS + "exactMatch", _SKOS + "closeMatch", _SKOS + "narrowMatch")
_BROAD: Final = _SKOS + "broadMatch"
STEPS: Final = 6
"""Classes above a class that are looked at."""

Above = Callable[[Iterable[str]], Mapping[str, tuple[str, ...]]]


class Kinds:
    """Finds the class of the ontology for classes of Wikidata.

    Args:
        above: the classes directly above each of some classes, by Q-ids.
    """

    def __init__(self, above: Above) -> None:
        self._above = above
        self.terms = Terms()
        file = resources.folder("ontology") / "alignments.ttl"
        triples = Triples([quad.triple for quad in ox.parse(path=str(file), format=ox.RdfFormat.TURTLE)])
        self._anchors: dict[str, str] = {}
        self._items: dict[str, list[str]] = {}
        for subject in sorted({t.subject.value for t in triples.raw if isinstance(t.subject, ox.NamedNode)}):
            cls = subject.rpartition("#")[2]
            if ENTITY not in self.terms.triples.ancestors(cls):
                continue
            for predicate in (*_SAME, _BROAD):
                for value in triples.values(subject, predicate):
                    if value.startswith(WIKIDATA):
                        item = value.removeprefix(WIKIDATA)
                        self._anchors.setdefault(item, self.terms.widest(cls) if predicate == _BROAD else cls)
                        self._items.setdefault(cls, []).append(item)
        self._parents: dict[str, tuple[str, ...]] = {}

    def item(self, cls: str) -> str | None:
        """The Wikidata class that stands for a class of ours, or for the nearest above it that has one."""
        for name in self.terms.triples.ancestors(cls):
            if name in self._items:
                return self._items[name][0]
        return None

    def known(self, items: Iterable[str]) -> str | None:
        """The class of the ontology that one of some Wikidata classes stands for by itself; None where none does."""
        return next((self._anchors[item] for item in items if item in self._anchors), None)

    def find(self, asked: Mapping[str, tuple[str, ...]]) -> dict[str, str | None]:
        """The nearest class of the ontology for each thing, by the classes it is an instance of.

        Args:
            asked: classes by thing; all are followed upwards together, to ask seldom.
        """
        found: dict[str, str | None] = dict.fromkeys(asked)
        level = {thing: tuple(dict.fromkeys(classes)) for thing, classes in asked.items()}
        seen = {thing: set(classes) for thing, classes in level.items()}
        for _ in range(STEPS):
            for thing, classes in list(level.items()):
                if (cls := self.known(classes)) is not None or not classes:
                    found[thing] = cls
                    del level[thing]
            unknown = sorted({c for classes in level.values() for c in classes} - set(self._parents))
            if not level:
                break
            if unknown:
                self._parents.update(dict.fromkeys(unknown, ()) | dict(self._above(unknown)))
            for thing, classes in level.items():
                upward = dict.fromkeys(p for c in classes for p in self._parents[c] if p not in seen[thing])
                seen[thing].update(upward)
                level[thing] = tuple(upward)
        return found
