"""What an article leaves of an event, for finding out which articles tell of the same happening."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

__all__ = ["EventReport", "Told"]


@dataclass(frozen=True, slots=True)
class Told:
    """One telling of an event, and whom it goes back to. IRIs are whole, without brackets."""

    telling: str
    origin: str
    label: str
    kind: str
    """named, unnamed or voice, as in :class:`kazkg.fusion.report.Report`."""
    why: str
    claimer: str
    """IRI of the claimer who speaks for the origin, or is it; empty without one."""

    def with_origin(self, origin: str, label: str, kind: str, why: str) -> Told:
        """The same telling with another origin."""
        return replace(self, origin=origin, label=label, kind=kind, why=why)


@dataclass(frozen=True, slots=True)
class EventReport:
    """One event of one article. IRIs are whole, without brackets."""

    event: str
    article: str
    begin: int
    """Where its first telling stands in the article, in code points."""
    cls: str
    """Local name of its class."""
    type: str
    """The name that tables print for the class."""
    above: tuple[str, ...]
    """Local names of all classes above it."""
    label: str
    once: bool
    """Whether the class is of happenings that come once to one thing (a resignation, a seizure of an airport)."""
    first: str
    """Its first day, ISO 8601; empty where it is not dated, or by more than some days."""
    last: str
    """Its last day."""
    date: str
    """The date as users see it; empty without one."""
    published: str
    """The day the article was published; empty where that is not known."""
    place: str
    """IRI of the place; empty where the article gives none."""
    place_label: str
    facility: bool
    """Whether the place is one building or site."""
    within: tuple[str, ...]
    """IRIs of the places around it, nearest first."""
    root: str
    """IRI of the country, or of the widest place known; empty without a place."""
    named: tuple[tuple[str, str, str], ...]
    """Role, IRI and label of each participant with a name, but for places that the event lies in."""
    nouns: tuple[str, ...]
    """What participants without a name are called, sorted."""
    planned: bool
    """Whether all its tellings speak of a plan."""
    told: tuple[Told, ...]

    @property
    def day(self) -> str:
        """The day by which reports are put in order: its own, else, for what happens once, that of the article."""
        return self.first or (self.published if self.once else "")

    @property
    def joinable(self) -> bool:
        """Whether it says enough to be found in another article."""
        return bool(self.day and self.root and not self.planned)

    @property
    def signature(self) -> tuple[object, ...]:
        """What happened, where, when and with whom: two reports of one signature are told apart by nothing."""
        return self.type, self.first, self.last, self.place, tuple(sorted(n[1] for n in self.named)), self.nouns

    def dump(self) -> str:
        """The report as JSON."""
        data = _shallow(self)
        data["told"] = [_shallow(one) for one in self.told]
        return json.dumps(data, ensure_ascii=False, sort_keys=True)

    @classmethod
    def load(cls, raw: str) -> EventReport:
        """A report from its JSON."""
        data: dict[str, Any] = json.loads(raw)
        data["told"] = tuple(Told(**one) for one in data["told"])
        data["named"] = tuple(tuple(one) for one in data["named"])
        for name in ("above", "within", "nouns"):
            data[name] = tuple(data[name])
        return cls(**data)


def _shallow(value: Told | EventReport) -> dict[str, Any]:
    """Its fields as they are; ``asdict`` would copy all that they hold."""
    return {name: getattr(value, name) for name in value.__slots__}
