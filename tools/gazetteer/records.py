"""One thing as one source tells of it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

__all__ = ["Record", "distance", "tidy"]


@dataclass(slots=True)
class Record:
    """A thing with its Wikidata item, as one source has it."""

    item: str
    """Q-id."""
    label: str
    names: list[str]
    """Other names, the best first; the label is not among them."""
    kind: str
    """Person, Organization, Place or Facility."""
    cls: str
    """Class of the kazkg ontology."""
    source: str
    """Short name of the source."""
    country: str | None = None
    """ISO 3166-1 alpha-2 code in capitals; of a country its own."""
    weight: int = 0
    """Inhabitants of a place; 0 where unknown."""
    point: tuple[float, float] | None = None
    """Latitude and longitude in degrees."""
    codes: list[str] = field(default_factory=list)
    """IATA and ICAO codes."""
    since: str | None = None
    """ISO 8601; of an office, from when to when it was held."""
    until: str | None = None


def distance(one: tuple[float, float], two: tuple[float, float]) -> float:
    """Kilometres between two points, on a sphere."""
    (a, b), (c, d) = one, two
    a, b, c, d = map(math.radians, (a, b, c, d))
    x = math.sin((c - a) / 2) ** 2 + math.cos(a) * math.cos(c) * math.sin((d - b) / 2) ** 2
    return 12742 * math.asin(math.sqrt(x))


def tidy(names: list[str], label: str) -> list[str]:
    """Names in order, each once, without the label, without empty ones and without strange characters."""
    clean = (" ".join(n.replace("\t", " ").split()) for n in names)
    return [n for n in dict.fromkeys(clean) if n and n != label and not any(ord(c) < 32 for c in n)]
