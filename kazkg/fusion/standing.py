"""Which origins may be one and the same, so that nobody counts them twice: a body and what it belongs to, a loose name
("Kazakh authorities") and any body that it may stand for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kazkg.fusion.nameless import Nameless
from kazkg.graph.registry import Registry

__all__ = ["Standing", "Standings"]


class Standing(NamedTuple):
    """What an origin is, and what else it may be."""

    covers: frozenset[str]
    """What it may be: itself and, for a loose name, any body of a kind ("kazakhstan police")."""
    inside: frozenset[str]
    """What may be it: itself, what it belongs to, and the kinds that it is of."""


class Standings:
    """Looks origins up.

    Args:
        registry: who belongs to whom.
        nameless: reads the labels of sources without a name.
    """

    def __init__(self, registry: Registry, nameless: Nameless) -> None:
        self.registry = registry
        self.nameless = nameless
        self._keys = {registry.iris.entity(key): key for key in registry.all_keys()}
        self._known: dict[str, Standing] = {}

    def of(self, origin: str, label: str) -> Standing:
        """The standing of an origin, by its IRI and label."""
        found = self._known.get(origin)
        if found is None:
            key = self._keys.get(origin)
            found = self._known[origin] = self._named(origin, key) if key else self._unnamed(origin, label)
        return found

    def may_be_one(self, one: Standing, other: Standing) -> bool:
        """Whether two origins may be one."""
        return bool(one.covers & other.inside or other.covers & one.inside)

    def separate(self, origins: Iterable[tuple[str, str]]) -> int:
        """How many of these origins, by IRI and label, are surely separate; what may be another one is not counted.

        A loose name is counted only where no body that it may stand for is.
        """
        counted: list[Standing] = []
        found = {origin: self.of(origin, label) for origin, label in origins}
        for _, one in sorted(found.items(), key=lambda pair: (len(pair[1].covers), pair[0])):
            if not any(self.may_be_one(one, other) for other in counted):
                counted.append(one)
        return len(counted)

    def _named(self, origin: str, key: str) -> Standing:
        registry = self.registry
        country = registry.country(key)
        kinds = (k for k, classes in self.nameless.bodies.items() if registry.is_any(key, classes))
        above = (registry.iris.entity(k) for k in registry.within(key) if not registry.is_any(k, ("Place",)))
        return Standing(frozenset({origin}), frozenset({origin, *above, *(f"{country} {kind}" for kind in kinds)}))

    def _unnamed(self, origin: str, label: str) -> Standing:
        owner = self.nameless.owner(label)
        if not owner:
            return Standing(frozenset({origin}), frozenset({origin}))
        country, any_of = self.registry.country(owner), self.nameless.may_be_any(label)
        wide = any_of and self.registry.is_any(owner, ("Country",))
        covers = {origin, f"{country} {any_of}"} if wide else {origin}
        return Standing(frozenset(covers), frozenset({origin, *self._kinds(country, label)}))

    def _kinds(self, country: str, label: str) -> Iterator[str]:
        return (f"{country} {kind}" for kind in self.nameless.kinds(label))
