"""All entities of a graph, ready to be searched by name, by beginning of a name, by id and by value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from rapidfuzz import fuzz, process

from kazkg.graph.terms import WIKIDATA
from kazkg.reconcile.questions import Condition, Query
from kazkg.reconcile.records import Record, Worth
from kazkg.reconcile.scoring import AGAINST, BAR, LEAD, Spelling, closeness, likeness, together
from kazkg.reconcile.terms import Terms

__all__ = ["Candidate", "Index"]

NAMES: Final = 200
"""Names that are looked at for one query, the most alike first."""
LEAST: Final = 60.0
"""Likeness from which a name is looked at, by each of the three ways to compare."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity proposed for a query, and why."""

    record: Record
    score: float
    """0 to 100, two decimals."""
    match: bool
    features: tuple[tuple[str, float | bool], ...]


class Index:
    """Finds entities.

    Args:
        records: all entities, in a fixed order.
        base: the base of the data's IRIs.
        terms: names of types and properties.
    """

    def __init__(self, records: Iterable[Record], base: str, terms: Terms) -> None:
        self.records = tuple(records)
        self.terms = terms
        self._base = base
        self._by_id = {record.id: number for number, record in enumerate(self.records)}
        self._by_item: dict[str, list[int]] = {}
        self._owners: list[int] = []
        self._spellings: list[Spelling] = []
        for number, record in enumerate(self.records):
            for item in record.items:
                self._by_item.setdefault(item, []).append(number)
            for spelling in dict.fromkeys(map(Spelling.of, record.names)):
                if spelling.plain:
                    self._owners.append(number)
                    self._spellings.append(spelling)
        self._plain = [spelling.plain for spelling in self._spellings]
        self._sorted = [spelling.sorted for spelling in self._spellings]

    # ---- by id -----------------------------------------------------------------------------

    def get(self, id: str) -> Record | None:
        """The entity of this id; None where there is none."""
        number = self._by_id.get(id)
        return None if number is None else self.records[number]

    def _named_by(self, text: str) -> list[int]:
        """Entities that a text is the id, the IRI or the Wikidata item of."""
        number = self._by_id.get(text.removeprefix(self._base))
        return [number] if number is not None else self._by_item.get(text.removeprefix(WIKIDATA), [])

    # ---- reconciliation --------------------------------------------------------------------

    def match(self, query: Query) -> list[Candidate]:
        """The candidates for a query, the best first; of one score the more often mentioned first."""
        names: dict[int, float | None]
        named = self._named_by(query.text) if query.text else []
        if query.text:
            names = dict(self._by_name(query.text))
            names.update(dict.fromkeys(named, 100.0))
        else:
            names = dict.fromkeys(self._by_conditions(query.conditions))
        found = [self._candidate(query, number, name) for number, name in names.items()]
        kept = sorted((one for one in found if one is not None), key=_place)
        if kept and self._decides(query, kept, named):
            first = kept[0]
            kept[0] = Candidate(first.record, first.score, True, first.features)
        return kept[: query.limit]

    def _by_name(self, text: str) -> dict[int, float]:
        """Entities with a name like the text, with the likeness of the one that is most alike."""
        asked = Spelling.of(text)
        if not asked.plain:
            return {}
        near: set[int] = set()
        for wanted, choices, scorer in (
            (asked.plain, self._plain, fuzz.ratio),
            (asked.sorted, self._sorted, fuzz.ratio),
            (asked.plain, self._plain, fuzz.token_set_ratio),
        ):
            hits = process.extract(wanted, choices, scorer=scorer, limit=NAMES, score_cutoff=LEAST)
            near.update(place for _, _, place in hits)
        found: dict[int, float] = {}
        for place in sorted(near):
            owner = self._owners[place]
            found[owner] = max(found.get(owner, 0.0), likeness(asked, self._spellings[place]))
        return found

    def _by_conditions(self, conditions: Sequence[Condition]) -> list[int]:
        """Entities of which at least one property agrees."""
        return [
            number
            for number, record in enumerate(self.records)
            if any((_agreement(one, record) or 0.0) >= BAR for one in conditions)
        ]

    def _candidate(self, query: Query, number: int, name: float | None) -> Candidate | None:
        record = self.records[number]
        fits = _fits(query, record)
        if not fits and query.strict != "should":
            return None
        agreements = [(one.property, _agreement(one, record)) for one in query.conditions]
        features: list[tuple[str, float | bool]] = []
        if name is not None:
            features += [("name", round(name, 2)), ("exact", name == 100.0)]
        if query.types:
            features.append(("type", fits))
        features += [(f"property:{pid}", round(one, 2)) for pid, one in agreements if one is not None]
        features.append(("mentions", record.mentions))
        score = together(name, [one for _, one in agreements], fits=fits)
        return Candidate(record, round(score, 2), False, tuple(features))

    def _decides(self, query: Query, kept: list[Candidate], named: list[int]) -> bool:
        """Whether the best candidate may be taken unseen: a name that is only alike never is."""
        first = kept[0]
        if not _fits(query, first.record) or any(
            agreement < AGAINST
            for agreement in (_agreement(one, first.record) for one in query.conditions)
            if agreement is not None
        ):
            return False
        if named:
            return len(named) == 1 and self.records[named[0]] is first.record
        ahead = len(kept) == 1 or first.score - kept[1].score >= LEAD
        same = Spelling.of(query.text).sorted in {Spelling.of(name).sorted for name in first.record.names}
        return bool(query.text) and same and first.score >= BAR and ahead

    # ---- suggestions -----------------------------------------------------------------------

    def suggest(self, prefix: str, types: Sequence[str]) -> list[Record]:
        """Entities a name of which, or a word of a name, begins so; those whose label does first."""
        asked = Spelling.of(prefix).plain
        ranks: dict[int, int] = dict.fromkeys(self._named_by(prefix.strip()), -1)
        label = -1
        for place, plain in enumerate(self._plain if asked else ()):
            owner = self._owners[place]
            rank = _beginning(asked, plain, first=owner != label)
            label = owner
            if rank is not None:
                ranks[owner] = min(ranks.get(owner, rank), rank)
        wanted = set(types)
        found = [
            (rank, -self.records[number].mentions, self.records[number].name, self.records[number].id, number)
            for number, rank in ranks.items()
            if not wanted or wanted & set(self.records[number].types)
        ]
        return [self.records[one[-1]] for one in sorted(found)]

    def suggest_types(self, prefix: str) -> list[str]:
        """Types that entities have, by the beginning of their id or name; the most frequent first."""
        return _begun(prefix, ((name, self.terms.type_name(name), n) for name, n in self.types.items()))

    def suggest_properties(self, prefix: str) -> list[str]:
        """Properties that entities have, by the beginning of their id or name; the most frequent first."""
        return _begun(prefix, ((name, self.terms.property_name(name), n) for name, n in self._properties(None)))

    # ---- properties ------------------------------------------------------------------------

    @cached_property
    def types(self) -> Counter[str]:
        """How many entities have each type."""
        return Counter(name for record in self.records for name in record.types)

    def properties(self, cls: str) -> list[str]:
        """Properties of the entities of a type (of all where it is empty), the most frequent first."""
        return [name for name, _ in self._properties(cls or None)]

    def _properties(self, cls: str | None) -> list[tuple[str, int]]:
        counted = Counter(n for record in self.records if cls is None or cls in record.types for n in record.values)
        return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))


def _place(candidate: Candidate) -> tuple[float, int, str, str]:
    record = candidate.record
    return -candidate.score, -record.mentions, record.name, record.id


def _fits(query: Query, record: Record) -> bool:
    if not query.types:
        return True
    has = [name in record.types for name in query.types]
    return all(has) if query.strict == "all" else any(has)


def _agreement(condition: Condition, record: Record) -> float | None:
    """How well a property agrees, by the pair of values that agrees best; None where the record has no value."""
    values: tuple[Worth, ...] = record.values.get(condition.property, ())
    if not values:
        return None
    return max(closeness(wanted, value) for wanted in condition.values for value in values)


def _beginning(asked: str, plain: str, *, first: bool) -> int | None:
    """0 where the label is the text, then labels and aliases that begin so, then words within them; else None."""
    if plain == asked:
        return 0 if first else 1
    if plain.startswith(asked):
        return 2 if first else 3
    return 4 if f" {asked}" in plain else None


def _begun(prefix: str, named: Iterable[tuple[str, str, int]]) -> list[str]:
    """Terms whose id begins so, or whose name or a word of it does."""
    asked = Spelling.of(prefix).plain

    def ranked() -> Iterator[tuple[int, int, str]]:
        for id, name, count in named:
            ranks = (_beginning(asked, Spelling.of(one).plain, first=one == name) for one in (name, id))
            known = [rank for rank in ranks if rank is not None]
            if prefix.strip() == id:
                yield -1, -count, id
            elif known or not asked:
                yield min(known, default=0), -count, id

    return [id for _, _, id in sorted(ranked())]
