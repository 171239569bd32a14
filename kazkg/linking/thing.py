"""One thing that has a Wikidata item, wherever it is known from."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Thing"]


@dataclass(frozen=True, slots=True)
class Thing:
    """A person, body, place or facility with its item."""

    item: str
    """Q-id."""
    names: tuple[str, ...]
    """What it is called, the English label first."""
    kind: str
    """Person, Organization, Place, Facility or Event."""
    cls: str
    """Class of the ontology (local name), as fine as the source tells."""
    country: str | None = None
    """Q-id of the country it lies in or acts for; of a country its own; None where it has none or it is not known."""
    weight: int = 0
    """Inhabitants of a place; 0 where unknown or no place."""
    point: tuple[float, float] | None = None
    """Latitude and longitude in degrees."""
    codes: tuple[str, ...] = ()
    """IATA and ICAO codes of an airport."""
    sources: tuple[str, ...] = ()
    """Short names of the sources that tie the item to the thing, sorted."""
    dated: str | None = None
    """ISO 8601 date of the newest of them; None where it has none."""
    unique: bool = True
    """Whether no other thing of its kind in the same collection has the same label."""

    @property
    def label(self) -> str:
        """The English name."""
        return self.names[0]
