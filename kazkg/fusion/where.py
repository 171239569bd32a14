"""Where something is, as other articles can find it: the place, what it lies in, and its country."""

from __future__ import annotations

from typing import NamedTuple

from kazkg.graph.emission import Emission
from kazkg.graph.registry import Registry

__all__ = ["Where", "where"]


class Where(NamedTuple):
    """A place. IRIs are whole, without brackets; all is empty where the article gives none."""

    place: str
    within: tuple[str, ...]
    """The places that it lies in, nearest first, up to its country; empty where the gazetteer does not know it."""
    root: str
    """Its country or the widest place known; itself where the gazetteer does not know it."""


def where(key: str | None, emission: Emission, registry: Registry) -> Where:
    """Look a place up.

    Args:
        key: of the entity; None for no place.
        emission: the article's graph, for the IRIs.
        registry: which places lie in which.
    """
    place = emission.entities.get(key or "", "")[1:-1]
    if not key or not place or not registry.knows(key):
        return Where(place, (), place)
    iri = emission.iris.entity
    return Where(place, tuple(map(iri, registry.within(key))), iri(registry.country(key)))
